"""Full text of the units' reports: what holds the words, or one section as a whole."""

from presentation import report_search

section = report_search.opened()
if section is not None:
    report_search.show(section)
else:
    report_search.results()
