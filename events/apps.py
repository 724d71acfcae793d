from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class EventsConfig(AppConfig):
    default = True
    name = "events"
    verbose_name = _("Events")

    def ready(self) -> None:
        from cms.ops import due
        from events import api, following, search  # noqa: F401
        from events.calendars import state  # noqa: F401
        from events.reading import documents  # noqa: F401
        from events.registering import following as registration_following  # noqa: F401
        from events.services import mails, purging, registering, reminders, waiting

        due.register("events.lapse_offers", waiting.lapse_offers)
        due.register("events.promote_waiting", waiting.promote_waiting)
        due.register("events.forget_unconfirmed", registering.forget_unconfirmed)
        due.register("events.write_owed_mails", mails.write_owed_mails)
        due.register("events.send_reminders", reminders.send_reminders)
        due.register("events.send_thanks", reminders.send_thanks)
        due.register("events.purge_private_data", purging.purge_private_data)
