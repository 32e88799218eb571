"""The receipt of a sending, as a text and as a page to print; and its history from the record."""

from html import escape
from typing import Any

import pandas as pd
import streamlit as st

from catalogue import definitions
from catalogue.access import Principal
from desk import sendings
from desk.sending import Sending
from presentation import private_files, tables
from presentation.language import lang, number, t, when

PAGE = """<!doctype html><html lang="{lang}"><meta charset="utf-8"><title>{title}</title><style>
body{{font:12pt "Times New Roman",serif;max-width:17cm;margin:2cm auto;color:#000;background:#fff}}h1{{font-size:16pt}}
th,td{{text-align:left;vertical-align:top;padding:.2cm .4cm .2cm 0;overflow-wrap:anywhere}}th{{font-weight:normal;width:5cm}}
</style><p>{office}</p><h1>{title}</h1><table>{rows}</table><p>{note}</p></html>"""


def show(who: Principal, sending: Sending) -> None:
    """Offer the receipt, and tell what happened to the sending."""
    st.subheader(t("sending_receipt"), anchor=False)
    facts = _facts(sending)
    st.markdown("  \n".join(f"{what}: **{_plain(told)}**" for what, told in facts.items()))
    name = f"bien-nhan-{sending.sending_id}"
    with st.container(horizontal=True, key="sending_receipts"):
        st.download_button(t("sending_receipt_print"), _page(facts), f"{name}.html", "text/html", on_click="ignore",
                           icon=":material/print:", key=f"{name}_html")  # fmt: skip
        st.download_button(t("sending_receipt_text"), _text(facts), f"{name}.txt", "text/plain", on_click="ignore",
                           icon=":material/download:", key=f"{name}_txt")  # fmt: skip
        private_files.button(t("sending_file_back"), lambda me: sendings.content(me, sending.sending_id), sending.file_name,
                             "application/octet-stream", key=f"{name}_file")  # fmt: skip
    with st.expander(t("sending_history"), icon=":material/history:"):
        rows = [_step(entry) for entry in sendings.history(who, sending.sending_id)]
        tables.read(pd.DataFrame(rows), {}, key="sending_history")


def _facts(sending: Sending) -> dict[str, str]:
    unit = definitions.load().geography.units[sending.unit_id]
    found = {
        t("sending_number"): number(sending.sending_id),
        t("column_unit"): f"{unit.name} ({unit.code})",
        t("column_period"): when(sending.period),
        t("column_file_name"): f"{sending.file_name} ({t('sending_bytes', bytes=number(sending.size))})",
        t("column_sha256"): sending.sha256,
        t("column_received_at"): f"{sending.received_at:%H:%M:%S %d/%m/%Y}",
        t("column_sent_by"): sending.sent_by_name or sending.sent_by,
        t("column_status"): t(f"sending_state_{sending.state}"),
    }
    if sending.submitted_at:
        found[t("sending_submitted_at")] = f"{sending.submitted_at:%H:%M:%S %d/%m/%Y}"
    if sending.version:
        found[t("column_version")] = number(sending.version)
    return found


def _page(facts: dict[str, str]) -> str:
    rows = "".join(f"<tr><th scope=row>{escape(what)}</th><td>{escape(told)}</td></tr>" for what, told in facts.items())
    return PAGE.format(lang=lang(), title=escape(t("sending_receipt")), office=escape(_office()), rows=rows,
                       note=escape(t("sending_receipt_note")))  # fmt: skip


def _text(facts: dict[str, str]) -> str:
    lines = [_office(), t("sending_receipt").upper(), "", *(f"{what}: {told}" for what, told in facts.items())]
    return "\ufeff" + "\r\n".join([*lines, "", t("sending_receipt_note"), ""])  # so that Windows reads it as UTF-8


def _office() -> str:
    return str(getattr(definitions.load().office, f"committee_{lang()}"))


def _plain(told: str) -> str:
    return "".join(f"\\{letter}" if letter in "\\`*_[]<>#~|:$" else letter for letter in told)


def _step(entry: dict[str, Any]) -> dict[str, str]:
    """One entry of the record in plain words."""
    detail = entry["detail"]
    about = [detail.get("comment"), detail.get("reason"), detail.get("note")]
    about += [one.get("reason") for one in detail.get("warnings", [])[:1]]
    if "error" in detail:
        about.append(t("sending_found_so_many", errors=number(detail["error"]), warnings=number(detail["warning"])))
    return {
        t("column_time"): f"{entry['at']:%H:%M:%S %d/%m/%Y}", t("sending_what"): t(f"sending_did_{entry['action']}"),
        t("sending_who"): entry["name"] or entry["person"] or t("desk_system"),
        t("column_note"): "; ".join(str(one) for one in about if one),
    }  # fmt: skip
