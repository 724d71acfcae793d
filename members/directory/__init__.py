"""The public directory of organizations: list, cards, map, the page of each, export and API."""
