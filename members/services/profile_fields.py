"""The fields of a profile that an organization's administrators may propose, read and written as plain JSON.

Texts are texts, terms and communities their keys, a logo its number, places and links lists of rows.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db import models
from django.utils.translation import gettext as _

from cms.models import Audience, PortalImage, Service
from members.models import Community, Location, Organization, ServiceLanguage, SocialLink
from members.models.organizations import FIELD_VISIBILITY, Visibility

Values = dict[str, Any]

TEXTS = (
    "title_fr",
    "title_en",
    "summary_fr",
    "summary_en",
    "description_fr",
    "description_en",
    "street",
    "postal_code",
    "contact_person",
    "email",
    "phone",
    "website_fr",
    "website_en",
    "hours_fr",
    "hours_en",
    "accreditation_fr",
    "accreditation_en",
)
TERMS: dict[str, type[models.Model]] = {
    "areas_served": Community,
    "services": Service,
    "languages_of_service": ServiceLanguage,
    "audiences": Audience,
}
ROWS: dict[str, tuple[type[models.Model], tuple[str, ...]]] = {
    "locations": (
        Location,
        ("name_fr", "name_en", "community", "street", "postal_code", "phone", "email", "hours_fr", "hours_en"),
    ),
    "social_links": (SocialLink, ("network", "url")),
}
#: In the order in which forms and differences show them.
FIELDS = (*TEXTS[:6], "community", *TEXTS[6:], *TERMS, "logo", *ROWS, "visibility")


def read(organization: Organization) -> Values:
    """Return the profile of `organization` as it is in hand: the row's, or a draft's."""
    values: Values = {name: one_newline(getattr(organization, name)) for name in TEXTS}
    values["community"] = organization.community.key if organization.community else ""
    for name in TERMS:
        values[name] = sorted(term.key for term in getattr(organization, name).all())
    values["logo"] = organization.logo_id
    for name, (_model, columns) in ROWS.items():
        values[name] = [_read_row(row, columns) for row in getattr(organization, name).all()]
    values["visibility"] = {
        name: chosen for name in FIELD_VISIBILITY if (chosen := organization.visibility_of(name)) != _default(name)
    }
    return values


def one_newline(text: str) -> str:
    """Return `text` with the line ends of the database, not those that browsers send."""
    return text.replace("\r\n", "\n")


def write(organization: Organization, values: Values) -> None:
    """Put `values` into `organization`, without saving it. Keys of terms that are no more are left out."""
    for name, value in values.items():
        if name in TEXTS:
            setattr(organization, name, value)
        elif name in TERMS:
            model: Any = TERMS[name]
            getattr(organization, name).set(model.objects.filter(key__in=value))
        elif name in ROWS:
            _write_rows(organization, name, value)
        elif name == "community":
            organization.community = Community.objects.filter(key=value).first()
            organization.__dict__.pop("region", None)
        elif name == "logo":
            organization.logo = PortalImage.objects.filter(pk=value).first() if value else None
        elif name == "visibility":
            organization.visibility = clean_visibility(value)


def clean_visibility(value: Values) -> Values:
    """Return the choices that mean something and differ from what holds without them."""
    return {
        name: chosen
        for name, chosen in value.items()
        if name in FIELD_VISIBILITY and chosen in Visibility.values and chosen != _default(name)
    }


def changed(before: Values, after: Values) -> list[str]:
    """Return the names of the fields that differ, in the order of FIELDS."""
    return [name for name in FIELDS if name in after and before.get(name) != after[name]]


def label(name: str) -> str:
    """Return what the field is called, in the active language."""
    if name in ROWS:
        return str(ROWS[name][0]._meta.verbose_name_plural)
    if name in ("title_fr", "title_en"):
        return str(_("Name in French") if name == "title_fr" else _("Name in English"))
    field: Any = Organization._meta.get_field(name)
    return str(field.verbose_name)


def words(name: str, value: Any) -> list[str]:
    """Return `value` of the field `name` in words, a paragraph for each item; none where it is empty."""
    if not value:
        return []
    if name in TERMS:
        model: Any = TERMS[name]
        named = {term.key: str(term.name) for term in model.objects.filter(key__in=value)}
        return sorted((named.get(key, key) for key in value), key=str.casefold)
    if name == "community":
        return [_community_name(value)]
    if name == "logo":
        image = PortalImage.objects.filter(pk=value).first()
        return [image.title if image else f"#{value}"]
    if name == "visibility":
        return [
            _("%(label)s: %(value)s") % {"label": _field_label(field), "value": Visibility(chosen).label}
            for field, chosen in sorted(value.items())
        ]
    if name in ROWS:
        return [" · ".join(_row_words(row)) for row in value]
    return [line for line in str(value).splitlines() if line.strip()]


def visibility_labels() -> Iterable[tuple[str, str]]:
    """Return the fields of FIELD_VISIBILITY with what they are called."""
    return [(name, _field_label(name)) for name in FIELD_VISIBILITY]


def _field_label(name: str) -> str:
    named = {
        "description": _("description"),
        "address": _("address"),
        "website": _("website"),
        "hours": _("opening hours"),
        "accreditation": _("accreditation"),
        "people": _("people who agreed to be listed"),
    }
    return named.get(name) or label(name)


def _default(name: str) -> str:
    return str(FIELD_VISIBILITY[name])


def _read_row(row: Any, columns: tuple[str, ...]) -> dict[str, str]:
    return {
        column: (row.community.key if row.community else "")
        if column == "community"
        else one_newline(getattr(row, column))
        for column in columns
    }


def _write_rows(organization: Organization, name: str, rows: list[dict[str, str]]) -> None:
    """Write `rows` over those in place, so that a row keeps its number as long as it can."""
    model, columns = ROWS[name]
    known, written = list(getattr(organization, name).all()), []
    for number, values in enumerate(rows):
        row: Any = known[number] if number < len(known) else model()
        for column in columns:
            value = values.get(column, "")
            setattr(row, column, Community.objects.filter(key=value).first() if column == "community" else value)
        row.sort_order = number
        written.append(row)
    setattr(organization, name, written)


def _community_name(key: str) -> str:
    community = Community.objects.filter(key=key).first()
    return str(community.name) if community else key


def _row_words(row: dict[str, str]) -> Iterable[str]:
    for column, value in row.items():
        if value:
            yield _community_name(value) if column == "community" else str(value).replace("\n", " ")
