"""Forty organizations that do not exist, in towns that do, with their people, memberships and proposed changes."""

from home.demo.organizations.load import load_organizations

__all__ = ["load_organizations"]
