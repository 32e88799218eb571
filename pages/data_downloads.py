"""Data and downloads: indicators in long form, printed figures, rounds, the dictionary."""

from presentation import data_page

SHOW = {
    "chi-so": data_page.values,
    "cong-bo": data_page.publications,
    "dot": data_page.rounds,
    "tu-dien": data_page.dictionary,
}

SHOW[data_page.section()]()
