"""Targets of laws, directives and plans: required, there, missing."""

from presentation import notes, targets_page

rows = targets_page.filtered()
if rows.empty:
    notes.empty()
else:
    targets_page.summary(rows)
    targets_page.table(rows)
targets_page.without_data()
