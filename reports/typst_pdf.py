"""A brief as PDF, set by Typst with its built-in fonts, so that it looks the same on every machine."""

import datetime as dt
import json
from dataclasses import asdict
from pathlib import Path

import typst

from reports.brief import Brief

TEMPLATE = Path(__file__).with_name("brief.typ")
SIZES = (11.5, 11, 10.5, 10, 9.5, 9)  # points; the largest that fits
PAGES = 2
MADE = dt.datetime(2000, 1, 1, tzinfo=dt.UTC)  # the same content gives the same bytes


def pdf(brief: Brief) -> bytes:
    """Return the document, on at most two pages unless even the smallest type is too large."""
    compiler = typst.Compiler(fonts=typst.Fonts(include_system_fonts=False))
    template = TEMPLATE.read_bytes()
    content = json.dumps(asdict(brief), ensure_ascii=False)
    made = b""
    for size in SIZES:
        inputs = {"brief": content, "size": str(size)}
        made = bytes(compiler.compile(template, format="pdf", sys_inputs=inputs, timestamp=MADE))
        if int(json.loads(compiler.query(template, "<pages>", field="value", one=True, sys_inputs=inputs))) <= PAGES:
            break
    return made
