from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ResourcesConfig(AppConfig):
    default = True
    name = "resources"
    verbose_name = _("Toolkit")

    def ready(self) -> None:
        from cms.ops import due
        from resources import api, following, search  # noqa: F401
        from resources.extraction import following as reading  # noqa: F401
        from resources.links.checking import follow_links
        from resources.reading import documents  # noqa: F401
        from resources.services import versions  # noqa: F401
        from resources.services.downloads import count_anew
        from resources.services.reviews import mail_reviews
        from resources.services.texts import queue_unread

        due.register("resources.queue_unread", queue_unread)
        due.register("resources.follow_links", follow_links)
        due.register("resources.mail_reviews", mail_reviews)
        due.register("resources.count_anew", count_anew)
