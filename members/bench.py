"""Organizations and people by the thousand, for the benchmark."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.text import slugify

from cms.models import CommunityTier, OrganizationKind, Region, Service
from members.models import Affiliation, Community, Organization, ServiceLanguage, User
from members.models.affiliations import OrganizationRole
from members.services.texts import index_organizations

ORGANIZATIONS, PEOPLE = 2000, 5000
KEY = "bench-organization-"
#: name, latitude, longitude, population, region, tier (DOMAIN.md; figures from GeoNames).
COMMUNITIES = (
    ("Calgary", "51.050", "-114.085", 1019942, "calgary-area", 4),
    ("Edmonton", "53.550", "-113.469", 712391, "edmonton-area", 4),
    ("Lethbridge", "49.700", "-112.819", 103197, "southwest", 3),
    ("Red Deer", "52.267", "-113.802", 100844, "central", 3),
    ("Grande Prairie", "55.167", "-118.803", 70385, "northwest", 3),
    ("Fort McMurray", "56.727", "-111.381", 66573, "northeast", 3),
    ("Medicine Hat", "50.039", "-110.677", 63138, "southeast", 3),
    ("Lloydminster", "53.272", "-110.023", 31582, "northeast", 2),
    ("Camrose", "53.017", "-112.835", 20405, "central", 2),
    ("Brooks", "50.583", "-111.885", 14451, "southeast", 2),
    ("High River", "50.583", "-113.869", 14324, "calgary-area", 2),
    ("Canmore", "51.083", "-115.352", 13992, "mountain-parks", 2),
    ("Cold Lake", "54.465", "-110.182", 11595, "northeast", 2),
    ("Hinton", "53.400", "-117.586", 9889, "mountain-parks", 1),
    ("Olds", "51.783", "-114.102", 9209, "central", 1),
    ("Drumheller", "51.462", "-112.710", 8430, "central", 1),
    ("Banff", "51.176", "-115.570", 8305, "mountain-parks", 1),
    ("Bonnyville", "54.267", "-110.735", 5975, "northeast", 1),
    ("Jasper", "52.879", "-118.080", 3948, "mountain-parks", 1),
)
LANGUAGES = (
    ("Arabe", "Arabic"),
    ("Anglais", "English"),
    ("Espagnol", "Spanish"),
    ("Français", "French"),
    ("Hindi", "Hindi"),
    ("Ourdou", "Urdu"),
    ("Pachto", "Pashto"),
    ("Pendjabi", "Punjabi"),
    ("Somali", "Somali"),
    ("Tagalog", "Tagalog"),
    ("Tigrigna", "Tigrinya"),
    ("Ukrainien", "Ukrainian"),
)
FIRST = ("Amis", "Bow", "Carrefour", "Élan", "Foyer", "Horizon", "Île", "Lien", "Maison", "Nord", "Prairie", "Source")
SECOND = ("d’accueil", "des familles", "de la rivière", "des voisins", "de l’emploi", "des langues", "de l’entraide")
SECOND_EN = ("welcome", "family", "river", "neighbours", "employment", "language", "mutual aid")
SENTENCES = (
    "Nous accompagnons les personnes nouvellement arrivées, de l’accueil à l’emploi.",
    "We support newcomers from their first day to their first job.",
)


@transaction.atomic
def fill(count: int = ORGANIZATIONS, people_count: int = PEOPLE) -> str:
    """Make `count` organizations and `people_count` people, once; return what was made, for the log."""
    if Organization.objects.filter(key__startswith=KEY).exists():
        return "Organizations and people: as they were"
    communities = _communities()
    organizations = _organizations(communities, count)
    _terms(organizations, communities)
    index_organizations()
    people = _people(organizations, people_count)
    return f"Organizations: {len(organizations)}, people: {people}"


def _communities() -> list[Community]:
    regions, tiers = (
        {row.key: row for row in Region.objects.all()},
        {row.number: row for row in CommunityTier.objects.all()},
    )
    found = []
    for name, latitude, longitude, population, region, tier in COMMUNITIES:
        facts: dict[str, Any] = {
            "name_fr": name,
            "name_en": name,
            "latitude": latitude,
            "longitude": longitude,
            "population": population,
            "region": regions[region],
            "tier": tiers[tier],
            "is_small_centre": name not in ("Calgary", "Edmonton"),
        }
        found.append(Community.objects.get_or_create(key=slugify(name), defaults=facts)[0])
    return found


def _organizations(communities: list[Community], count: int) -> list[Organization]:
    kinds, now = list(OrganizationKind.objects.all()), timezone.now()
    rows = []
    for number in range(count):
        first, place = FIRST[number % len(FIRST)], (number * number + number // 7) % len(communities)
        french = f"{first} {SECOND[number % len(SECOND)]} {number}"
        english = f"{first} {SECOND_EN[number % len(SECOND_EN)]} society {number}"
        rows.append(
            Organization(
                key=f"{KEY}{number}",
                title_fr=french,
                title_en=english,
                slug_fr=slugify(french),
                slug_en=slugify(english),
                summary_fr=SENTENCES[0],
                summary_en=SENTENCES[1],
                description_fr=f"{SENTENCES[0]} " * 5,
                description_en=f"{SENTENCES[1]} " * 5,
                kind=kinds[number % len(kinds)] if number % 3 == 0 else kinds[0],
                community=communities[place],
                is_aaisa_member=number % 4 != 0,
                is_ircc_funded=number % 3 == 0,
                street=f"{number} Main Street",
                email=f"organization{number}@example.org",
                phone="403-555-0100",
                live=True,
                first_published_at=now,
                last_published_at=now,
            )
        )
    return Organization.objects.bulk_create(rows)


def _terms(organizations: list[Organization], communities: list[Community]) -> None:
    services = list(Service.objects.all())
    languages = []
    for order, (french, english) in enumerate(LANGUAGES):
        defaults = {"name_fr": french, "name_en": english, "order": order}
        languages.append(ServiceLanguage.objects.get_or_create(key=slugify(english), defaults=defaults)[0])
    for relation, column, words in (
        (Organization.services.through, "service_id", services),
        (Organization.languages_of_service.through, "servicelanguage_id", languages),
        (Organization.areas_served.through, "community_id", communities),
    ):
        relation.objects.bulk_create(
            relation(**{"organization_id": row.pk, column: words[(number * number + step) % len(words)].pk})
            for number, row in enumerate(organizations)
            for step in range(min(len(words), 1 + number % 3))
        )


def _people(organizations: list[Organization], count: int) -> int:
    people = User.objects.bulk_create(
        User(
            email=f"bench-person-{number}@example.org",
            password="!",  # noqa: S106 - nobody signs in with it
            first_name=f"Camille {number}",
            last_name="Tremblay",
            language=settings.LANGUAGES[number % 2][0],
            is_listed=number % 10 == 0,
            position_fr="Responsable de l’accueil",
            position_en="Intake lead",
        )
        for number in range(count)
    )
    Affiliation.objects.bulk_create(
        Affiliation(
            person=person,
            organization=organizations[number % len(organizations)],
            role=OrganizationRole.ADMINISTRATOR if number < len(organizations) else OrganizationRole.MEMBER,
        )
        for number, person in enumerate(people)
    )
    return len(people)
