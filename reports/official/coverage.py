"""Who reported for the period, and who did not."""

from dataclasses import dataclass, field

from sqlalchemy import Connection

from catalogue.definitions import Definitions
from catalogue.errors import UserError
from catalogue.models import Period
from catalogue.words import number_text
from reports.official.fields import Field, Register
from reports.official.figures import Figures
from store import rounds
from store.passages import NOW

NAMED = 12  # missing units named in a sentence
SENT = ("complete", "late", "partial")


@dataclass
class Group:
    """The units of one form: how many reported of how many, on time, and who is missing."""

    form: str
    ten: str  # "huyện, thị xã, thành phố"
    goi: str  # "các huyện, thị xã, thành phố"
    da_gui: Field
    phai_gui: Field
    chua_gui: Field
    thieu: list[str] = field(default_factory=list)

    @property
    def thieu_ke(self) -> str:
        """Names of the missing; empty where they are too many for a sentence: the annexes show them."""
        return ", ".join(self.thieu) if len(self.thieu) <= NAMED else ""

    @property
    def du(self) -> bool:
        """Whether all have reported."""
        return not self.thieu


def coverage(
    connection: Connection, definitions: Definitions, figures: Figures, period: Period, register: Register
) -> list[Group]:
    """Return who reported, by form; territorial units first.

    Raises:
        UserError: nobody has reported for the period.
    """
    rows = rounds.reports(connection, period.period, NOW).to_pylist()
    if not any(row["status"] in SENT for row in rows):
        raise UserError("report_no_data", period=definitions.words.period(period.period))
    found = []
    for form in sorted({row["form"] for row in rows}, key=list(figures.units).index):
        of_form = [row for row in rows if row["form"] == form]
        sent = [row for row in of_form if row["status"] in SENT]

        def count(name: str, number: int, form: str = form) -> Field:
            return register.add(Field(f"phu.{form}.{name}", number_text(number), number, f"phu.{form}", "count",
                                      "report_timeliness", "", "", form, period.period, ""))  # fmt: skip

        missing = [row["unit"] for row in of_form if row["status"] not in SENT]
        numbers = (count("da_gui", len(sent)), count("phai_gui", len(of_form)), count("chua_gui", len(missing)))
        found.append(Group(form, figures.units[form], figures.reporters[form], *numbers, missing))
    return found
