"""What is done with events: each function one business rule."""
