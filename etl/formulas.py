"""Cells that come out of parsing blank although something stands in them: error values, formulas without a result.

A program that writes formulas without computing them (a script, a converter) leaves them without a
value, and calamine gives error values as blank: both would be read as missing.
"""

import io
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from typing import Literal
from xml.sax.saxutils import unescape

import xlrd
from lxml import etree

from etl.xlsb_errors import errors_of

_RELATED = re.compile(r"<(?:\w+:)?Relationship\s[^>]*>")
_SHEET = re.compile(r"<(?:\w+:)?sheet\s[^>]*>")
_ATTRIBUTE = re.compile(r"([\w:]+)\s*=\s*(?:\"([^\"]*)\"|'([^']*)')")
_COMPUTE_ON_LOAD = re.compile(rb"<(?:\w+:)?calcPr\b[^>]*\bfullCalcOnLoad\s*=\s*[\"'](?:1|true)[\"']")
_CELL = re.compile(rb"<(?:\w+:)?c\s([^>]*[^/>])>(.*?)</(?:\w+:)?c>", re.DOTALL)
_PLACE, _TYPE = re.compile(rb"\br\s*=\s*[\"'](\w+)[\"']"), re.compile(rb"\bt\s*=\s*[\"'](\w+)[\"']")
_FORMULA = re.compile(rb"<(?:\w+:)?f\b[^>]*?(?:/>|>(.*?)</(?:\w+:)?f>)", re.DOTALL)
_VALUE = re.compile(rb"<(?:\w+:)?v\b[^>/]*>(.*?)</(?:\w+:)?v>", re.DOTALL)
