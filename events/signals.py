"""What the events tell of themselves."""

from django.dispatch import Signal

#: An event's row was saved, its terms and access with it. Sent in the same transaction, with `instance`.
event_saved = Signal()
#: Who is seated at an event, or waits, has changed. Sent in the same transaction, with `event`,
#: and with `is_full`, `was_full`: whether somebody who comes now waits, and did before.
seats_changed = Signal()
