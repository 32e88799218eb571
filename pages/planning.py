"""People planned for posts of the coming terms."""

from presentation import topic_page

topic_page.show("planning")
