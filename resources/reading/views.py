"""The page of a resource. ResourceIndexPage routes here."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from django.contrib.auth.models import AnonymousUser
from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _

from cms import access, slots
from cms.bilingual import active_language, localized
from cms.listing import Word
from cms.models import AccessGroup
from cms.portal import Portal, ShownRecord
from cms.record_pages import formerly_at, published_at
from members.directory.addresses import organization_url
from members.models import Organization
from resources.addresses import resource_url, resource_urls, toolkit_url
from resources.finding.listing import entries, entries_html
from resources.finding.words import Words, words_for
from resources.models import Resource, ResourceIndexPage, Setting
from resources.reading.citation import Citation, citation_of, ris
from resources.reading.files import shown_files
from resources.reading.held import held_by
from resources.reading.licences import licence_url
from resources.reading.related import related_ids
from resources.reading.structured import resource_data


@dataclass(frozen=True)
class Link:
    """A name, and where it leads; nowhere where the address is empty."""

    name: str
    url: str


def resource(page: ResourceIndexPage, request: HttpRequest, slug: str) -> HttpResponse:
    """Show a resource; one that once had the slug is led to, one that the reader may not see is not there.

    With `format=ris`, its citation as a file.
    """
    language = active_language()
    found, held = _find(request, slug, language)
    if found is None:
        former = formerly_at(Resource, slug, language, request.user)
        if former is None or not (address := resource_url(former)):
            raise Http404
        return HttpResponsePermanentRedirect(address)
    if (address := resource_url(found)) and address != request.path:  # its slug in the other language
        return HttpResponsePermanentRedirect(address)
    if request.GET.get("format") == "ris":
        return ris(found, _citation(request, found), slug)
    return TemplateResponse(request, "pages/resource.html", resource_context(request, found, held))


def _find(request: HttpRequest, slug: str, language: str) -> tuple[Resource | None, dict[str, list[int]]]:
    """Return the resource at `slug`, if the reader may see it (by its own groups), and what it holds (`held_by`)."""
    found = published_at(Resource, slug, language)
    held = held_by(found) if found else {}
    if found is None or not access.allows(frozenset(held["access"]), request.user):
        return None, {}
    return found, held


def resource_context(request: HttpRequest, shown: Resource, held: dict[str, list[int]] | None = None) -> dict[str, Any]:
    """Return what pages/resource.html shows of a resource to whoever asks; a draft's preview too."""
    language = active_language()
    is_preview = getattr(request, "is_preview", False)
    words, held = words_for(request), held or held_by(shown, is_draft=is_preview)
    topics, audiences = _among(words.topics, held["topics"]), _among(words.audiences, held["audiences"])
    kinds = _kinds(words, shown)
    files = shown_files(request, shown, held["access"])
    is_public = shown.pk is not None and not held["access"] and access.is_reachable(Resource, AnonymousUser())
    urls = resource_urls(shown)
    record = ShownRecord(
        title=str(shown),
        url=urls.get(language, request.path),
        summary=str(localized(shown, "search_description") or shown.summary),
        social_image_id=shown.social_image_id,
        alternates=urls,
        structured_data=resource_data(shown, files, kinds, topics, audiences) if is_public else None,
        is_public=is_public,
    )
    request.portal_record = record  # type: ignore[attr-defined]
    citation = _citation(request, shown)
    return {
        "page": record,
        "resource": shown,
        "body": shown.body.value,
        "body_language": shown.body.language if shown.body and shown.body.language != language else "",
        "files": files,
        "kinds": _links("type", kinds),
        "topics": _links("topic", topics),
        "audiences": _links("audience", audiences),
        "setting": _setting(shown),
        "partners": _partners(request, held["partners"]),
        "licence_url": licence_url(shown.licence),
        "was_changed": _was_changed(shown),
        "groups": AccessGroup.objects.filter(group__in=held["access"]) if held["access"] else (),
        "related": entries_html(entries(request, related_ids(request, shown, held)), "grid"),
        "panels": slots.resource_panels(request, shown) if shown.pk else [],
        "citation": str(citation),
        "ris_url": f"{record.url}?format=ris" if urls and not is_preview else "",
        "address": citation.url,
        "mail_url": _mail(citation),
        "toolkit_url": toolkit_url(),
        "robots": "noindex" if is_preview or not is_public else "",
    }


def _citation(request: HttpRequest, shown: Resource) -> Citation:
    portal = Portal(request)
    kind = "".join(word.name for word in _kinds(words_for(request), shown))
    return citation_of(shown, kind, str(portal.settings.name), portal.absolute(resource_url(shown) or request.path))


def _among(words: Iterable[Word], ids: Iterable[int]) -> list[Word]:
    held = set(ids)
    return [word for word in words if word.key in held]


def _kinds(words: Words, shown: Resource) -> list[Word]:
    """Return the type of a resource; none for a draft that has none yet."""
    return [word for word in words.types if word.key == shown.resource_type_id]


def _mail(citation: Citation) -> str:
    """Return what opens a mail that tells somebody of a resource, in the reader's own mail program."""
    text = _("I thought this could be of use to you:")
    body = f"{text}\r\n\r\n{citation.title}\r\n{citation.url}"
    return f"mailto:?subject={quote(citation.title)}&body={quote(body)}"


def _links(name: str, words: Iterable[Word]) -> list[Link]:
    """Return words as links to the toolkit filtered by them."""
    base = toolkit_url()
    return [Link(word.name, f"{base}?{name}={word.value}" if base else "") for word in words]


def _setting(shown: Resource) -> Link:
    base = toolkit_url() if shown.setting != Setting.BOTH else ""
    return Link(str(shown.get_setting_display()), f"{base}?setting={shown.setting}" if base else "")


def _partners(request: HttpRequest, ids: list[int]) -> list[Link]:
    """Return the partner organizations that the reader may see, by name, as links to their pages."""
    if not ids:
        return []
    rows = Organization.objects.visible_to(request.user).filter(pk__in=ids).in_order()
    return [Link(row.title, organization_url(row)) for row in rows.only("title_fr", "title_en", "slug_fr", "slug_en")]


def _was_changed(shown: Resource) -> bool:
    """Whether it was published again on another day than the first."""
    first, last = shown.first_published_at, shown.last_published_at
    return bool(first and last and last.date() > first.date())
