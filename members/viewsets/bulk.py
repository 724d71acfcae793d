"""What the admin's actions on several rows have in common: a question, then one service call for each row."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from wagtail.snippets.bulk_actions.snippet_bulk_action import SnippetBulkAction


class EachRow(SnippetBulkAction):
    """Does something to each chosen row; rows for which it makes no sense are left out and counted as nothing."""

    template_name = "members_admin/confirm_bulk.html"
    permission: ClassVar[str]
    """Who may, such as "members.change_invitation"."""

    def check_perm(self, item: models.Model) -> bool:
        return bool(self.request.user.has_perm(self.permission))

    def get_execution_context(self) -> dict[str, Any]:
        data = self.cleaned_form.cleaned_data if self.cleaned_form else {}
        return {"actor": self.request.user, **data}

    @classmethod
    def execute_action(cls, objects: list[Any], actor: Any = None, **given: Any) -> tuple[int, int]:
        given.pop("self", None)
        return sum(cls.act(item, actor, **given) for item in objects), 0

    @classmethod
    def act(cls, item: Any, actor: Any, **given: Any) -> bool:
        """Do it to `item`. Returns whether there was anything to do."""
        raise NotImplementedError
