"""What committees did: communication, training, inspections, budget, reports on time."""

from presentation import evidence, filters, notes, topic

view = filters.topic("activities")
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
