"""People's Councils and the National Assembly: candidates, elected, in office."""

from presentation import topic_page

topic_page.show("elected")
