"""Organizations as the search of the whole site knows them: the words that everyone may read, and no others."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from typing import Any

from django.utils.translation import gettext_lazy as _

from cms import search_index
from cms.bilingual import LANGUAGES, localized
from members.directory.addresses import organizations_urls
from members.directory.profile import Profile
from members.models import Organization
from members.services.texts import index_organizations
from members.services.visibility import Reader

KIND = "organization"


def read_organizations(keys: Collection[str] | None) -> Iterator[search_index.Entry]:
    """Yield the published organizations of `keys` (all, where None), each as the public sees its profile."""
    rows = Organization.objects.filter(live=True).select_related("kind", "community__region")
    if keys is not None:
        rows = rows.filter(pk__in=[int(key) for key in keys])
    rows = rows.prefetch_related("services", "access").order_by("pk")
    for row in rows.iterator(chunk_size=search_index.AT_ONCE):
        yield _entry(row, Profile(row, Reader.PUBLIC))


def _entry(row: Organization, profile: Profile) -> search_index.Entry:
    terms: list[Any] = [profile.community, profile.region, profile.kind, *profile.services]
    return search_index.Entry(
        key=str(row.pk),
        titles={language: getattr(row, f"title_{language}") for language in LANGUAGES},
        summaries={language: getattr(row, f"summary_{language}") for language in LANGUAGES},
        terms={
            language: " · ".join(localized(term, "name", language) for term in terms if term) for language in LANGUAGES
        },
        texts={language: profile.text_in("description", language) for language in LANGUAGES},
        access=[group.pk for group in row.access.all()],
        at=row.first_published_at,
    )


def organization_paths(keys: Collection[str] | None) -> dict[str, dict[str, str]]:
    """Return the key of each organization → language → path: one query."""
    return organizations_urls(Organization, keys)


def write_words(ids: Iterable[int]) -> None:
    """Have the directory and the search of the site know these organizations by the words they hold now."""
    known = list(ids)
    index_organizations(known)
    search_index.write(KIND, known)


search_index.register(
    search_index.Kind(
        KIND,
        _("Organizations"),
        read_organizations,
        organization_paths,
        order=20,
        index_page=Organization.index_page,
    )
)
