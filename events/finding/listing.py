"""The listing of the events: which, in which order, of which days, as a list, a month or by place.

Beside what every listing says (cms.listing), its address says `when` (past, all; upcoming needs no word), `from` and
`to` (days), and `month` in the month's view. Words and values are the same in both languages.
"""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from functools import cached_property
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, QueryDict
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from cms.bilingual import active_language
from cms.canadian import long_date, month_and_year, number
from cms.listing import RELEVANCE, Filter, Listing
from cms.listing_presets import ShownPreset
from events.finding.dates import A_DAY, beginning_of, month_after, parse_day, parse_month, written_month
from events.finding.index import EventIndex, event_index
from events.finding.presets import presets_for
from events.finding.words import OPEN, filters_for
from events.models import EventPreset

LIST, MONTH, PLACES = "list", "month", "places"
VIEWS = (LIST, MONTH, PLACES)
UPCOMING, PAST, ALL = "upcoming", "past", "all"
WHENS = (UPCOMING, PAST, ALL)
SORTS = (RELEVANCE, "date")
DAYS = ("from", "to")
MOST_IN_MONTH = 1000  # events that the view of a month reads
PLACES_PER_PAGE = 60
LONGEST_SHOWN = 20  # letters of a date that nobody understands


class EventListing(Listing):
    """What an address asks of the events."""

    def __init__(
        self, given: QueryDict, request: HttpRequest, filters: Sequence[Filter], *, path: str, now: datetime.datetime
    ) -> None:
        super().__init__(request, filters, path=path, views=VIEWS, sorts=SORTS, given=given)
        self.now = now
        self.problems: list[str] = []
        self.when = given.get("when", "") if given.get("when") in WHENS else UPCOMING
        self.days = {name: day for name in DAYS if (day := self._day(given.get(name, "")))}
        if len(self.days) == len(DAYS) and self.days["to"] < self.days["from"]:
            self.problems.append(_("The first day comes after the last one: both are left out."))
            self.days = {}
        self.this_month = timezone.localtime(now).date().replace(day=1)
        self.asked_month = self._month(given.get("month", "")) if self.view == MONTH else None
        self.month = self.asked_month or self.this_month
        self.span: tuple[float, float] | None = None
        """When the first and the last event of all that the reader may see begin, whatever is chosen."""
        self.elsewhere = 0
        """Where nothing was found: how many there are of other days (in the view of a month: of later ones)."""
        self.next_month: datetime.date | None = None

    def _day(self, text: str) -> datetime.date | None:
        day = parse_day(text)
        if text and day is None:
            words = _("“%(text)s” is no date: write the year, the month and the day, such as %(example)s.")
            self._note(words, text, self.now.strftime("%Y-%m-%d"))
        return day

    def _month(self, text: str) -> datetime.date | None:
        month = parse_month(text)
        if text and month is None:
            words = _("“%(text)s” is no month: write the year and the month, such as %(example)s.")
            self._note(words, text, self.now.strftime("%Y-%m"))
        return month

    def _note(self, words: str, text: str, example: str) -> None:
        shown = "".join(letter for letter in text[:LONGEST_SHOWN] if letter.isprintable())
        self.problems.append(words % {"text": shown, "example": example})

    # --- what is asked of the index -----------------------------------------------------------------

    def of_its_days(self, index: EventIndex) -> int:
        """Return the events of the days that the address names, as bits; the view of a month has its own."""
        first = beginning_of(self.days["from"]) if "from" in self.days else None
        last = beginning_of(self.days["to"] + A_DAY) if "to" in self.days else None
        mask = index.between(first, last)
        if self.view == MONTH:
            return mask & index.between(beginning_of(self.month), beginning_of(month_after(self.month)))
        return mask & self.of_its_time(index, self.when)

    def of_its_time(self, index: EventIndex, when: str) -> int:
        if when == ALL:
            return index.everything
        return index.past(self.now) if when == PAST else index.upcoming(self.now)

    @property
    def order(self) -> str:
        """The index's name of the order that is asked for; the past goes from what was last."""
        if self.sort == RELEVANCE and self.view == LIST:
            return RELEVANCE
        latest = self.when == PAST and self.view != MONTH
        if self.view == PLACES:
            return f"{'latest-' if latest else ''}place-{active_language()}"
        return "latest" if latest else ""

    # --- addresses ----------------------------------------------------------------------------------

    @cached_property
    def _parts(self) -> list[tuple[str, str]]:
        parts = list(super()._parts)
        if self.when != UPCOMING:
            parts.append(("when", f"when={self.when}"))
        parts += [(name, f"{name}={day.isoformat()}") for name, day in self.days.items()]
        if self.asked_month is not None:
            parts.append(("month", f"month={written_month(self.asked_month)}"))
        return parts

    @cached_property
    def clear_url(self) -> str:
        return self.address(without=("q", *self.chosen, *DAYS))

    def view_address(self, view: str) -> str:
        """Return the address of the same choices in another view; a month is of its own view alone."""
        if view == MONTH:
            return self.address(view=view)
        return self.address(without=("view", "month")) if view == LIST else self.address(without=("month",), view=view)

    def when_address(self, when: str) -> str:
        return self.address(without=("when",)) if when == UPCOMING else self.address(when=when)

    def month_address(self, first: datetime.date) -> str:
        """Return the address of another month; this one needs no word."""
        return (
            self.address(without=("month",)) if first == self.this_month else self.address(month=written_month(first))
        )

    def day_address(self, day: datetime.date) -> str:
        """Return the address of all that takes place on `day` under the same choices, as a list."""
        day_words = {"when": ALL, "from": day.isoformat(), "to": day.isoformat()}
        return self.address(without=("view", "month"), **day_words)

    # --- what templates show ------------------------------------------------------------------------

    @property
    def is_narrowed(self) -> bool:
        return bool(super().is_narrowed or self.days)

    @property
    def chips(self) -> list[dict[str, Any]]:
        words = {"from": _("From %(date)s"), "to": _("Until %(date)s")}
        return [
            *super().chips,
            *(
                {"label": words[name] % {"date": long_date(day, article=False)}, "url": self.address(without=(name,))}
                for name, day in self.days.items()
            ),
        ]

    @property
    def panel(self) -> dict[str, Any]:
        """What components/filters.html shows, with the fields of the first and the last day."""
        panel = super().panel
        if self.when != UPCOMING:
            panel["kept"].append(("when", self.when))
        if self.asked_month is not None:
            panel["kept"].append(("month", written_month(self.asked_month)))
        labels = {"from": pgettext("first day", "From"), "to": pgettext("last day", "Until")}
        panel["days"] = [
            {"name": name, "label": labels[name], "value": self.days[name].isoformat() if name in self.days else ""}
            for name in DAYS
        ]
        panel["days_chosen"] = bool(self.days)
        return panel

    @property
    def status(self) -> str:
        """The sentence that says how many were found, and of which time."""
        total, shown = self.found.total, {"number": number(self.found.total), "query": self.query}
        if self.view == MONTH:
            words = ngettext("%(number)s event in %(month)s", "%(number)s events in %(month)s", total)
            return words % (shown | {"month": month_and_year(self.month)})
        words = self._searched(total) if self.query else self._listed(total)
        return words % shown

    def _searched(self, total: int) -> str:
        if self.when == UPCOMING:
            return ngettext(
                "%(number)s upcoming event for “%(query)s”", "%(number)s upcoming events for “%(query)s”", total
            )
        if self.when == PAST:
            return ngettext("%(number)s past event for “%(query)s”", "%(number)s past events for “%(query)s”", total)
        return ngettext("%(number)s event for “%(query)s”", "%(number)s events for “%(query)s”", total)

    def _listed(self, total: int) -> str:
        if self.when == UPCOMING:
            return ngettext("%(number)s upcoming event", "%(number)s upcoming events", total)
        if self.when == PAST:
            return ngettext("%(number)s past event", "%(number)s past events", total)
        return ngettext("%(number)s event", "%(number)s events", total)


