"""Joining an organization: invitations, requests, leaving and moving."""
