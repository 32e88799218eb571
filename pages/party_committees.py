"""Party committees: women by body, level, district, term and year."""

from presentation import topic_page

topic_page.show("party")
