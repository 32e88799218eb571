"""Terms, periods and stages read into the state of a sentence."""

from collections.abc import Sequence

from etl.narrative.items import Item
from etl.narrative.state import Lead, State, replace
from etl.narrative.times import Time
from etl.narrative.tokens import said

_CONSULTATIONS = ("first_consultation_list", "second_consultation_list", "official_list")
_AT_START = said("trong", "hết", "cuối", "đến", "tính đến", "tới", "năm", "thời điểm")
_UNTIL = said("đến", "tới")
_TERM = said("nhiệm kỳ")
_HAS = said("có", "tổ chức", "đã tổ chức")
_HOLDS = said("đương nhiệm", "đương chức", "đang giữ", "đang đảm nhiệm", "đang công tác")
_FEWEST = 2  # items before candidates from whom others were chosen


class Timing:
    """Reads times and stages. `half` is the half-year of the report, for “6 tháng đầu năm” without a year."""

    def __init__(self, half: str | None) -> None:
        self._half = half

    def _is_term(self, items: Sequence[Item], at: int) -> bool:
        """Whether a range of years is a term of office: named so, or one that there is."""
        before = [item for item in items[max(0, at - 2) : at] if item.shape == "phrase"]
        if any(item.may("term") or any(word in item.text for word in _TERM) for item in before):
            return True
        if any(item.may("span") for item in before):
            return False
        return self._is_mandate(items[at].time)

    @staticmethod
    def _is_mandate(time: Time | None) -> bool:
        """Whether a range of years can be a term of office: five years from one that ends in 0, 5, 1 or 6."""
        begins, ends = (int(part) for part in str(time.value if time else "0-0").split("-"))
        return ends - begins == 5 and begins % 5 in (0, 1)

    def _time(self, items: Sequence[Item], at: int, time: Time, state: State, lead: Lead) -> State:
        if time.kind == "range" and time.value:
            if self._is_term(items, at) or (state.stage == "planned" and self._is_mandate(time)):
                lead.terms.append(time.value)
                return replace(state, term=time.value, term_topic=state.topic, former=False)
            return state
        if time.kind == "assembly":
            return replace(state, assembly=time.value)
        if time.kind == "half":
            value = time.value or self._half
            return replace(state, period=value) if value else state
        before = items[at - 1].text if at else "."
        if time.kind == "year" and time.value and before in _UNTIL and int(time.value) % 5 == 0:
            state = replace(state, programme=True)
        if time.kind in ("year", "date") and time.value and (before in _AT_START or items[at - 1].may("until")):
            return replace(state, period=time.value, stage=state.stage)
        after = items[at + 1] if at + 1 < len(items) else None
        if time.kind == "year" and time.value and at == 1 and items[0].may("aims"):
            return replace(state, period=time.value)  # “Kế hoạch năm 2024 …, đã thực hiện …”
        begins = at == 0 or before in (".", ";", ":", "(") or (after is not None and (after.text == ":" or after.may("makes")))
        begins = begins or (before == "," and after is not None and after.text in _HAS)
        begins = begins or state.topic == "training"
        if time.kind == "year" and time.value and begins and not (at and items[at - 1].may("stage")):
            return replace(state, period=time.value)
        return state

    def _staged(self, item: Item, state: State, lead: Lead) -> State:
        stage = item.value("stage") or ""
        if stage == "in_office" and state.stage == "planned":
            if lead.planned and item.text not in _HOLDS:
                return state  # “Quy hoạch cấp ủy nhiệm kỳ 2025-2030 hiện có 18 nữ/65”
            state = state if lead.terms else replace(state, term=None)
        lead.planned = lead.planned or stage == "planned"
        return self._stage(stage, state)

    @staticmethod
    def _chosen_from(items: Sequence[Item], at: int, state: State) -> bool:
        """Whether candidates are named only as those from whom the elected came: “bầu 55/92 người ứng cử”."""
        if state.stage != "elected" or items[at].value("stage") != "candidates" or at < _FEWEST:
            return False
        figure, before = items[at - 1].figure, items[at - 2]
        return figure is not None and (figure.kind == "ratio" or before.may("out_of", "total"))

    def _stage(self, stage: str, state: State) -> State:
        if stage == "congress":
            return replace(state, congress=True)
        if stage == "election":
            return state if state.stage else replace(state, stage="elected")
        if stage == "candidates":
            return state if state.stage in _CONSULTATIONS else replace(state, stage="official_list")
        if stage == "introduced":
            return state if state.stage in _CONSULTATIONS else replace(state, stage="first_consultation_list")
        return replace(state, stage=stage)
