"""The official terms used on the pages, in plain words and in both languages."""

from presentation import glossary

term = glossary.one()
if term is not None:
    glossary.show(term)
else:
    glossary.all_terms()
