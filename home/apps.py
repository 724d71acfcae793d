from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class HomeConfig(AppConfig):
    name = "home"
    verbose_name = _("Pages")

    def ready(self) -> None:
        from cms.ops import due
        from home.services import delete_old_messages

        due.register("home.delete_old_messages", delete_old_messages)
