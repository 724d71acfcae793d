"""Registering for events."""
