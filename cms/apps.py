from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class CmsConfig(AppConfig):
    name = "cms"
    verbose_name = _("Portal")

    def ready(self) -> None:
        from cms import (  # noqa: F401
            aliases,
            checks,
            collection_access,
            document_versions,
            mail,
            mirroring,
            private_files,
            rich_text,
            search_feeding,
            search_pages,
            signals,
            site,
            zero_results,
        )
        from cms.ops import due

        due.register("cms.forget_attachments", mail.forget_attachments)
        due.register("cms.feed_search", search_feeding.feed_search)
        due.register("cms.forget_searches", zero_results.forget_old)

        post_migrate.connect(site.follow_base_url, sender=self)
