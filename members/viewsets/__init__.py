"""What staff see of members in Wagtail's admin."""
