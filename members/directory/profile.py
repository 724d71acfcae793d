"""An organization as one reader gets it: pages, API, export and structured data read this and never the row."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from cms.bilingual import LANGUAGES
from members.models import Community, Organization, SocialLink, User
from members.services.visibility import Reader, visible_fields

#: A place's own fields → the field of the profile that decides about them too.
PLACE_FIELDS = {"street": "address", "postal_code": "address", "phone": "phone", "email": "email", "hours": "hours"}


@dataclass
class Place:
    """One more place of an organization, as far as the reader may see it."""

    name: Any
    community: Any
    street: str = ""
    postal_code: str = ""
    phone: str = ""
    email: str = ""
    hours: Any = ""


class Profile:
    """What a reader of some level sees of an organization; a field that is kept from them is empty."""

    def __init__(self, organization: Organization, reader: Reader) -> None:
        self._organization = organization
        self.reader = reader
        self.fields = visible_fields(organization, reader)

    def _text(self, field: str, name: str = "") -> Any:
        return getattr(self._organization, name or field) if field in self.fields else ""

    # --- for everyone ---------------------------------------------------------------------------

    @property
    def title(self) -> Any:
        return self._organization.title

    @property
    def summary(self) -> Any:
        return self._organization.summary

    @property
    def kind(self) -> Any:
        return self._organization.kind

    @property
    def community(self) -> Any:
        return self._organization.community

    @property
    def region(self) -> Any:
        return self._organization.region

    @property
    def logo(self) -> Any:
        return self._organization.logo

    @property
    def is_small_centre(self) -> bool:
        return self._organization.is_small_centre

    @property
    def is_aaisa_member(self) -> bool:
        return self._organization.is_aaisa_member

    @property
    def is_ircc_funded(self) -> bool:
        return self._organization.is_ircc_funded

    @cached_property
    def services(self) -> list[Any]:
        return list(self._organization.services.all())

    @cached_property
    def languages_of_service(self) -> list[Any]:
        return list(self._organization.languages_of_service.all())

    @cached_property
    def audiences(self) -> list[Any]:
        return list(self._organization.audiences.all())

    @cached_property
    def areas_served(self) -> list[Any]:
        return list(self._organization.areas_served.all())

    # --- as the organization chose ---------------------------------------------------------------

    @property
    def description(self) -> Any:
        return self._text("description")

    @property
    def email(self) -> str:
        return self._text("email")

    @property
    def phone(self) -> str:
        return self._text("phone")

    @property
    def street(self) -> str:
        return self._text("address", "street")

    @property
    def postal_code(self) -> str:
        return self._text("address", "postal_code")

    @property
    def website(self) -> Any:
        return self._text("website")

    @property
    def hours(self) -> Any:
        return self._text("hours")

    @property
    def contact_person(self) -> str:
        return self._text("contact_person")

    @property
    def accreditation(self) -> Any:
        return self._text("accreditation")

    def text_in(self, field: str, language: str) -> str:
        """Return a text in one language, for those who read both."""
        return str(getattr(self._organization, f"{field}_{language}")) if field in self.fields else ""

    def websites(self) -> list[str]:
        """Return the addresses of its sites, each once."""
        return list(dict.fromkeys(site for language in LANGUAGES if (site := self.text_in("website", language))))

    @cached_property
    def social_links(self) -> list[SocialLink]:
        return list(self._organization.social_links.all()) if "social_links" in self.fields else []

    @cached_property
    def places(self) -> list[Place]:
        """Its further places; what the profile keeps from the reader is kept from them here too."""
        if "locations" not in self.fields:
            return []
        rows = list(self._organization.locations.all())
        communities = Community.objects.in_bulk({row.community_id for row in rows if row.community_id})
        return [
            Place(
                row.name,
                communities.get(row.community_id),
                **{name: getattr(row, name) for name, field in PLACE_FIELDS.items() if field in self.fields},
            )
            for row in rows
        ]

    @cached_property
    def people(self) -> list[User]:
        """Those who belong to it now and agreed to be listed, by name. Templates show name and position, no address."""
        if "people" not in self.fields or self._organization.pk is None:
            return []
        return list(
            User.objects.filter(
                is_listed=True,
                is_active=True,
                affiliations__organization=self._organization.pk,
                affiliations__ended_at=None,
            )
            .exclude(first_name="", last_name="")
            .only("first_name", "last_name", "position_fr", "position_en")
            .order_by("last_name", "first_name", "pk")
        )

    @property
    def has_contact(self) -> bool:
        return bool(self.email or self.phone or self.website or self.hours or self.contact_person or self.social_links)
