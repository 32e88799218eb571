"""The record of who did what: whether it holds, what it says, to be taken away."""

from presentation import audit_page

audit_page.verdict()
audit_page.entries()
