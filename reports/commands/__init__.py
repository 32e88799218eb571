"""Subcommands of python -m reports."""
