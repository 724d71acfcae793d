"""Parity of French and English over pages and records: what has no translation, what is behind, since when.

Reads only, in a number of queries that does not grow with the rows: three for all pages, one for each kind of record.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.apps import apps
from django.contrib.admin.utils import quote
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from wagtail.models import Locale, Page, PageLogEntry
from wagtail_localize.models import Translation

from cms.bilingual import LANGUAGES, other_language
from cms.models import Record


class State(models.TextChoices):
    """How a text stands in one language, measured on the other."""

    MISSING = "missing", _("No translation")
    UNPUBLISHED = "unpublished", _("Translation not published")
    BEHIND = "behind", _("Behind")


@dataclass(frozen=True)
class Line:
    """One text that is not on a par: `language` is the one that lacks something."""

    title: str
    section: str
    kind: str
    language: str  # "fr" or "en"
    state: str  # a State
    since: datetime | None  # when the other language got what this one lacks
    url: str  # where an editor mends it

    @property
    def state_label(self) -> str:
        return str(State(self.state).label)

    @property
    def language_label(self) -> str:
        return str({"fr": _("French"), "en": _("English")}[self.language])


@dataclass(frozen=True)
class Review:
    """A page or a record that somebody should read again."""

    title: str
    due: date
    url: str


def lines() -> list[Line]:
    """Return everything that is not on a par, the longest behind first."""
    found = [*page_lines(), *record_lines()]
    far = datetime.max.replace(tzinfo=timezone.get_current_timezone())
    return sorted(found, key=lambda line: (line.since or far, line.section, line.title))


def counts(found: Iterable[Line]) -> dict[str, dict[str, int]]:
    """Return how many lines there are by language and state."""
    result = {language: dict.fromkeys(State.values, 0) for language in LANGUAGES}
    for line in found:
        result[line.language][line.state] += 1
    return result


# --- pages ----------------------------------------------------------------------------------------


@dataclass
class _Sync:
    """When the source of a translated page was last sent to its translation."""

    source_id: int
    language: str  # of the source
    at: datetime


def page_lines() -> Iterator[Line]:
    """Yield the pages of which one language is live and the other is missing, not published or behind."""
    languages = dict(Locale.objects.values_list("pk", "language_code"))
    pages: dict[Any, dict[str, Any]] = {}
    by_path: dict[str, Any] = {}
    for page in (
        Page.objects.filter(depth__gte=2)
        .order_by("path")
        .only("last_published_at", "path", "depth", "title", "live", "locale_id", "translation_key", "content_type")
    ):
        language = languages.get(page.locale_id)
        if language in LANGUAGES:
            pages.setdefault(page.translation_key, {})[language] = page
        by_path[page.path] = page
    syncs = _syncs(languages)
    behind: list[tuple[Any, Any, _Sync]] = []
    for key, versions in pages.items():
        for language, page in versions.items():
            if not page.live:
                continue
            twin, sync = versions.get(other_language(language)), syncs.get(key)
            if twin is None:
                yield _page_line(page, by_path, State.MISSING, page.last_published_at, _submit_url(page), language)
            elif not twin.live:
                yield _page_line(page, by_path, State.UNPUBLISHED, page.last_published_at, _edit_url(twin), language)
            elif sync and sync.language == language and _is_behind(page, twin, sync):
                behind.append((page, twin, sync))
    first = _first_publications([page for page, _twin, _sync in behind])
    for page, twin, sync in behind:
        unsent = page.last_published_at and page.last_published_at > sync.at
        since = (
            next((at for at in first.get(page.pk, []) if at > sync.at), page.last_published_at) if unsent else sync.at
        )
        url = reverse("wagtail_localize:update_translations", args=[sync.source_id]) if unsent else _edit_url(twin)
        yield _page_line(page, by_path, State.BEHIND, since, url, sync.language)


def _syncs(languages: dict[int, str]) -> dict[Any, _Sync]:
    rows = Translation.objects.filter(enabled=True).values_list(
        "source__object_id", "source_id", "source__locale_id", "source__last_updated_at"
    )
    return {key: _Sync(pk, languages[locale], at) for key, pk, locale, at in rows if locale in languages}


def _is_behind(page: Page, twin: Page, sync: _Sync) -> bool:
    """Whether `page` changed after it was sent, or was sent after its translation was last published."""
    changed = page.last_published_at is not None and page.last_published_at > sync.at
    return changed or twin.last_published_at is None or twin.last_published_at < sync.at


def _first_publications(pages: list[Page]) -> dict[int, list[datetime]]:
    """Return when each page was published, oldest first."""
    found: dict[int, list[datetime]] = {}
    if pages:
        entries = PageLogEntry.objects.filter(page__in=[page.pk for page in pages], action="wagtail.publish")
        for page_id, at in entries.order_by("timestamp").values_list("page_id", "timestamp"):
            found.setdefault(page_id, []).append(at)
    return found


def _page_line(
    page: Page, by_path: dict[str, Page], state: str, since: datetime | None, url: str, language: str
) -> Line:
    top = by_path.get(page.path[: 3 * Page.steplen], page)
    return Line(
        title=page.title,
        section=top.title,
        kind=capfirst(str(page.specific_class._meta.verbose_name)) if page.specific_class else "",
        language=other_language(language),
        state=state,
        since=since,
        url=url,
    )


def _submit_url(page: Page) -> str:
    return reverse("wagtail_localize:submit_page_translation", args=[page.pk])


def _edit_url(page: Page) -> str:
    return reverse("wagtailadmin_pages:edit", args=[page.pk])


# --- records --------------------------------------------------------------------------------------


def record_models() -> list[type[Record]]:
    """Return every kind of record that is installed."""
    return [model for model in apps.get_models() if issubclass(model, Record)]


def record_lines() -> Iterator[Line]:
    """Yield the published records of which one language is not written or behind."""
    for model in record_models():
        names = [f"{name}_{language}" for name in model.required_pairs for language in LANGUAGES]
        fields = {"pk", "title_fr", "title_en", "behind_language", "behind_since", "created_at", *names}
        section = capfirst(str(model._meta.verbose_name_plural))
        kind = capfirst(str(model._meta.verbose_name))
        rows = model.objects.filter(live=True).only(*fields, "last_published_at").order_by("pk")
        for record in rows:
            url = record_url(record)
            for language in LANGUAGES:
                if not record.is_complete_in(language):
                    since = record.last_published_at or record.created_at
                    yield Line(str(record), section, kind, language, State.MISSING, since, url)
                elif record.behind_language == language:
                    yield Line(str(record), section, kind, language, State.BEHIND, record.behind_since, url)


def record_url(record: Record) -> str:
    """Return where `record` is edited; nothing where its kind has no place in the admin."""
    viewset = getattr(type(record), "snippet_viewset", None)
    return reverse(viewset.get_url_name("edit"), args=[quote(record.pk)]) if viewset else ""


# --- reviews --------------------------------------------------------------------------------------


def page_models() -> list[type[Page]]:
    """Return every page type that has a review date."""
    return [model for model in apps.get_models() if issubclass(model, Page) and hasattr(model, "review_on")]


def reviews_due(today: date | None = None) -> list[Review]:
    """Return what is to be reviewed by `today` (default: today in Mountain Time), the longest due first."""
    today = today or timezone.localdate()
    found = [
        Review(page.title, page.review_on or today, _edit_url(page))
        for model in page_models()
        for page in model.objects.filter(live=True, review_on__lte=today).only("title", "review_on")
    ]
    found += [
        Review(str(record), record.review_on or today, record_url(record))
        for model in record_models()
        for record in model.objects.filter(live=True, review_on__lte=today)
    ]
    return sorted(found, key=lambda review: (review.due, review.title))
