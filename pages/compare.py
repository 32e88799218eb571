"""Comparison: pinned views side by side, all of them in the link."""

from presentation import compare_page

sides = compare_page.chosen()
compare_page.tools(sides)
if sides:
    compare_page.cards(sides)
    compare_page.pictures(sides)
    compare_page.table(sides)
