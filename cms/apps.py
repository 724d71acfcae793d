from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class CmsConfig(AppConfig):
    name = "cms"
    verbose_name = _("Portal")

    def ready(self) -> None:
        from cms import aliases, checks, mirroring, private_files, rich_text, signals, site  # noqa: F401

        post_migrate.connect(site.follow_base_url, sender=self)
