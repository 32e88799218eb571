"""The profile of a unit: what it is, what it was made from, its figures, targets, reports and work."""

from presentation import unit_duties, unit_figures, unit_history, unit_hot_issues, unit_page, unit_series

unit = unit_page.choose()
unit_page.identity(unit)
unit_history.tree(unit)
rows = unit_figures.rows_of(unit)
unit_figures.figures(unit, rows)
unit_series.series(unit, rows)
unit_duties.targets(unit)
unit_duties.submissions(unit)
unit_figures.activities(unit, rows)
unit_hot_issues.show(unit)
