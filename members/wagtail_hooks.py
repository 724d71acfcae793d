"""What the members app adds to Wagtail's admin."""

from wagtail import hooks

from members import people_rules

hooks.register("before_bulk_action", people_rules.before_bulk_action)
