"""Reading: the pages of an event."""
