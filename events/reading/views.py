"""The page of an event, and the parts of a summit's or a conference's. EventIndexPage routes here."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.template.response import TemplateResponse
from django.utils.safestring import SafeString

from cms import access, caching
from cms.bilingual import active_language, localized
from cms.listing import Word, words_of
from cms.models import AccessGroup, Audience, Topic
from cms.portal import Portal, ShownRecord
from cms.record_pages import formerly_at, published_at
from cms.tree import request_stamp
from events.addresses import events_url
from events.calendars.addresses import event_calendar_url
from events.models import (
    Event,
    EventDocument,
    EventFormat,
    EventIndexPage,
    EventSponsor,
    EventStatus,
    RegistrationMode,
    StaffLevel,
)
from events.reading import parts
from events.reading.around import Link, co_hosts, earlier_editions, series_dates
from events.reading.files import documents_of, recordings_of
from events.reading.held import held_by
from events.reading.programme import days_of, sessions_of, speakers_of
from events.reading.sharing import mail_url
from events.reading.statuses import OVER_STATUS, notice_of
from events.reading.structured import event_data
from events.reading.when import when_of
from events.registering.panel import joining_words, registration_panel
from resources.finding.index import toolkit_index
from resources.finding.listing import entries, entries_html

Held = dict[str, list[int]]
RESOURCES = 6


def event(page: EventIndexPage, request: HttpRequest, slug: str, part_slug: str = "") -> HttpResponse:
    """Show an event or a part of it; who comes by a former slug, or by the other language's, is led on.

    Raises Http404 for an event that the reader may not see, and for a part of one that has none.
    """
    part = parts.part_at(part_slug)
    if bool(part) != bool(part_slug):
        raise Http404
    language = active_language()
    found, held = _find(request, slug, language)
    if found is None:
        found = formerly_at(Event, slug, language, request.user)
    if found is None or (part and not found.is_mini_site):
        raise Http404
    if (address := parts.part_urls(found, part).get(language, "")) != request.path:
        if not address:
            raise Http404
        return HttpResponsePermanentRedirect(address)
    if part:
        return TemplateResponse(request, "pages/event_part.html", part_context(request, found, part, held))
    return TemplateResponse(request, "pages/event.html", event_context(request, found, held))


def _find(request: HttpRequest, slug: str, language: str) -> tuple[Event | None, Held]:
    """Return the event at `slug`, if the reader may see it (by its own groups), and what it holds."""
    found = published_at(Event, slug, language)
    held = held_by(found) if found else {}
    if found is None or not access.allows(frozenset(held["access"]), request.user):
        return None, {}
    return found, held


# --- what the pages show --------------------------------------------------------------------------


def event_context(request: HttpRequest, shown: Event, held: Held | None = None) -> dict[str, Any]:
    """Return what pages/event.html shows of an event to whoever asks; a draft's preview too.

    In a preview a summit shows all its parts in one page: a draft's parts have no addresses yet.
    """
    is_preview = getattr(request, "is_preview", False)
    held = held or held_by(shown, is_draft=is_preview)
    context = _shared(request, shown, held)
    documents = documents_of(request, shown)
    is_whole = is_preview or not shown.is_mini_site
    sessions = sessions_of(shown) if is_whole else []
    return context | {
        "is_whole": is_whole,
        "body": shown.body.value,
        "body_language": _language(shown.body),
        "days": days_of(sessions),
        "speakers": speakers_of(sessions, request.user),
        "practical": shown.practical.value if is_whole else None,
        "practical_language": _language(shown.practical),
        "before": documents.get(EventDocument.Moment.BEFORE, []),
        "after": documents.get(EventDocument.Moment.AFTER, []),
        "recordings": recordings_of(request, shown),
        "sponsors": _sponsors(shown, is_preview=is_preview),
        "dates": series_dates(shown, request.user),
        "editions": earlier_editions(shown, request.user),
        "related": _related(request, held["related_resources"]),
        "panel": _registration_panel(request, shown),
    }


def part_context(request: HttpRequest, shown: Event, part: str, held: Held) -> dict[str, Any]:
    """Return what pages/event_part.html shows: one part of a summit or a conference."""
    context = _shared(request, shown, held, part)
    sessions = sessions_of(shown) if part in (parts.PROGRAMME, parts.SPEAKERS) else []
    return context | {
        "part": part,
        "part_name": parts.NAMES[part],
        "days": days_of(sessions) if part == parts.PROGRAMME else [],
        "speakers": speakers_of(sessions, request.user) if part == parts.SPEAKERS else [],
        "practical": shown.practical.value if part == parts.PRACTICAL else None,
        "practical_language": _language(shown.practical),
    }


def _shared(request: HttpRequest, shown: Event, held: Held, part: str = "") -> dict[str, Any]:
    """Return what every page of an event shows, and put the record into the request."""
    is_preview = getattr(request, "is_preview", False)
    notice = notice_of(shown)
    hosts = co_hosts(held["co_hosts"], request.user)
    is_public = shown.pk is not None and not held["access"]
    record = _record(request, shown, part, is_public=is_public, status=notice.status, hosts=hosts)
    request.portal_record = record  # type: ignore[attr-defined]
    terms = _terms(request)
    return {
        "page": record,
        "event": shown,
        "when": when_of(shown.starts_at, shown.ends_at),
        "notice": notice,
        "where": _where(shown),
        "format": EventFormat.VIRTUAL.label if _has_moved_online(shown) else shown.get_format_display(),
        "kind": Link(str(shown.get_kind_display()), _filtered("kind", str(shown.kind))),
        "topics": _links("topic", terms["topics"], held["topics"]),
        "audiences": _links("audience", terms["audiences"], held["audiences"]),
        "level": "" if shown.staff_level == StaffLevel.EVERYONE else str(shown.get_staff_level_display()),
        "co_hosts": hosts,
        "groups": AccessGroup.objects.filter(group__in=held["access"]) if held["access"] else (),
        "ways": [] if is_preview else parts.ways(shown, part),
        "register_url": _register_url(shown, notice.status, part),
        "calendar_url": "" if is_preview or shown.pk is None else event_calendar_url(shown),
        "address": Portal.absolute(record.url),
        "mail_url": mail_url(str(shown.title), Portal.absolute(record.url)),
        "events_url": events_url(),
        "robots": "noindex" if is_preview or not is_public else "",
    }


def _record(
    request: HttpRequest, shown: Event, part: str, *, is_public: bool, status: str, hosts: Sequence[Link]
) -> ShownRecord:
    urls = parts.part_urls(shown, part)
    path = urls.get(active_language(), request.path)
    title = f"{parts.NAMES[part]} – {shown}" if part else str(shown)
    return ShownRecord(
        title=title,
        url=path,
        summary=str(localized(shown, "search_description") or shown.summary),
        social_image_id=shown.social_image_id,
        alternates=urls,
        structured_data=event_data(shown, path, status, hosts) if is_public and not part else None,
        is_public=is_public,
    )


def _register_url(shown: Event, status: str, part: str) -> str:
    """Return where the ways of a mini-site lead to register; nothing where nobody can any more, or ever."""
    if shown.registration_mode == RegistrationMode.NONE or status == OVER_STATUS or shown.is_off:
        return ""
    return f"{parts.part_urls(shown).get(active_language(), '') if part else ''}#{parts.REGISTRATION}"


def _has_moved_online(shown: Event) -> bool:
    return shown.status == EventStatus.MOVED_ONLINE


def _where(shown: Event) -> dict[str, Any] | None:
    """Return where people meet; nothing where they meet by a link only, or do so now."""
    if _has_moved_online(shown) or not (shown.venue or shown.community_id or shown.street):
        return None
    return {
        "venue": shown.venue,
        "street": shown.street,
        "town": shown.community.name if shown.community else "",
        "accessibility": shown.accessibility,
    }


def _language(value: Any) -> str:
    """Return the language of a text that is not the page's; else nothing."""
    return value.language if value and value.language != active_language() else ""


