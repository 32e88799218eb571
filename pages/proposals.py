"""Figures in the sentences of a report, to be confirmed by an officer."""

from presentation import proposals_page

rows = proposals_page.choose()
if rows:
    proposals_page.differences(rows)
    proposals_page.decide(rows)
    proposals_page.decided(rows)
