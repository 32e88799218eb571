"""What was searched for, grouped by kind; or a document with everything that names it."""

from presentation import document, find, report_search

shown = document.chosen()
if shown is not None:
    document.show(shown)
else:
    report_search.hint(find.text())
    find.results()
