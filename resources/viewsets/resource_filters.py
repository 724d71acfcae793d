"""What editors look for resources by."""

from __future__ import annotations

import datetime
from typing import Any

import django_filters
from django import forms
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet

from cms.models import Audience, ResourceType, Topic
from members.viewsets.organizations import any_of, yes_or_no
from resources.links.report import TOLD_STATES
from resources.models import LinkCheck, Resource, Setting

#: The next days within which a review counts as coming.
SOON = datetime.timedelta(days=30)

LANGUAGES_MISSING = {
    "fr": _("French missing"),
    "en": _("English missing"),
    "behind": _("One language is behind"),
}
STATES = {
    "live": _("Published"),
    "changed": _("Published, with a draft"),
    "draft": _("Draft"),
    "moderation": _("In moderation"),
}
REVIEWS = {
    "due": _("Due or overdue"),
    "soon": _("Due within 30 days"),
    "none": _("Without a date"),
}
ACCESS = {"public": _("Everyone"), "restricted": _("Some groups only")}


def incomplete_in(language: str) -> Q:
    """Return the condition that a text which `language` needs is missing."""
    missing = Q()
    for name in Resource.required_pairs:
        missing |= Q(**{f"{name}_{language}": ""})
    return missing


def with_broken_links() -> Exists:
    return Exists(LinkCheck.objects.filter(resources=OuterRef("pk"), state__in=TOLD_STATES))


def one_of(choices: dict[str, Any], label: Any, method: str) -> django_filters.ChoiceFilter:
    return django_filters.ChoiceFilter(
        label=label, choices=list(choices.items()), method=method, widget=forms.RadioSelect, empty_label=_("All")
    )


class ResourceFilterSet(WagtailFilterSet):
    """Values of a filter are OR, filters are AND, as in the toolkit itself."""

    resource_type = any_of(ResourceType, "resource_type", _("Type"))
    topics = any_of(Topic, "topics", _("Topics"))
    audiences = any_of(Audience, "audiences", _("Audiences"))
    setting = django_filters.MultipleChoiceFilter(
        label=_("Setting"), choices=Setting.choices, widget=forms.CheckboxSelectMultiple
    )
    languages = one_of(LANGUAGES_MISSING, _("Languages"), "filter_languages")
    year = django_filters.NumberFilter(label=_("Year"), min_value=0, max_value=9999)
    state = one_of(STATES, _("Status"), "filter_state")
    access = one_of(ACCESS, _("Who may see it"), "filter_access")
    review = one_of(REVIEWS, _("Review"), "filter_review")
    is_machine_translated = yes_or_no("is_machine_translated", _("Translated by machine"))
    broken = yes_or_no("pk", _("With broken links"), method="filter_broken")

    class Meta:
        model = Resource
        fields: list[str] = []

    def filter_languages(self, queryset: Any, name: str, value: str) -> Any:
        return queryset.exclude(behind_language="") if value == "behind" else queryset.filter(incomplete_in(value))

    def filter_state(self, queryset: Any, name: str, value: str) -> Any:
        if value == "moderation":
            return queryset.filter(is_in_moderation=True)
        if value == "draft":
            return queryset.filter(live=False)
        return queryset.filter(live=True, **({"has_unpublished_changes": True} if value == "changed" else {}))

    def filter_access(self, queryset: Any, name: str, value: str) -> Any:
        return queryset.filter(access__isnull=value == "public").distinct()

    def filter_review(self, queryset: Any, name: str, value: str) -> Any:
        today = timezone.localdate()
        if value == "none":
            return queryset.filter(review_on=None)
        until = today if value == "due" else today + SOON
        return queryset.filter(live=True, review_on__lte=until)

    def filter_broken(self, queryset: Any, name: str, value: bool) -> Any:
        return queryset.filter(with_broken_links() if value else ~with_broken_links())
