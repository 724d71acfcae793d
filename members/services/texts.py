"""Keeps the words of organizations as the directory searches and sorts them (members.models.OrganizationText)."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import connection, models

from cms.bilingual import LANGUAGES
from cms.fulltext import CONFIGURATIONS
from cms.models import OrganizationKind, Region, Service
from members.models import Community, Organization, OrganizationText
from members.models.organizations import FIELD_VISIBILITY, Visibility


def index_organizations(ids: Iterable[int] | None = None) -> None:
    """Write the words of the organizations `ids` (of all, where none are named) anew: one statement."""
    known = None if ids is None else sorted(set(ids))
    if known == []:
        return
    with connection.cursor() as cursor:
        cursor.execute(
            _STATEMENT, {"ids": known, "default": FIELD_VISIBILITY["description"], "hidden": Visibility.HIDDEN.value}
        )


def _table(model: type[models.Model]) -> str:
    return connection.ops.quote_name(model._meta.db_table)


def _sort(language: str) -> str:
    name, other = f"o.title_{language}", f"o.title_{'en' if language == 'fr' else 'fr'}"
    return f"regexp_replace(unaccent(lower(COALESCE(NULLIF({name}, ''), {other}))), '^[^a-z0-9]+', '')"


def _vector(language: str, described: str) -> str:
    """Return the SQL of the words in `language`; both names are in either: a name is not translated by readers."""
    parts = {
        "A": "o.title_fr || ' ' || o.title_en",
        "B": f"concat_ws(' ', c.name_{language}, s.names_{language})",
        "C": f"concat_ws(' ', k.name_{language}, r.name_{language}, o.summary_{language})",
        "D": f"CASE WHEN {described} THEN o.description_{language} ELSE '' END",
    }
    configuration = CONFIGURATIONS[language]
    return " || ".join(
        f"setweight(to_tsvector('{configuration}', {text}), '{weight}')" for weight, text in parts.items()
    )


def _statement() -> str:
    """Return the one statement; what it is made of are names of the code's own."""
    chosen = "COALESCE(o.visibility->>'description', %(default)s)"
    columns = {
        **{f"sort_{language}": _sort(language) for language in LANGUAGES},
        **{
            f"letter_{language}": f"CASE WHEN {_sort(language)} ~ '^[a-z]' THEN upper(left({_sort(language)}, 1))"
            " ELSE '0' END"
            for language in LANGUAGES
        },
        **{
            f"public_{language}": _vector(language, f"{chosen} NOT IN ('{Visibility.MEMBERS.value}', %(hidden)s)")
            for language in LANGUAGES
        },
        **{f"members_{language}": _vector(language, f"{chosen} <> %(hidden)s") for language in LANGUAGES},
    }
    offered = Organization.services.through
    return f"""
        INSERT INTO {_table(OrganizationText)} (organization_id, {", ".join(columns)})
        SELECT o.id, {", ".join(columns.values())}
        FROM {_table(Organization)} o
        LEFT JOIN {_table(Community)} c ON c.id = o.community_id
        LEFT JOIN {_table(Region)} r ON r.id = c.region_id
        LEFT JOIN {_table(OrganizationKind)} k ON k.id = o.kind_id
        LEFT JOIN LATERAL (
            SELECT string_agg(t.name_fr, ' ') AS names_fr, string_agg(t.name_en, ' ') AS names_en
            FROM {_table(offered)} w JOIN {_table(Service)} t ON t.id = w.service_id WHERE w.organization_id = o.id
        ) s ON TRUE
        WHERE %(ids)s::bigint[] IS NULL OR o.id = ANY(%(ids)s)
        ON CONFLICT (organization_id) DO UPDATE
        SET {", ".join(f"{name} = EXCLUDED.{name}" for name in columns)}
    """  # noqa: S608


_STATEMENT = _statement()
