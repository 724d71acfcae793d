"""Finding: the events as a list, a month and by place; preset listings, feeds, and what other pages show of events."""
