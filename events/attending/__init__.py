"""Certificates of participation outside the admin: the person's own, and the page that verifies one."""
