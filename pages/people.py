"""People and their roles: who may do what, what is wrong with the list, a new list in its place."""

from presentation import people_page

people_page.listed()
people_page.replacing()
people_page.history()
