"""People's Councils and the National Assembly: candidates, elected, in office."""

from presentation import evidence, filters, notes, topic

view = filters.topic("elected")
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
