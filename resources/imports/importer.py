"""What the file of resources holds, and the rules that its rows keep."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from cms.bilingual import LANGUAGES
from cms.imports.columns import BETWEEN, Choice, Column, Day, Flag, Known, Many, Number, Words, many, one
from cms.imports.importer import Importer
from cms.imports.reading import said
from cms.models import AccessGroup, Audience, ResourceType, Topic
from members.models import Organization
from resources.imports import links
from resources.imports.texts import Text
from resources.models import Licence, Resource, Setting


@dataclass(frozen=True)
class Access(Many):
    """The groups that may see it, by the codes of the access groups; none: everyone."""

    @property
    def prefetched(self) -> tuple[str, ...]:
        return ("access__access_group",)

    def read(self, cell: str, known: Known) -> list[Any]:
        return [found.group for found in super().read(cell, known)]

    def write(self, record: Any) -> str:
        return BETWEEN.join(sorted(group.access_group.code for group in record.access.all()))


class ResourceImporter(Importer):
    """Resources: a type, and a title with a summary in one language at least."""

    model = Resource
    columns = (
        Column("key"),
        *(Column(f"{name}_{language}") for name in ("title", "summary") for language in LANGUAGES),
        one("type", ResourceType, "resource_type"),
        many("topics", Topic),
        many("audiences", Audience),
        Choice("setting", choices=tuple(Setting.values), empty=Setting.BOTH.value),
        Number("year"),
        *(
            Column(f"{name}_{language}")
            for name in ("author", "requested_by", "consultation")
            for language in LANGUAGES
        ),
        Number("source_year"),
        Many("partners", words=Words(Organization, names=("title_fr", "title_en"))),
        *(Column(f"other_partners_{language}") for language in LANGUAGES),
        Choice("licence", choices=tuple(Licence.values)),
        Access("access", words=Words(AccessGroup, key="code")),
        Day("review_on"),
        *links.COLUMNS,
        *(Text(f"body_{language}") for language in LANGUAGES),
        Flag("published", "live"),
    )
    required = ("type",)
    nameless = _("This row has neither a key nor a title.")
    empty = _("There are no resources in this file.")
    example = {
        "key": "example-welcome-checklist",
        "title_fr": "Liste de vérification exemple pour l’accueil",
        "title_en": "Example Welcome Checklist",
        "summary_fr": "Ce qu’il faut préparer avant l’arrivée d’une famille.",
        "summary_en": "What to prepare before a family arrives.",
        "type": "checklist",
        "topics": "housing|welcoming-communities",
        "audiences": "front-line-staff",
        "setting": "small-centre",
        "year": "2026",
        "licence": "cc-by",
        "link_url": "https://example.org/fr|https://example.org/en",
        "link_language": "fr|en",
        "link_setting": "both",
        "review_on": "2027-11-01",
        "body_fr": "Un premier paragraphe.\n\nUn deuxième.",
        "body_en": "A first paragraph.\n\nA second one.",
        "published": "yes",
    }

    def join(self, values: dict[str, Any]) -> list[str]:
        return links.join(values)

    def errors(self, record: Any, values: Mapping[str, Any]) -> list[str]:
        """Return what the record itself would refuse (Record.clean, Resource.clean), without its queries."""
        pairs = Resource.required_pairs
        texts = {
            name: values.get(name, getattr(record, name, ""))
            for name in (f"{pair}_{language}" for pair in pairs for language in LANGUAGES)
        }
        begun = [language for language in LANGUAGES if any(texts[f"{pair}_{language}"] for pair in pairs)]
        missing = [name for language in begun for pair in pairs if not texts[name := f"{pair}_{language}"]]
        sentence = _now("Write this too, or leave this language wholly empty.")
        errors = [message for name in missing for message in said(name, [sentence])]
        if not begun:
            errors.append(_now("Write the text in at least one language."))
        if (values.get("year") or 0) > timezone.localdate().year + 1:
            errors += said("year", [_now("This year is too far ahead.")])
        return errors


RESOURCES = ResourceImporter()
