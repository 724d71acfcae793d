"""An event into a new year, or again and again: two forms, and the way to what they made."""

from __future__ import annotations

import datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext, pgettext_lazy
from wagtail.admin import messages
from wagtail.admin.widgets import AdminDateInput

from cms import canadian
from cms.bilingual import active_language
from events.models import Event
from events.services.copying import copy_into_year, with_year
from events.services.series import LAST, MOST, Recurrence, make_series
from events.services.walltime import local_clock, local_day, next_year
from events.viewsets.base import EventPage
from events.viewsets.presets import events_of
from events.viewsets.words import edit_address

FURTHEST = 10
"""So many years ahead an event may be planned."""


class TitlesForm(forms.Form):
    """Both titles, of which one is enough."""

    title_fr = forms.CharField(label=_("Title in French"), max_length=200, required=False)
    title_en = forms.CharField(label=_("Title in English"), max_length=200, required=False)


class CopyForm(TitlesForm):
    """When the new edition begins, and what it is called."""

    starts_on = forms.DateField(
        label=_("First day"),
        widget=AdminDateInput,
        help_text=_("Every time of the event and of its programme moves with it and keeps its hour."),
    )
    field_order = ("starts_on", "title_fr", "title_en")

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not (data.get("title_fr") or data.get("title_en")):
            self.add_error("title_fr", _now("Write the title in at least one language."))
        return data

    def clean_starts_on(self) -> datetime.date:
        day: datetime.date = self.cleaned_data["starts_on"]
        return day_ahead(day)


def day_ahead(day: datetime.date) -> datetime.date:
    """Return `day`. Raises ValidationError where it is too far from now to be meant."""
    if not abs(day.year - datetime.datetime.now(tz=datetime.UTC).year) <= FURTHEST:
        raise ValidationError(_("This date is too far from today: look at the year again."))
    return day


class CopyView(EventPage):
    """Copies an event with its programme into a new year, as a draft."""

    permissions = ("events.add_event", "events.add_programmesession")
    page_title = _("Copy into a new year")
    template_name = "events_admin/copy.html"
    header_icon = "copy"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        newest: Event = self.event.get_latest_revision_as_object()
        initial: dict[str, Any] = {"title_fr": newest.title_fr, "title_en": newest.title_en}
        if newest.starts_at:
            first = local_day(newest.starts_at)
            initial["starts_on"] = next_year(first)
            for name in ("title_fr", "title_en"):
                initial[name] = with_year(initial[name], first.year, initial["starts_on"].year)
        return self._form(CopyForm(initial=initial))

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form = CopyForm(request.POST)
        if not form.is_valid():
            return self._form(form)
        try:
            copy = copy_into_year(self.event, actor=request.user, **form.cleaned_data)
        except ValueError:
            form.add_error(None, _now("This event has no dates: give it its dates first."))
            return self._form(form)
        messages.success(
            request,
            _now("“%(title)s” is there as a draft with its programme. Read it through before you publish it.")
            % {"title": copy},
        )
        return redirect(edit_address(copy))

    def _form(self, form: CopyForm) -> HttpResponse:
        sessions = self.event.sessions.count()
        return self.page(form=form, media=form.media, sessions=sessions)


# --- series -----------------------------------------------------------------------------------------

FREQUENCIES = [
    ("MONTHLY-1", _("Every month")),
    ("MONTHLY-2", _("Every two months")),
    ("MONTHLY-3", _("Every three months")),
    ("MONTHLY-6", _("Every six months")),
    ("WEEKLY-1", _("Every week")),
    ("WEEKLY-2", _("Every two weeks")),
    ("YEARLY-1", _("Every year")),
]
DAY_OF_MONTH = "day"
PLACES = [
    ("1", pgettext_lazy("weekday of the month", "First")),
    ("2", pgettext_lazy("weekday of the month", "Second")),
    ("3", pgettext_lazy("weekday of the month", "Third")),
    ("4", pgettext_lazy("weekday of the month", "Fourth")),
    (str(LAST), pgettext_lazy("weekday of the month", "Last")),
]


SERIES_NAMES = {"title_fr": _("Name of the series in French"), "title_en": _("Name of the series in English")}


def weekday_names() -> list[tuple[str, str]]:
    return [(str(number), name) for number, name in enumerate(canadian.WEEKDAYS[active_language()])]


