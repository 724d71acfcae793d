"""What the home app adds to Wagtail's admin."""

from wagtail import hooks
from wagtail.snippets.models import register_snippet

from home import services
from home.viewsets import ContactMessageViewSet, MarkHandled

register_snippet(ContactMessageViewSet)
hooks.register("register_bulk_action", MarkHandled)
hooks.register("portal_person_data", services.messages_of)
hooks.register("portal_erase_person", services.forget_messages_of)
