"""Writes of the toolkit: functions, each a rule."""
