"""Merging duplicates in the admin: choose them in the list, then which one stays."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from wagtail.snippets.bulk_actions.snippet_bulk_action import SnippetBulkAction

from members.models import Organization
from members.services.merging import merge


class StaysForm(forms.Form):
    """Which of the chosen organizations stays."""

    stays = forms.ModelChoiceField(
        queryset=Organization.objects.none(), label=_("Which one stays?"), empty_label=None, widget=forms.RadioSelect
    )

    def __init__(self, *args: Any, chosen: list[int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["stays"].queryset = Organization.objects.filter(pk__in=chosen)  # type: ignore[attr-defined]


class MergeOrganizations(SnippetBulkAction):
    """Makes one organization of several: the others' people, periods and addresses become its own."""

    models = [Organization]
    display_name = _("Merge")
    aria_label = _("Merge the chosen organizations into one")
    action_type = "merge"
    template_name = "members_admin/merge.html"
    action_priority = 50
    form_class = StaysForm

    def check_perm(self, organization: Organization) -> bool:
        user = self.request.user
        return all(user.has_perm(f"members.{action}_organization") for action in ("change", "delete", "publish"))

    def get_form_kwargs(self) -> dict[str, Any]:
        objects, _without = self.get_actionable_objects()
        return {**super().get_form_kwargs(), "chosen": [item.pk for item in objects]}

    def get_execution_context(self) -> dict[str, Any]:
        return {"stays": self.cleaned_form.cleaned_data["stays"], "actor": self.request.user}

    @classmethod
    def execute_action(
        cls, objects: list[Organization], stays: Any = None, actor: Any = None, **kwargs: Any
    ) -> tuple[int, int]:
        others = [item for item in objects if item.pk != stays.pk]
        for other in others:
            merge(other, into=stays, actor=actor)
        return len(others), 0

    def get_success_message(self, count: int, _children: int) -> str:
        return ngettext(
            "%(count)d organization was merged into the one that stays.",
            "%(count)d organizations were merged into the one that stays.",
            count,
        ) % {"count": count}
