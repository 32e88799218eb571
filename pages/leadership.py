"""Leadership of authorities, departments and mass organisations."""

from presentation import evidence, filters, notes, topic

view = filters.topic("leadership")
if view is None:
    notes.empty()
else:
    topic.summary(view)
    rows = topic.by_unit(view)
    topic.table(view, rows)
    topic.change(view)
    topic.district_years(view)
    evidence.explain(view, rows)
    evidence.sources(view)
    notes.method(view.indicator)
