"""The file of organizations: its columns, and what a row needs."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from cms.imports.columns import BETWEEN, Column, Flag, Known, many, one, parts
from cms.imports.importer import Importer
from cms.models import Audience, OrganizationKind, Service
from members.models import Community, Organization, ServiceLanguage
from members.services import audit
from members.services.organizations import clean_domains


class Domains(Column):
    """E-mail domains of the organization's own."""

    def read(self, cell: str, known: Known) -> list[str]:
        try:
            return clean_domains(parts(cell))
        except ValueError as error:
            raise ValidationError(
                _now("“%(domain)s” cannot be used: write a domain of the organization’s own, such as example.org."),
                params={"domain": str(error)},
            ) from None

    def write(self, record: Any) -> str:
        return BETWEEN.join(getattr(record, self.name))


class OrganizationImporter(Importer):
    """Organizations: name in both languages, kind and community are needed."""

    model = Organization
    columns = (
        Column("key"),
        Column("name_fr", "title_fr"),
        Column("name_en", "title_en"),
        one("kind", OrganizationKind),
        one("community", Community),
        Flag("aaisa_member", "is_aaisa_member"),
        Flag("ircc_funded", "is_ircc_funded"),
        Flag("published", "live"),
        *(Column(name) for name in ("summary_fr", "summary_en", "description_fr", "description_en")),
        *(Column(name) for name in ("street", "postal_code", "contact_person", "email", "phone")),
        *(Column(name) for name in ("website_fr", "website_en", "hours_fr", "hours_en")),
        *(Column(name) for name in ("accreditation_fr", "accreditation_en")),
        many("services", Service),
        many("languages_of_service", ServiceLanguage),
        many("audiences", Audience),
        many("areas_served", Community),
        Domains("email_domains"),
    )
    required = ("name_fr", "name_en", "kind", "community")
    titles = ("name_en",)
    nameless = _("This row has neither a key nor an English name.")
    empty = _("There are no organizations in this file.")
    example = {
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

    def name_of(self, given: Any, key: str) -> str:
        return given.get("name_en") or given.get("name_fr") or key

    def imported(self, record: Any, *, act: str, headings: Sequence[str], actor: Any) -> None:
        """Note it in the audit log of members."""
        columns: dict[str, Any] = {"columns": list(headings)} if headings else {}
        audit.record("organization.imported", actor=actor, target=record, act=act, **columns)


ORGANIZATIONS = OrganizationImporter()
