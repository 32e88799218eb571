"""The brief as PDF, set by Typst with the font it carries."""

import json
from dataclasses import asdict
from pathlib import Path

import typst

from reports.brief import Brief

TEMPLATE = Path(__file__).with_name("brief.typ")


def pdf(brief: Brief) -> bytes:
    """Return the brief as a PDF of at most two A4 pages. The same brief gives the same text."""
    content = json.dumps(asdict(brief), ensure_ascii=False)
    return bytes(typst.compile(str(TEMPLATE), sys_inputs={"brief": content}))
