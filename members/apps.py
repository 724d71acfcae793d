from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _
from wagtail.users.apps import WagtailUsersAppConfig


class MembersConfig(AppConfig):
    default = True
    name = "members"
    verbose_name = _("Members")

    def ready(self) -> None:
        from cms.ops import due
        from members import privacy, signals  # noqa: F401
        from members.accounts import signals as account_signals  # noqa: F401
        from members.directory import api, following  # noqa: F401
        from members.joining import hooks as joining
        from members.services import privacy as people
        from members.services.announcements import mail_announcements
        from members.services.confirmations import ask_and_remind
        from members.services.digest import send_digests
        from members.services.joining import expire_requests

        joining.register()
        due.register("members.expire_requests", expire_requests)
        due.register("members.erase_due", people.erase_due)
        due.register("members.forget_old", people.forget_old)
        due.register("members.ask_about_profiles", ask_and_remind)
        due.register("members.mail_announcements", mail_announcements)
        due.register("members.send_digests", send_digests)


class PeopleAppConfig(WagtailUsersAppConfig):
    """Wagtail's users app, with the portal's views of people and its rule about who may use them."""

    user_viewset = "members.viewsets.people.PeopleViewSet"

    def ready(self) -> None:
        from members.people_rules import register_policies

        register_policies()
