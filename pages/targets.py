"""Targets of laws, directives and plans: required, there, missing, and the units behind each."""

from presentation import notes, target_units, targets_page

rows = targets_page.filtered()
if rows.empty:
    notes.empty()
else:
    targets_page.summary(rows)
    targets_page.brief()
    targets_page.table(rows)
    target_units.drill(rows)
targets_page.without_data()
