"""Tables of the narrative reports: their sections, the figures proposed from their sentences, what officers decided."""

from sqlalchemy import Table

from store.columns import count, metadata, number, text, time

section = Table(
    "section",
    metadata,
    count("submission_id", "submission that says so"),
    count("place", "order in the report, from 1"),
    text("code", "section of the outline, II.3.2; or opening, closing, unclassified"),
    text("heading", "heading as written", nullable=True),
    text("content", "its paragraphs, one a line"),
    count("first", "number of the first paragraph; line n (from 0) is paragraph first + n"),
    count("last", "number of the last paragraph"),
)

# A proposal speaks of a file: it stays the proposal of every version that states that file again.
proposal = Table(
    "proposal",
    metadata,
    count("proposal_id", "number of the proposal"),
    text("sha256", "SHA-256 of the report"),
    text("unit_id", "unit that reported"),
    text("period", "period it reported for"),
    time("found_at", "when it was read"),
    text("section", "section of the outline"),
    count("paragraph", "number of the paragraph"),
    count("sentence_number", "number of the sentence in the paragraph, from 1"),
    text("sentence", "the sentence as written"),
    text("indicator", "indicator it speaks of", nullable=True),
    text("element", "data element it would be recorded as", nullable=True),
    text("about", "unit_id of the unit that the sentence names", nullable=True),
    text("level", "tier of the body", nullable=True),
    text("term", "mandate that the sentence names", nullable=True),
    text("of_period", "reporting period that the sentence names", nullable=True),
    number("numerator", "women, bodies that satisfy, or the count"),
    number("denominator", "all"),
    number("percentage", "percentage as printed, 0–100"),
    text("stage", "planned, first_consultation_list, …, elected, in_office", nullable=True),
    number("confidence", "0–1; from 0.9 shown pre-ticked"),
    text("flags", "codes of doubts, separated by blanks"),
)

proposal_decision = Table(
    "proposal_decision",
    metadata,
    count("proposal_id", "proposal that was decided; the last decision counts"),
    text("decision", "accepted, corrected, declined"),
    time("at", "when it was recorded"),
    text("by", "who decided, as told", nullable=True),
    text("reason", "why, as told", nullable=True),
    text("element", "data element it is recorded as", nullable=True),
    text("level", "tier it is recorded for", nullable=True),
    text("term", "mandate it is recorded for", nullable=True),
    number("numerator", "women or count that is recorded"),
    number("denominator", "total that is recorded"),
    count("submission_id", "version of the report that states it; none for a refusal", nullable=True),
    text("review", "SHA-256 of the reviewed list"),
)
