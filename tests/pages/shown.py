"""Every text that a page shows: what the message of each element holds, tables and charts included."""

import html
import json
import re
from collections.abc import Iterator
from typing import Any

import pyarrow as pa
from google.protobuf.json_format import MessageToDict
from streamlit.testing.v1 import AppTest

# What is no text for people: identities, addresses, settings, programs.
SILENT = {
    "id", "icon", "formId", "pageScriptHash", "arrowData", "columns", "spec", "config", "theme", "jsContent", "cssContent",
    "componentName", "jsSourcePath", "cssSourcePath", "deferredFileId", "queryString", "page", "url", "color", "type", "tag",
    "anchor", "autocomplete", "file", "source", "widthConfig", "heightConfig", "flexContainer", "elementType", "rawValue", "rawValues", "direction",
    "labelVisibility", "format", "urlPathname", "mode", "gapConfig", "opened",
}  # fmt: skip
# Keys of a Plotly figure whose values are read.
READ = ("text", "hovertext", "hovertemplate", "texttemplate", "ticktext", "name", "title", "customdata", "x", "y", "label")
TAG = re.compile(r"<style.*?</style>|<[^>]+>", re.DOTALL)
LABEL = re.compile(r'(?:aria-label|title|alt)="([^"]*)"')
FILLED = re.compile(r"(%\{[^}]*\}|<[^>]+>|\s)*")  # a template that only names its values
ADDRESS = re.compile(r"^[a-z-]*\?[\w%=&.+-]*$")


def texts(page: AppTest) -> Iterator[str]:
    """Yield every text on the page, the sidebar included."""
    for proto in _protos(page._tree):
        for text in _of(proto):
            yield from LABEL.findall(text)
            plain = html.unescape(TAG.sub(" ", text)).replace("\\", "")
            if plain.strip() and not ADDRESS.match(plain):
                yield plain


def figures(page: AppTest) -> list[dict[str, Any]]:
    """The figure of every chart on the page, as Plotly draws it."""
    shown = (json.loads(proto.json) for proto in _protos(page._tree) if type(proto).__name__ == "BidiComponent" and proto.json)
    return [json.loads(data["figure"]) for data in shown if "figure" in data]


def markup(page: AppTest) -> Iterator[str]:
    """The HTML of the page's own elements and of its texts, in order."""
    for proto in _protos(page._tree):
        if type(proto).__name__ == "Markdown":
            yield proto.body
        elif type(proto).__name__ == "BidiComponent" and proto.json:
            yield str(json.loads(proto.json).get("html", ""))


def _protos(block: Any) -> Iterator[Any]:
    for child in getattr(block, "children", {}).values():
        if getattr(child, "proto", None) is not None:
            yield child.proto
        yield from _protos(child)


def _of(proto: Any) -> Iterator[str]:
    kind = type(proto).__name__
    if kind == "Dataframe":
        yield from _table(proto.arrow_data.data)
    elif kind == "BidiComponent" and proto.json:
        data = json.loads(proto.json)
        yield from _read(json.loads(data.pop("figure", "{}")))
        yield from _strings(data)
    yield from _strings({key: value for key, value in MessageToDict(proto).items() if key != "json"})


def _table(data: bytes) -> Iterator[str]:
    table = pa.ipc.open_stream(data).read_all()
    for column in table.column_names:
        if not column.startswith("__index"):
            yield column
            yield from {value for value in table[column].to_pylist() if isinstance(value, str)}


def _strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, list):
        for one in value:
            yield from _strings(one)
    elif isinstance(value, dict):
        for key, one in value.items():
            if key not in SILENT:
                yield from _strings(one)


def _read(value: Any) -> Iterator[str]:
    if isinstance(value, list):
        for one in value:
            yield from _read(one)
    elif isinstance(value, dict):
        for key, one in value.items():
            if key in READ and isinstance(one, str | list):
                yield from (text for text in _strings(one) if not FILLED.fullmatch(text.strip()))
            yield from _read(one)
