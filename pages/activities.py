"""What committees did: communication, training, inspections, budget, reports on time."""

from presentation import filters, notes, topic
from presentation.topic import View

view: View | None = filters.topic("activities")
if view is None:
    notes.empty()
else:
    topic.summary(view)
    rows = topic.by_unit(view)
    topic.table(view, rows)
    topic.change(view)
    topic.district_years(view)
    topic.explain(view, rows)
    topic.sources(view)
    notes.method(view.indicator)
