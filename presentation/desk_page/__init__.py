"""The officer's desk: the round at a glance, a report opened, publishing, reminders, what officers decide."""
