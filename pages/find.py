"""What was searched for, grouped by kind; or a document with everything that names it."""

from presentation import document, find

shown = document.chosen()
if shown is not None:
    document.show(shown)
else:
    find.results()
