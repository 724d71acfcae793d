"""Reading: the page of a resource, its files."""
