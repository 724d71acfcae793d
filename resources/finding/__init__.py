"""Finding: the toolkit as a listing, preset listings, their feeds, suggestions."""
