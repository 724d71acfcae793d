"""Calendars for everyone who may see what they hold: the file of an event, the feed of the public's events."""

from __future__ import annotations

import uuid

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.cache import get_conditional_response, patch_cache_control
from django.utils.http import http_date, quote_etag
from django.utils.translation import override
from django.views.decorators.http import require_safe

from events.calendars.entries import revision_of
from events.calendars.feed import feed_of
from events.calendars.ics import event_calendar
from events.calendars.writing import CONTENT_TYPE
from events.models import Event

MAX_AGE = 900  # seconds for which a cache may answer in the portal's place


def answer(request: HttpRequest, tag: str, changed: float | None = None) -> HttpResponse | None:
    """Return the answer to somebody who has this state of a calendar already; None where they want it."""
    response: HttpResponse | None = get_conditional_response(
        request, etag=quote_etag(tag), last_modified=int(changed) if changed else None
    )
    return response


def send(body: bytes, tag: str, name: str, changed: float | None = None) -> HttpResponse:
    """Answer with a calendar; `name` is the file's, without its ending."""
    response = HttpResponse(body, content_type=CONTENT_TYPE)
    response["Content-Disposition"] = f'inline; filename="{name}.ics"'
    response["ETag"] = quote_etag(tag)
    response["X-Robots-Tag"] = "noindex"
    if changed:
        response["Last-Modified"] = http_date(int(changed))
    return response


@require_safe
def public_calendar(request: HttpRequest, language: str) -> HttpResponse:
    """Give the public's events to calendar programs, narrowed as the listing is: one query for who has it already."""
    feed = feed_of(request, language)
    tag = feed.tag
    response = answer(request, tag) or send(feed.body, tag, "portal-events")
    patch_cache_control(response, public=True, max_age=MAX_AGE)
    response["Content-Language"] = language
    return response


@require_safe
def event_file(request: HttpRequest, language: str, uid: uuid.UUID) -> HttpResponse:
    """Give an event to a calendar program. Raises Http404 for one that the reader may not see."""
    rows = Event.objects.visible_to(request.user).select_related("calendar", "community")
    event = get_object_or_404(rows, uid=uid)
    if event.starts_at is None or event.ends_at is None:
        raise Http404
    sequence, changed_at = revision_of(event)
    changed = max(changed_at, event.last_published_at or changed_at).timestamp()
    tag = f"{event.pk}-{sequence}-{int(changed * 1000)}-{language}"
    if response := answer(request, tag, changed):
        return response
    with override(language):
        response = send(event_calendar(event, language), tag, _file_name(event, language), changed)
    response["Content-Disposition"] = response["Content-Disposition"].replace("inline", "attachment", 1)
    response["Content-Language"] = language
    return response


def _file_name(event: Event, language: str) -> str:
    return str(getattr(event, f"slug_{language}") or event.slug_fr or event.slug_en)
