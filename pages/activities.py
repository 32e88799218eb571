"""What committees did: communication, training, inspections, budget, reports on time."""

from presentation import topic_page

topic_page.show("activities")
