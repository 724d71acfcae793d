"""The toolkit in the admin."""
