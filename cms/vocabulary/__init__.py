"""The life of vocabulary terms: what holds them, merging them, and both in the admin. The terms are cms.models.Term."""
