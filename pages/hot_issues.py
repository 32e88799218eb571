"""Violence and hot issues: cases and victims as units report them; small counts are protected."""

from presentation import topic_page

topic_page.show("violence")
