"""The outline of the narrative reports: its sections, in order, and how units write their headings. outline.yaml."""

from functools import cached_property

from pydantic import Field, model_validator

from catalogue.models import Definition, YesNo

OPENING, CLOSING, UNCLASSIFIED = "opening", "closing", "unclassified"


class OutlineSection(Definition):
    """A section: its code “II.3.2”, its official heading and other spellings of it."""

    code: str = Field(pattern=r"^[IVX]+(\.[1-9]){0,2}$")
    heading_vi: str
    heading_en: str
    spellings: tuple[str, ...] = ()
    keywords: tuple[str, ...] = ()
    optional: YesNo = False
    sensitive: YesNo = False

    @property
    def depth(self) -> int:
        """1 for “II”, 3 for “II.3.2”."""
        return self.code.count(".") + 1


class Beside(Definition):
    """Text outside the outline: what stands before it, after it, or fits nowhere."""

    code: str
    heading_vi: str
    heading_en: str
    begins: tuple[str, ...] = ()


class Outline(Definition):
    """All sections, in order, and the places for text that belongs to none."""

    sections: tuple[OutlineSection, ...] = Field(min_length=1)
    beside: tuple[Beside, ...]

    @model_validator(mode="after")
    def _whole(self) -> "Outline":
        codes = [section.code for section in self.sections]
        if len(set(codes)) < len(codes):
            raise ValueError("a code stands twice")
        orphans = [code for code in codes if "." in code and code.rpartition(".")[0] not in codes]
        if orphans:
            raise ValueError(f"sections without the one above them: {orphans}")
        if {one.code for one in self.beside} != {OPENING, CLOSING, UNCLASSIFIED}:
            raise ValueError(f"`beside` holds {OPENING}, {CLOSING}, {UNCLASSIFIED}")
        return self

    @cached_property
    def by_code(self) -> dict[str, OutlineSection]:
        return {section.code: section for section in self.sections}

    @cached_property
    def order(self) -> dict[str, int]:
        """The place of every code, those beside the outline included."""
        codes = [OPENING, *(section.code for section in self.sections), UNCLASSIFIED, CLOSING]
        return {code: place for place, code in enumerate(codes)}

    @cached_property
    def published(self) -> tuple[str, ...]:
        """Codes of the sections that a snapshot carries: of the outline, and not sensitive.

        What fits nowhere stays in the store: nobody has said that it holds nothing to be protected.
        """
        return tuple(section.code for section in self.sections if not section.sensitive)

    @cached_property
    def private(self) -> tuple[str, ...]:
        """Codes of what only officers and leaders read: all that is not published."""
        return tuple(code for code in self.order if code not in self.published)

    def heading(self, code: str, lang: str = "vi") -> str:
        """The official heading of a code, without its number."""
        found = self.by_code.get(code) or next(one for one in self.beside if one.code == code)
        return found.heading_vi if lang == "vi" else found.heading_en

    def titled(self, code: str, lang: str = "vi") -> str:
        """The number and the official heading: “II.4. Những vấn đề nổi cộm …”."""
        return f"{code}. {self.heading(code, lang)}" if code in self.by_code else self.heading(code, lang)
