"""Leadership of authorities, departments and mass organisations."""

from presentation import topic_page

topic_page.show("leadership")
