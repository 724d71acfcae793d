"""Events as the search of the site knows them."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from django.db.models import Prefetch
from django.utils.html import strip_tags
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from cms import search_index
from cms.bilingual import LANGUAGES, localized
from events.addresses import events_urls
from events.models import Event, ProgrammeSession

KIND = "event"


def read_events(keys: Collection[str] | None) -> Iterator[search_index.Entry]:
    """Yield the published events of `keys` (all, where None), with what their programme says."""
    rows = Event.objects.filter(live=True).select_related("community")
    if keys is not None:
        rows = rows.filter(pk__in=[int(key) for key in keys])
    sessions = Prefetch("sessions", ProgrammeSession.objects.in_programme().prefetch_related("speakers"))
    rows = rows.prefetch_related("topics", "audiences", "access", sessions).order_by("pk")
    for row in rows.iterator(chunk_size=search_index.AT_ONCE):
        yield _entry(row)


def _entry(row: Event) -> search_index.Entry:
    return search_index.Entry(
        key=str(row.pk),
        titles={language: getattr(row, f"title_{language}") for language in LANGUAGES},
        summaries={language: getattr(row, f"summary_{language}") for language in LANGUAGES},
        terms={language: " · ".join(_terms(row, language)) for language in LANGUAGES},
        texts={language: "\n".join(_texts(row, language)) for language in LANGUAGES},
        access=[group.pk for group in row.access.all()],
        at=row.starts_at,
    )


def _terms(row: Event, language: str) -> Iterator[str]:
    with override(language):
        yield str(row.get_kind_display())
    held = [*row.topics.all(), *row.audiences.all(), row.community]
    yield from (localized(term, "name", language) for term in held if term)


def _texts(row: Event, language: str) -> Iterator[str]:
    for name in ("body", "practical"):
        body = getattr(row, f"{name}_{language}")
        yield from (strip_tags(text) for text in body.stream_block.get_searchable_content(body))
    yield getattr(row, f"venue_{language}")
    for session in row.sessions.all():
        yield getattr(session, f"title_{language}")
        yield getattr(session, f"summary_{language}")
        yield from (speaker.name for speaker in session.speakers.all())


def event_paths(keys: Collection[str] | None) -> dict[str, dict[str, str]]:
    """Return the key of each event → language → path: one query."""
    return events_urls(Event, keys)


search_index.register(
    search_index.Kind(KIND, _("Events"), read_events, event_paths, order=15, index_page=Event.index_page)
)