class RepeatForm(TitlesForm):
    """How an event comes again: a simple form of RFC 5545's rules."""

    frequency = forms.ChoiceField(label=_("How often"), choices=FREQUENCIES)
    place = forms.ChoiceField(
        label=_("In the month, on the"),
        choices=[*PLACES, (DAY_OF_MONTH, _("Same day of the month as the first"))],
        help_text=_("For what comes by months."),
    )
    weekday = forms.ChoiceField(label=_("Weekday"), required=False)
    count = forms.IntegerField(label=_("How many, this event included"), min_value=2, max_value=MOST, required=False)
    until = forms.DateField(label=_("Or until"), widget=AdminDateInput, required=False)
    publish = forms.BooleanField(
        label=_("Publish them at once"),
        required=False,
        help_text=_("Otherwise each stays a draft until somebody publishes it."),
    )
    field_order = ("title_fr", "title_en", "frequency", "place", "weekday", "count", "until", "publish")

    def __init__(self, *args: Any, first: datetime.date, may_publish: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.first = first
        self.fields["weekday"].choices = weekday_names()  # type: ignore[attr-defined]
        for name, label in (
            ("title_fr", _("Name of the series in French")),
            ("title_en", _("Name of the series in English")),
        ):
            self.fields[name].label, self.fields[name].required = label, True
        if not may_publish:
            del self.fields["publish"]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        count, until = data.get("count"), data.get("until")
        if self.errors:
            return data
        if bool(count) == bool(until):
            self.add_error("count", _now("Say how many there are, or until when: one of the two."))
        elif until and until <= self.first:
            self.add_error("until", _now("The series ends before it begins."))
        elif len(self.recurrence().days(self.first)) < 2:
            self.add_error("until", _now("By this rule it does not come again before that day."))
        return data

    def clean_until(self) -> datetime.date | None:
        day = self.cleaned_data["until"]
        return day_ahead(day) if day else None

    def recurrence(self) -> Recurrence:
        data = self.cleaned_data
        frequency, _dash, interval = data["frequency"].partition("-")
        by_day = data["place"] != DAY_OF_MONTH
        return Recurrence(
            frequency=frequency,
            interval=int(interval),
            on=int(data.get("weekday") or self.first.weekday()) if by_day else None,
            place=int(data["place"]) if by_day else 1,
            count=data.get("count"),
            until=data.get("until"),
        )


class RepeatView(EventPage):
    """Makes a series of an event: first the dates are shown, then they are made."""

    permissions = ("events.add_event", "events.add_eventseries", "events.change_event")
    page_title = _("Repeat as a series")
    template_name = "events_admin/repeat.html"
    header_icon = "rotate"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if self._first is None:
            messages.error(request, _now("This event has no dates: give it its dates first."))
            return redirect(edit_address(self.event))
        known = self.event.series or self.event
        place = (self._first.day - 1) // 7 + 1
        initial = {
            "title_fr": known.title_fr,
            "title_en": known.title_en,
            "frequency": "MONTHLY-1",
            "place": str(place if place < 5 else LAST),
            "weekday": str(self._first.weekday()),
            "count": 12,
        }
        return self._page(self._form(initial=initial))

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if self._first is None:
            return redirect(edit_address(self.event))
        form = self._form(request.POST)
        if not form.is_valid():
            return self._page(form)
        recurrence = form.recurrence()
        rule = recurrence.rule(self._first)
        if request.POST.get("act") != "make" or request.POST.get("shown") != rule:  # only what was shown is made
            return self._page(form, days=recurrence.days(self._first), rule=rule)
        data = form.cleaned_data
        made = make_series(
            self.event,
            recurrence,
            title_fr=data["title_fr"],
            title_en=data["title_en"],
            actor=request.user,
            publish=bool(data.get("publish")),
        )
        self._say(len(made.made), made.kept)
        return redirect(events_of(made.series))

    def _say(self, made: int, kept: int) -> None:
        if made:
            said = ngettext("%(count)d event was made.", "%(count)d events were made.", made)
            messages.success(self.request, said % {"count": made})
        if kept:
            said = ngettext(
                "%(count)d event was there already, and is as it was.",
                "%(count)d events were there already, and are as they were.",
                kept,
            )
            messages.warning(self.request, said % {"count": kept})

    @property
    def _first(self) -> datetime.date | None:
        starts_at = self.event.get_latest_revision_as_object().starts_at
        return local_day(starts_at) if starts_at else None

    def _form(self, *args: Any, **kwargs: Any) -> RepeatForm:
        may = self.request.user.has_perm("events.publish_event")
        return RepeatForm(*args, first=self._first, may_publish=may, **kwargs)  # type: ignore[arg-type]

    def _page(self, form: RepeatForm, days: list[datetime.date] | None = None, rule: str = "") -> HttpResponse:
        starts_at = self.event.get_latest_revision_as_object().starts_at
        shown = [canadian.long_date(day, weekday=True, article=False) for day in days or []]
        return self.page(
            form=form,
            media=form.media,
            days=shown,
            clock=canadian.clock(local_clock(starts_at)),
            rule=rule,
            edit_url=edit_address(self.event),
        )
