"""The private area: dashboard, conversations with staff, settings."""