def event_listing(
    request: HttpRequest,
    path: str,
    *,
    preset: ShownPreset | None = None,
    given: QueryDict | None = None,
    public: bool = False,
    everything: bool = False,
    now: datetime.datetime | None = None,
) -> EventListing:
    """Return the listing that `request` asks for, found; within `preset`, where one is given.

    `given` is what is asked, where it is not what the address says. `public` looks with nobody's eyes (feeds and the
    API); `everything` gives the ids of all pages.
    """
    index, reader = event_index(request), AnonymousUser() if public else request.user
    asked = request.GET if given is None else given
    listing = EventListing(asked, request, filters_for(request), path=path, now=now or timezone.now())
    within = index.visible_to(reader)
    if preset is not None:
        within &= preset.among(index)
    listing.span = index.span(within)
    ranked = index.found(listing.query) if listing.query else None
    if listing.view == MONTH:
        listing.per_page, listing.page = MOST_IN_MONTH, 1
    elif listing.view == PLACES:
        listing.per_page = PLACES_PER_PAGE
    more = {OPEN: {True: index.open_at(listing.now)}}
    listing.find_in(
        index,
        within & listing.of_its_days(index),
        order=listing.order,
        ranked=ranked,
        more=more,
        everything=everything,
    )
    if not listing.found.total and not everything:
        _look_elsewhere(listing, index, within, ranked=ranked, more=more)
    return listing


def _look_elsewhere(listing: EventListing, index: EventIndex, within: int, **asked: Any) -> None:
    """Find out when the chosen filters would find something, where they find nothing now."""
    if listing.view == MONTH:
        within &= index.between(beginning_of(month_after(listing.month)), None)
    found = index.find(listing.filters, listing.chosen, within, size=1, **asked)
    listing.elsewhere = found.total
    if found.ids and listing.view == MONTH:
        begins = index.starts[index.place[found.ids[0]]]
        day = datetime.datetime.fromtimestamp(begins, timezone.get_default_timezone()).date()
        listing.next_month = day.replace(day=1)


def next_ids(request: HttpRequest, *, limit: int, preset: ShownPreset | None = None, reader: Any = None) -> list[int]:
    """Return the ids of the next events that the reader may see; what is off is left out."""
    index = event_index(request)
    within = index.visible_to(reader or request.user) & index.upcoming(timezone.now())
    if preset is not None:
        within &= preset.among(index)
    return index.ids_in(within & index.taking_place, limit=limit)


def preset_ids(request: HttpRequest, preset: EventPreset, limit: int) -> list[int]:
    """Return the ids of the next events of a preset listing that the reader may see; none once it is deleted."""
    shown = presets_for(request).get(preset.pk)
    return next_ids(request, limit=limit, preset=shown) if shown else []
