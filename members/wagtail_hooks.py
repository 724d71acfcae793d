"""What the members app adds to Wagtail's admin."""

from wagtail import hooks
from wagtail.snippets.models import register_snippet

from members import people_rules
from members.viewsets.menu import MembersGroup

hooks.register("before_bulk_action", people_rules.before_bulk_action)

register_snippet(MembersGroup)
