"""Entries of events as HTML; in Python, because a template costs several times as much."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache

from django.template import loader
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from cms.bilingual import active_language, other_language
from cms.canadian import local, short_month
from cms.icons import ICONS
from events.finding.entries import Entry
from events.finding.month import Day
from events.finding.places import Group
from events.finding.standing import Badge

_DATE = (
    '<span class="date" aria-hidden="true"><span class="date__month">{}</span><span class="date__day">{}</span>'
    '<span class="date__year">{}</span></span>'
)
_ENTRY = (
    '<li class="entry">{}<div class="entry__words"><p class="kind">{}</p>'
    '<h{} class="card__title"><a href="{}"{}>{}</a></h{}>'
    '<p class="entry__when"><time datetime="{}">{}</time></p><p class="entry__facts">{}</p><p{}{}>{}</p>{}</div>{}</li>'
)
_PASSAGE = SafeString(' class="passage"')
_STRUCK = SafeString(' class="struck"')
NOTHING = SafeString("")  # costs less to put into HTML than what must be escaped first


def in_language(language: str, *, is_link: bool = False) -> SafeString:
    """Return the attributes of what is in another language than the page's, and of a link to such a thing."""
    if not language:
        return NOTHING
    return format_html(' lang="{0}" hreflang="{0}"' if is_link else ' lang="{0}"', language)


@lru_cache(maxsize=256)
def _state_html(badge: Badge) -> SafeString:
    """Write a badge; once for all that look and read the same."""
    look = f" state--{badge.look}" if badge.look else ""
    return format_html('<span class="state{}">{}{}</span>', look, ICONS[badge.icon], badge.text)


def states_html(badges: Iterable[Badge]) -> SafeString:
    return SafeString(" ".join(_state_html(badge) for badge in badges))


class _Notes:
    """What is said below some entries: that they are in one language only, or for some people only."""

    def __init__(self) -> None:
        other = other_language(active_language())
        self.alone = loader.render_to_string("components/one_language.html", {"language": other})
        self.locked = format_html(
            '<span class="state state--private">{}{}</span>', ICONS["lock"], _("Shown to some people only")
        )

    def of(self, entry: Entry, tag: str = "p") -> SafeString:
        held = [*([self.alone] if entry.title_language else []), *([self.locked] if entry.is_restricted else [])]
        return format_html('<{0} class="meta">{1}</{0}>', tag, SafeString(" ".join(held))) if held else NOTHING


def rows_html(entries: Sequence[Entry], level: int = 3) -> SafeString:
    """Write entries as rows: the date, the words, how it stands. `level` is that of their headings."""
    if not entries:
        return SafeString("")
    notes = _Notes()
    return format_html_join("\n", _ENTRY, (_row(entry, level, notes) for entry in entries))


def _row(entry: Entry, level: int, notes: _Notes) -> tuple[object, ...]:
    day = local(entry.starts_at)
    facts = (entry.place_words, entry.language, entry.for_whom)
    states = states_html(entry.badges)
    return (
        format_html(_DATE, short_month(day), day.day, day.year),
        entry.kind,
        level,
        entry.url,
        in_language(entry.title_language, is_link=True),
        format_html("<s>{}</s>", entry.title) if entry.is_off else entry.title,
        level,
        day.isoformat(),
        entry.when,
        " · ".join(fact for fact in facts if fact),
        _PASSAGE if entry.passage else NOTHING,
        in_language(entry.passage_language if entry.passage else entry.summary_language),
        entry.passage or entry.summary,
        notes.of(entry),
        format_html('<p class="entry__states">{}</p>', states) if states else NOTHING,
    )


# --- by place -----------------------------------------------------------------------------------------

_TOWN = '<h4 class="places__town">{}</h4>'
_PLACES = '<section class="places__region"><h3>{}</h3>{}</section>'


def places_html(groups: Iterable[Group]) -> SafeString:
    """Write entries under the region and the community in which they are."""
    return format_html_join("\n", _PLACES, ((group.name, _towns(group)) for group in groups))


def _towns(group: Group) -> SafeString:
    return format_html_join(
        "\n",
        '{}<ul class="entries" role="list">{}</ul>',
        (
            (format_html(_TOWN, town) if town else "", rows_html(entries, 5 if town else 4))
            for town, entries in group.towns
        ),
    )


# --- a month ------------------------------------------------------------------------------------------

_DAY = (
    '<li class="month__day{}"><h3 class="month__date"><span class="month__number" aria-hidden="true">{}</span>'
    '<span class="month__full">{}</span></h3><ul role="list">{}</ul>{}</li>'
)
_EMPTY_DAY = '<li class="month__day month__day--empty{}" aria-hidden="true"><span class="month__number">{}</span></li>'
_EVENT = (
    '<li class="month__event"><span class="month__time">{}</span> <a href="{}"{}{}>{}</a>'
    ' <span class="month__facts"><span class="month__kind">{}</span>{}{}</span></li>'
)
_MORE = '<p class="month__more"><a href="{}">{}</a></p>'


def month_html(days: Iterable[Day]) -> SafeString:
    """Write the days of a month, those with events as headed lists."""
    notes = _Notes()
    return SafeString("\n".join(_day(day, notes) for day in days))


def _day(day: Day, notes: _Notes) -> SafeString:
    mark = " month__day--today" if day.is_today else ""
    if not day.events:
        return format_html(_EMPTY_DAY, mark, day.number)
    events = format_html_join("", _EVENT, (_event(time, entry, notes) for time, entry in day.events))
    more = format_html(_MORE, day.more_url, day.more) if day.more else NOTHING
    return format_html(_DAY, mark, day.number, day.name, events, more)


def _event(time: str, entry: Entry, notes: _Notes) -> tuple[object, ...]:
    return (
        time,
        entry.url,
        in_language(entry.title_language, is_link=True),
        _STRUCK if entry.is_off else NOTHING,
        entry.title,
        entry.kind,
        format_html(" {}", states_html(entry.badges[:1])) if entry.badges else NOTHING,
        notes.of(entry, "span"),
    )
