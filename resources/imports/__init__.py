"""The file of resources: its columns, and what a row needs."""
