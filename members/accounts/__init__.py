"""Accounts: signing in, the second factor, passwords, sessions. allauth does the work; this says how."""
