"""Where values stand against targets, what is missing in people, and what can still be done."""
