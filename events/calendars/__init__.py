"""Calendars: an event as a file, the public feed, each person's own feed."""
