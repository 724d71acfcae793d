"""What the members app adds to Wagtail's admin."""

from wagtail import hooks
from wagtail.snippets.models import register_snippet

from members import people_rules
from members.viewsets import account_help
from members.viewsets.menu import MembersGroup

hooks.register("before_bulk_action", people_rules.before_bulk_action)
hooks.register("after_bulk_action", account_help.after_bulk_action)
hooks.register("register_admin_urls", lambda: account_help.urls)

register_snippet(MembersGroup)
