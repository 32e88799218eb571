"""Documents that leave the system: the two-page brief for leadership, as PDF and as DOCX."""
