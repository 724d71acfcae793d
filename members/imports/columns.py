"""The columns of the file of organizations: what each holds, how it is read and written.

The same headings in both languages of the admin, since they are what the import knows the columns by. Terms and
communities stand under their keys, several of them separated by a vertical bar.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Model, QuerySet
from django.utils.translation import gettext as _

from cms.models import Audience, OrganizationKind, Service
from members.models import Community, Organization, ServiceLanguage
from members.services.organizations import clean_domains

BETWEEN = "|"
YES = frozenset({"yes", "y", "true", "1", "x", "oui", "o", "vrai"})
NO = frozenset({"no", "n", "false", "0", "", "non", "faux"})


class Known:
    """The terms and communities that cells may name, read once for a file."""

    def __init__(self) -> None:
        self._rows: dict[type[Model], dict[str, Any]] = {}

    def find(self, model: type[Model], key: str) -> Any:
        """Return the row under `key`, or of that name in either language. Raises ValidationError."""
        if model not in self._rows:
            self._rows[model] = {}
            for row in model._default_manager.all():
                names: Any = (row.name_en.casefold(), row.name_fr.casefold(), row.key)  # type: ignore[attr-defined]
                self._rows[model].update(dict.fromkeys(names, row))
        found = self._rows[model].get(key) or self._rows[model].get(key.casefold())
        if found is None:
            raise ValidationError(
                _("“%(value)s” is not known. Use a key or a name that the portal has."), params={"value": key}
            )
        return found


@dataclass(frozen=True)
class ColumnOfFile:
    """A column: its heading, the field it fills, and how a cell becomes the field's value (and back)."""

    heading: str
    field: str
    read: Callable[[str, Known], Any]
    write: Callable[[Any], str]
    is_many: bool = False


def _text(cell: str, known: Known) -> str:
    return cell.replace("\r\n", "\n")


def _flag(cell: str, known: Known) -> bool:
    if cell.casefold() in YES:
        return True
    if cell.casefold() in NO:
        return False
    raise ValidationError(_("“%(value)s” is neither yes nor no."), params={"value": cell})


def _domains(cell: str, known: Known) -> list[str]:
    try:
        return clean_domains(_parts(cell))
    except ValueError as error:
        raise ValidationError(
            _("“%(domain)s” cannot be used: write a domain of the organization’s own, such as example.org."),
            params={"domain": str(error)},
        ) from None


def _parts(cell: str) -> list[str]:
    return [part.strip() for part in cell.split(BETWEEN) if part.strip()]


def text(heading: str, field: str = "") -> ColumnOfFile:
    return ColumnOfFile(heading, field or heading, _text, str)


def flag(heading: str, field: str) -> ColumnOfFile:
    return ColumnOfFile(heading, field, _flag, lambda value: "yes" if value else "no")


def one(heading: str, model: type[Model]) -> ColumnOfFile:
    return ColumnOfFile(
        heading,
        heading,
        lambda cell, known: known.find(model, cell) if cell else None,
        lambda value: value.key if value else "",
    )


def many(heading: str, model: type[Model]) -> ColumnOfFile:
    return ColumnOfFile(
        heading,
        heading,
        lambda cell, known: [known.find(model, part) for part in _parts(cell)],
        lambda value: BETWEEN.join(sorted(row.key for row in value.all())),
        is_many=True,
    )


COLUMNS: tuple[ColumnOfFile, ...] = (
    text("key"),
    text("name_fr", "title_fr"),
    text("name_en", "title_en"),
    one("kind", OrganizationKind),
    one("community", Community),
    flag("aaisa_member", "is_aaisa_member"),
    flag("ircc_funded", "is_ircc_funded"),
    flag("published", "live"),
    *(text(name) for name in ("summary_fr", "summary_en", "description_fr", "description_en")),
    *(text(name) for name in ("street", "postal_code", "contact_person", "email", "phone")),
    *(text(name) for name in ("website_fr", "website_en", "hours_fr", "hours_en")),
    *(text(name) for name in ("accreditation_fr", "accreditation_en")),
    many("services", Service),
    many("languages_of_service", ServiceLanguage),
    many("audiences", Audience),
    many("areas_served", Community),
    ColumnOfFile("email_domains", "email_domains", _domains, BETWEEN.join),
)
BY_HEADING = {column.heading: column for column in COLUMNS}
HEADINGS = [column.heading for column in COLUMNS]
REQUIRED = ("name_fr", "name_en", "kind", "community")

#: A row to start from, in the template.
EXAMPLE = {
    "key": "example-welcome-centre",
    "name_fr": "Centre d’accueil exemple",
    "name_en": "Example Welcome Centre",
    "kind": "service-provider",
    "community": "red-deer",
    "aaisa_member": "yes",
    "ircc_funded": "no",
    "published": "yes",
    "email": "info@example.org",
    "services": "settlement|language",
    "languages_of_service": "english|french",
    "email_domains": "example.org",
}


def row_of(organization: Organization) -> dict[str, str]:
    """Return the published organization as a row of the file."""
    return {column.heading: column.write(getattr(organization, column.field)) for column in COLUMNS}


def with_relations(organizations: QuerySet[Organization]) -> QuerySet[Organization]:
    """Read what rows need at once."""
    return organizations.select_related("kind", "community").prefetch_related(
        *(column.field for column in COLUMNS if column.is_many)
    )
