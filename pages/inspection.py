"""Inspection list: which communes to look at first, and why."""

from presentation import inspection_page

inspection_page.ranking(inspection_page.weights())