def _sponsors(shown: Event, *, is_preview: bool) -> list[EventSponsor]:
    if is_preview or shown.pk is None:
        return list(shown.sponsors.all())
    rows = EventSponsor.objects.filter(event=shown.pk).order_by("sort_order", "pk")
    return list(rows.prefetch_related("logo__renditions"))


def _related(request: HttpRequest, ids: Sequence[int]) -> SafeString | str:
    """Return the related resources that the reader may see as cards, the newest first; no query without any."""
    if not ids:
        return ""
    index = toolkit_index(request)
    shown = index.ids_in(index.visible_to(request.user) & index.among(ids), limit=RESOURCES)
    return entries_html(entries(request, shown), "grid")


def _registration_panel(request: HttpRequest, shown: Event) -> dict[str, Any] | None:
    """Return what components/registration_panel.html shows; in a preview how to join alone, since nobody registers."""
    if shown.pk is not None and not getattr(request, "is_preview", False):
        return registration_panel(request, shown)
    words = joining_words(request, shown)
    return words if any(words.values()) else None


# --- words ----------------------------------------------------------------------------------------


def _terms(request: HttpRequest) -> dict[str, list[Word]]:
    """Return topics and audiences, read once for each process and content stamp."""
    return caching.kept(
        "event-page-terms",
        request_stamp(request),
        lambda: {"topics": words_of(Topic.objects.all()), "audiences": words_of(Audience.objects.all())},
    )


def _filtered(name: str, value: str) -> str:
    base = events_url()
    return f"{base}?{name}={value}" if base else ""


def _links(name: str, words: Sequence[Word], ids: Sequence[int]) -> list[Link]:
    """Return the words of `ids` as links to the events filtered by them."""
    held = set(ids)
    return [Link(word.name, _filtered(name, word.value)) for word in words if word.key in held]
