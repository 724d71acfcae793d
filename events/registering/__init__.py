"""Registering for events: the form, colleagues, what one does with a registration, one's own events."""
