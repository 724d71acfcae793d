"""What the toolkit tells of itself."""

from django.dispatch import Signal

#: A resource's row was saved, its files, terms and access with it. Sent in the same transaction, with `instance`.
resource_saved = Signal()
