"""The officer's desk: the round, a report opened, publishing, reminders, due dates, names that were not matched."""

from presentation.desk_page import desk

desk.show()
