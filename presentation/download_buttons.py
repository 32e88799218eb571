"""The download row under a table: the rows on screen, written only when someone asks for them."""

import functools
from collections.abc import Callable

import pandas as pd
import pyarrow as pa
import streamlit as st

from catalogue import definitions
from catalogue.access import Principal
from presentation import boundaries, data, notes, private_files
from presentation.downloads import MIME, WRITERS, Writer
from presentation.file_names import named
from presentation.language import number, t
from presentation.links import here
from store.full import FULL


def buttons(rows: pd.DataFrame | pa.Table, file_name: str, about: dict[str, str], *, key: str) -> None:
    """Offer `rows` as CSV, XLSX and Parquet; the name and the metadata tell of demonstration data."""
    facts = data.facts(data.current())
    demonstration = notes.is_demonstration()
    metadata = {
        **about,
        "rows": str(len(rows)),
        "snapshot": facts["snapshot"],
        "published_at": facts["published_at"][:19],
        "reports": notes.reports_in(),
        "definitions": facts["definitions"],
        "demonstration": t("demonstration_mark") if demonstration else t("no"),
        "boundaries": str(boundaries.chosen_day() or t("boundaries_reported")),
        "link": here(),
        "states": t("states_note"),
    }
    if rule := _rule(rows, about):
        metadata["protection"] = rule
    file_name = named(file_name)
    name = f"{file_name}-{t('demonstration_file')}" if demonstration else file_name
    with st.container(horizontal=True, vertical_alignment="center", key=f"downloads_{key}"):
        st.caption(t("download_caption", rows=number(len(rows))), width="content")
        for kind, writer in WRITERS.items():
            make = functools.partial(_file, writer, rows, metadata)
            file, mime, pressed = f"{name}.{kind}", MIME[kind], f"download_{key}_{kind}"
            if data.cleared(data.current()) == FULL:
                private_files.button(kind.upper(), functools.partial(_unsuppressed, make), file, mime, key=pressed)
                continue
            st.download_button(kind.upper(), make, file_name=file, mime=mime, icon=":material/download:", on_click="ignore",
                               key=pressed)  # fmt: skip


def _unsuppressed(make: Callable[[], bytes], who: Principal) -> bytes:
    who.require("read_unsuppressed")
    return make()


def _file(writer: Writer, rows: pd.DataFrame | pa.Table, metadata: dict[str, str]) -> bytes:
    return writer(rows.to_pandas() if isinstance(rows, pa.Table) else rows, metadata)


def _rule(rows: pd.DataFrame | pa.Table, about: dict[str, str]) -> str:
    """The rule by which small counts in the rows are protected, if any may be."""
    known = definitions.load()
    there = rows.column_names if isinstance(rows, pa.Table) else rows.columns
    named = {about.get("indicator", ""), *(map(str, rows["indicator"]) if "indicator" in there else ())}
    return next((notes.rule(known.indicators[one]) for one in named if one in known.sensitive), "")
