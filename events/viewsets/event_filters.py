"""What staff look for events by."""

from __future__ import annotations

import datetime
from typing import Any

import django_filters
from django import forms
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.admin.filters import WagtailFilterSet

from cms.models import Audience, Topic
from events.models import Event, EventFormat, EventKind, EventSeries, EventStatus
from events.services.walltime import at_local
from members.viewsets.organizations import any_of
from resources.viewsets.resource_filters import LANGUAGES_MISSING, STATES, incomplete_in, one_of

WHEN = {"upcoming": _("Upcoming"), "past": pgettext_lazy("events", "Past")}
FIRST_YEAR, LAST_YEAR = 1990, 2200


def one_or_more(choices: Any, label: Any) -> django_filters.MultipleChoiceFilter:
    return django_filters.MultipleChoiceFilter(label=label, choices=choices, widget=forms.CheckboxSelectMultiple)


def within_year(queryset: QuerySet[Any], name: str, year: int) -> QuerySet[Any]:
    """Keep what begins in a year of Alberta's calendar."""
    first, after = (at_local(datetime.date(number, 1, 1), datetime.time()) for number in (year, year + 1))
    return queryset.filter(**{f"{name}__gte": first, f"{name}__lt": after})


class EventFilterSet(WagtailFilterSet):
    """Values of a filter are OR, filters are AND, as in the events themselves."""

    when = one_of(WHEN, _("When"), "filter_when")
    kind = one_or_more(EventKind.choices, _("Kind"))
    status = one_or_more(EventStatus.choices, _("Status"))
    format = one_or_more(EventFormat.choices, _("Format"))
    year = django_filters.NumberFilter(label=_("Year"), min_value=FIRST_YEAR, max_value=LAST_YEAR, method="filter_year")
    topics = any_of(Topic, "topics", _("Topics"))
    audiences = any_of(Audience, "audiences", _("Audiences"))
    series = any_of(EventSeries, "series", _("Series"))
    languages = one_of(LANGUAGES_MISSING, _("Languages"), "filter_languages")
    state = one_of(STATES, _("Publication"), "filter_state")

    class Meta:
        model = Event
        fields: list[str] = []

    def filter_when(self, queryset: Any, name: str, value: str) -> Any:
        now = timezone.now()
        return queryset.filter(ends_at__gte=now) if value == "upcoming" else queryset.filter(ends_at__lt=now)

    def filter_year(self, queryset: Any, name: str, value: Any) -> Any:
        return within_year(queryset, "starts_at", int(value))

    def filter_languages(self, queryset: Any, name: str, value: str) -> Any:
        return queryset.exclude(behind_language="") if value == "behind" else queryset.filter(incomplete_in(value))

    def filter_state(self, queryset: Any, name: str, value: str) -> Any:
        if value == "moderation":
            return queryset.filter(is_in_moderation=True)
        if value == "draft":
            return queryset.filter(live=False)
        return queryset.filter(live=True, **({"has_unpublished_changes": True} if value == "changed" else {}))
