"""Sending a report: what is due, the form, a file or a typed form, what the check found, the receipt."""

from presentation import send_page

report = send_page.choose()
if report is not None:
    send_page.work(report)
