"""Moved: see indicators.progress."""
