"""Terms in the admin: what holds them, why one in use stays, and merging those that say the same."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.apps import apps
from django.db.models import ProtectedError, QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.functional import classproperty
from django.utils.text import capfirst
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from wagtail.admin import messages
from wagtail.admin.admin_url_finder import AdminURLFinder
from wagtail.admin.ui.tables import Column, TitleColumn
from wagtail.admin.views.bulk_action.mixins import ReferenceIndexMixin
from wagtail.admin.views.generic.usage import UsageView as GenericUsageView
from wagtail.log_actions import LogActionRegistry, LogFormatter
from wagtail.snippets.bulk_actions.delete import DeleteBulkAction
from wagtail.snippets.bulk_actions.snippet_bulk_action import SnippetBulkAction
from wagtail.snippets.models import get_snippet_models
from wagtail.snippets.views.snippets import DeleteView, UsageView

from cms.models import Term
from cms.vocabulary.merging import ACTION, CannotMergeTermsError, merge_terms
from cms.vocabulary.usage import Use, Uses, uses_in_words, uses_of, with_uses

IN_USE = _("This term is in use, and stays for as long as it is. Take it away from what holds it, or merge it.")


class UsesColumn(Column):
    """How often a term is used, by kind of thing; its queryset is one of `with_uses`."""

    def get_value(self, instance: Any) -> str:
        return uses_in_words(instance) or _now("Nowhere")


class TermUsageView(UsageView):
    """What holds a term: by relations, not by Wagtail's index of references, which knows no many-to-many fields."""

    def get_queryset(self) -> Sequence[Use]:
        return uses_of(self.object).found

    @property
    def columns(self) -> list[Column]:
        return [
            TitleColumn("label", label=_("Name"), accessor="label", get_url=lambda row: row["edit_url"]),
            Column("kind", label=_("Type"), accessor="kind"),
            Column("state", label=_("Held by"), accessor="state"),
        ]

    def get_table(self, object_list: Sequence[Use], **kwargs: Any) -> Any:
        return super(GenericUsageView, self).get_table(self._rows(object_list), **kwargs)

    def _rows(self, uses: Sequence[Use]) -> list[dict[str, Any]]:
        """Read the rows of a page: a query for each kind of thing."""
        finder, rows = AdminURLFinder(self.request.user), []
        found: dict[str, dict[int, Any]] = {}
        for label in {use.label for use in uses}:
            manager = apps.get_model(label)._base_manager
            found[label] = manager.in_bulk([use.pk for use in uses if use.label == label])
        for use in uses:
            held = found[use.label].get(use.pk)
            if held is not None:
                kind = capfirst(str(held._meta.verbose_name))
                url = finder.get_edit_url(held)
                state = _now("The draft only") if use.is_draft else _now("What is saved")
                rows.append({"label": str(held) if url else kind, "edit_url": url, "kind": kind, "state": state})
        return rows


class TermDeleteView(DeleteView):
    """Says what holds the term (cms_admin/delete_term.html), and deletes it only where nothing does."""

    def get_usage(self) -> Uses:
        return uses_of(self.object)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(in_use=IN_USE, uses=self.usage, **kwargs)

    def form_valid(self, form: Any) -> HttpResponse:
        if self.usage.is_protected:
            return self.render_to_response(self.get_context_data(form=form))
        try:
            return super().form_valid(form)
        except ProtectedError:  # somebody took it up in the meantime
            messages.error(self.request, IN_USE)
            return redirect(self.get_delete_url())


class TermAction(SnippetBulkAction):
    """An action on terms, whatever the vocabulary."""

    @classproperty
    def models(cls) -> list[Any]:  # noqa: N805  # as Wagtail's own
        return [model for model in get_snippet_models() if issubclass(model, Term)]


class DeleteTerms(TermAction, DeleteBulkAction):
    """Deletes several terms, where nothing holds any of them."""

    template_name = "cms_admin/delete_terms.html"

    def annotate_items(self, items: Any) -> Any:
        items = super(ReferenceIndexMixin, self).annotate_items(items)
        for item in items:
            item._usage_references = uses_of(item)
        self.is_protected = any(item._usage_references.is_protected for item in items)
        return items

    def object_context(self, item: Any) -> dict[str, Any]:
        return {**super().object_context(item), "uses": item._usage_references.words}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(in_use=IN_USE, **kwargs)

    def form_valid(self, form: Any) -> HttpResponse:
        objects, _without = self.get_actionable_objects()
        self.annotate_items(objects)
        if self.is_protected:
            return self.render_to_response(self.get_context_data(form=form))
        try:
            return super().form_valid(form)
        except ProtectedError:  # somebody took one up in the meantime
            messages.error(self.request, IN_USE)
            return redirect(self.next_url)


class StaysForm(forms.Form):
    """Which of the chosen terms stays."""

    def __init__(self, *args: Any, chosen: QuerySet[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["stays"] = forms.ModelChoiceField(
            queryset=chosen, label=_("Which one stays?"), empty_label=None, widget=forms.RadioSelect
        )


class MergeTerms(TermAction):
    """Makes one term of several: all that holds the others holds the one that stays."""

    display_name = _("Merge")
    aria_label = _("Merge the chosen terms into one")
    action_type = "merge"
    template_name = "cms_admin/merge_terms.html"
    action_priority = 25
    form_class = StaysForm

    def check_perm(self, term: Term) -> bool:
        policy, user = self.permission_policy, self.request.user
        return all(policy.user_has_permission_for_instance(user, action, term) for action in ("change", "delete"))

    def get_form_kwargs(self) -> dict[str, Any]:
        objects, _without = self.get_actionable_objects()
        chosen = with_uses(self.model._default_manager.filter(pk__in=[item.pk for item in objects]))
        return {**super().get_form_kwargs(), "chosen": chosen}

    def object_context(self, item: Any) -> dict[str, Any]:
        return {**super().object_context(item), "uses": uses_of(item).words}

    def get_execution_context(self) -> dict[str, Any]:
        return {"stays": self.cleaned_form.cleaned_data["stays"], "user": self.request.user}

    def form_valid(self, form: Any) -> HttpResponse:
        try:
            return super().form_valid(form)
        except CannotMergeTermsError:
            sentence = _now("Nothing was merged: a term is no longer there, or something can hold only one of them.")
            messages.error(self.request, sentence)
            return redirect(self.next_url)

    @classmethod
    def execute_action(cls, objects: list[Term], stays: Any = None, user: Any = None, **kwargs: Any) -> tuple[int, int]:
        others = [item for item in objects if item.pk != stays.pk]
        merge_terms(stays, others, user=user)
        return len(others), 0

    def get_success_message(self, count: int, _children: int) -> str:
        return ngettext(
            "%(count)d term was merged into the one that stays.",
            "%(count)d terms were merged into the one that stays.",
            count,
        ) % {"count": count}


def register_log_actions(actions: LogActionRegistry) -> None:
    """Name merging in the history of the term that stayed."""

    @actions.register_action(ACTION)
    class MergedTerms(LogFormatter):
        label = _("Terms merged")

        def format_message(self, log_entry: Any) -> str:
            names = ", ".join(f"{merged['name']} ({merged['key']})" for merged in log_entry.data.get("merged", []))
            return _now("Merged into it: %(names)s") % {"names": names}
