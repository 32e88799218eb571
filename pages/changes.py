"""What changed since another publication, value by value, and why."""

from presentation import changes_page

found = changes_page.choose()
if found is not None:
    values = changes_page.filtered(found)
    changes_page.summary(found, values)
    changes_page.table(found, values)
    changes_page.cells(values)
    changes_page.method()
