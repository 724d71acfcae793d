"""Puts the demo's organizations in place, once; the accounts get theirs."""

from __future__ import annotations

import datetime
import io
from decimal import Decimal
from typing import Any

from django.core.files.images import ImageFile
from django.utils import timezone
from wagtail.models import Collection

from cms.models import Audience, CommunityTier, OrganizationKind, PortalImage, Region, Service
from cms.ops.accounts import DEMO_ACCOUNTS
from home.demo.ledger import Ledger
from home.demo.organizations.logos import logo
from home.demo.organizations.network import FUNDER, LIP, NETWORK, PARTNER, RIF, SCHOOL, SISTER, SPO, TOWN, Invented
from home.demo.organizations.people import PEOPLE
from home.demo.organizations.places import CITIES, SERVICE_LANGUAGES, TOWNS
from members.models import (
    Affiliation,
    Community,
    Location,
    MembershipPeriod,
    Organization,
    ProfileChange,
    ServiceLanguage,
    SocialLink,
    User,
)
from members.models.affiliations import OrganizationRole
from members.services.groups import sync_groups

DAY = datetime.timedelta(days=1)
LOGOS = "Logos"
INVENTED = (
    "Cet organisme est inventé pour la démonstration.",
    "This organization is invented for the demo.",
)
#: Key of the kind → a second paragraph of the description.
BY_KIND = {
    SPO: (
        (
            "On y fait le point sur les besoins, on aide à trouver un logement, une école et un médecin, et l’on reste"
            " joignable une fois les premiers mois passés."
        ),
        (
            "People are helped to take stock of what they need, to find a home, a school and a doctor, and somebody"
            " stays within reach once the first months are over."
        ),
    ),
    LIP: (
        "Le partenariat ne sert pas le public directement : il réunit celles et ceux qui le font.",
        "The partnership does not serve the public directly: it brings together those who do.",
    ),
    RIF: (
        "Le réseau ne sert pas le public directement : il appuie les communautés d’accueil.",
        "The network does not serve the public directly: it supports the communities that welcome.",
    ),
    TOWN: (
        "Le bureau oriente vers les organismes d’établissement de la région.",
        "The office refers people to the settlement organizations of the area.",
    ),
    SCHOOL: (
        "Une évaluation du niveau précède l’inscription; la liste d’attente est courte.",
        "A language assessment comes before registration; the waiting list is short.",
    ),
    SISTER: (
        "Les trois associations des Prairies se réunissent chaque mois.",
        "The three Prairie associations meet every month.",
    ),
    FUNDER: (
        "Le bailleur de fonds prend part aux réunions trimestrielles.",
        "The funder takes part in the quarterly meetings.",
    ),
    PARTNER: (
        "Un partenaire de longue date des organismes d’établissement.",
        "A long-standing partner of settlement organizations.",
    ),
}  # fmt: skip


def load_organizations(ledger: Ledger) -> int:
    """Make what no load made before. Returns how many organizations were made."""
    load_places(ledger)
    made = [load_organization(number, spec, ledger) for number, spec in enumerate(NETWORK)]
    load_people(ledger)
    load_changes(ledger)
    return sum(made)


def load_places(ledger: Ledger) -> None:
    tiers = {tier.number: tier for tier in CommunityTier.objects.all()}
    regions = {region.key: region for region in Region.objects.all()}
    known = set(Community.objects.values_list("key", flat=True))
    for key, town in TOWNS.items():
        if key in known or f"community/{key}" in ledger or town.region not in regions:
            continue
        community = Community.objects.create(
            key=key,
            name_fr=town.name,
            name_en=town.name,
            tier=tiers.get(town.tier),
            region=regions[town.region],
            latitude=Decimal(town.latitude),
            longitude=Decimal(town.longitude),
            population=town.population,
            is_small_centre=key not in CITIES,
        )
        ledger.note(f"community/{key}", community)
    known = set(ServiceLanguage.objects.values_list("key", flat=True))
    for order, (key, french, english) in enumerate(SERVICE_LANGUAGES, start=1):
        if key not in known and f"servicelanguage/{key}" not in ledger:
            language = ServiceLanguage.objects.create(key=key, name_fr=french, name_en=english, order=order)
            ledger.note(f"servicelanguage/{key}", language)


def load_organization(number: int, spec: Invented, ledger: Ledger) -> bool:
    mark = f"organization/{spec.key}"
    if mark in ledger:
        if spec.has_logo and f"image/logo-{spec.key}" not in ledger:  # a reset has taken the pictures away
            Organization.objects.filter(pk=ledger.ids[mark]).update(logo=load_logo(spec, ledger))
        return False
    if Organization.objects.filter(key=spec.key).exists():
        return False
    organization = Organization(
        key=spec.key,
        kind=OrganizationKind.objects.filter(key=spec.kind).first(),
        community=Community.objects.filter(key=spec.town).first(),
        is_aaisa_member=spec.is_member,
        is_ircc_funded=spec.is_funded,
        visibility=spec.visibility,
        publishes_at_once=spec.is_trusted,
        logo=load_logo(spec, ledger) if spec.has_logo else None,
        **texts(spec),
        **contact(number, spec),
        **dates(number, spec),
    )
    organization.services.set(Service.objects.filter(key__in=spec.services))
    organization.languages_of_service.set(ServiceLanguage.objects.filter(key__in=spec.languages.split()))
    organization.areas_served.set(Community.objects.filter(key__in=[spec.town, *spec.serves.split()]))
    organization.audiences.set(Audience.objects.filter(key__in=["the-public"] if spec.services else ["senior-leaders"]))
    organization.locations.set([place(*branch, number=number) for branch in spec.branches])
    if number % 3 == 0:
        address = f"https://social.example.org/{spec.key}"
        organization.social_links.set([SocialLink(network=SocialLink.Network.FACEBOOK, url=address)])
    organization.save()
    ledger.note(mark, organization)
    if spec.is_member:
        MembershipPeriod.objects.bulk_create(periods(organization, spec.membership))
    return True


def texts(spec: Invented) -> dict[str, Any]:
    """Return the texts of both languages."""
    found: dict[str, Any] = {}
    for number, language in enumerate(("fr", "en")):
        kind = BY_KIND[spec.kind][number].replace(" :", "\u00a0:") if number == 0 else BY_KIND[spec.kind][number]
        found |= {
            f"title_{language}": spec.names[number],
            f"summary_{language}": spec.sentence[number],
            f"description_{language}": f"{spec.sentence[number]} {kind}\n\n{INVENTED[number]}",
        }
    if spec.is_funded and spec.kind == SPO:
        found["accreditation_fr"] = "Évaluations linguistiques reconnues (exemple)"
        found["accreditation_en"] = "Recognized language assessments (example)"
    return found


def contact(number: int, spec: Invented) -> dict[str, Any]:
    """Return ways to reach it that reach nobody: example.org, and numbers that are kept for stories."""
    north = spec.town in {"grande-prairie", "fort-mcmurray", "lloydminster", "camrose", "cold-lake", "hinton"}
    north = north or spec.town in {"bonnyville", "jasper", "edmonton"}
    return {
        "street": f"{100 + number * 37}, 50 Avenue" if spec.town else "",
        "phone": f"{'780' if north else '403'} 555-{100 + number:04}",
        "email": f"info@{spec.key}.example.org",
        "website_fr": f"https://{spec.key}.example.org/fr/",
        "website_en": f"https://{spec.key}.example.org/en/",
        "email_domains": [f"{spec.key}.example.org"],
        "contact_person": "Accueil / Front desk",
        "hours_fr": "Du lundi au vendredi, de 8 h 30 à 16 h 30".replace(" h ", "\u00a0h\u00a0"),
        "hours_en": "Monday to Friday, 8:30 a.m. to 4:30 p.m.",
    }


def dates(number: int, spec: Invented) -> dict[str, Any]:
    now = timezone.now()
    published = now - (430 + number) * DAY
    return {
        "live": True,
        "created_at": published,
        "first_published_at": published,
        "last_published_at": published,
        "confirmed_at": None if spec.is_stale else now - (20 + number * 7) * DAY,
    }


def place(town: str, french: str, english: str, *, number: int) -> Location:
    return Location(
        community=Community.objects.filter(key=town).first(),
        name_fr=french,
        name_en=english,
        street=f"{20 + number * 11}, 48 Rue",
        phone=f"403 555-{150 + number % 49:04}",
    )


def periods(organization: Organization, state: str) -> list[MembershipPeriod]:
    """Return membership periods for the fiscal years around today, so that the report has something in each state."""
    today = timezone.localdate()
    year = today.year - (today.month < MembershipPeriod.FISCAL_YEAR_BEGINS)

    def period(begins: int, **fields: Any) -> MembershipPeriod:
        first, last = datetime.date(begins, 4, 1), datetime.date(begins + 1, 3, 31)
        return MembershipPeriod(organization=organization, starts_on=first, ends_on=last, **fields)

    if state == "none":
        return []
    last_day = datetime.date(year, 3, 31)
    if state == "overdue":
        return [period(year - 1, renews_on=last_day)]
    renews_on = today + 30 * DAY if state == "due" else datetime.date(year + 1, 3, 31)
    return [period(year - 1, renews_on=last_day, renewed_at=last_day - 20 * DAY), period(year, renews_on=renews_on)]


def load_logo(spec: Invented, ledger: Ledger) -> PortalImage:
    content = logo(spec.key)
    image = PortalImage(
        title=f"Logo, {spec.names[1]}",
        file=ImageFile(io.BytesIO(content), name=f"logo-{spec.key}.webp"),
        collection=logo_collection(ledger),
    )
    image.save()
    ledger.note(f"image/logo-{spec.key}", image)
    return image


def logo_collection(ledger: Ledger) -> Collection:
    if found := Collection.objects.filter(name=LOGOS).first():
        return found
    collection: Collection = Collection.get_first_root_node().add_child(name=LOGOS)
    ledger.note(f"collection/{LOGOS}", collection)
    return collection


# --- people ---------------------------------------------------------------------------------------


def load_people(ledger: Ledger) -> None:
    """Make the people without accounts' passwords, and have the accounts belong to their organizations."""
    for person in PEOPLE:
        address = f"{person.first_name}.{person.last_name}@{person.organization}.example.org"
        email = address.lower().translate(str.maketrans("éè", "ee"))
        if f"person/{email}" in ledger or User.objects.filter(email=email).exists():
            continue
        user = User.objects.create_user(
            email,
            first_name=person.first_name,
            last_name=person.last_name,
            language=person.language,
            position_fr=person.position_fr,
            position_en=person.position_en,
            is_listed=person.is_listed,
        )
        ledger.note(f"person/{email}", user)
        belong(user, person.organization, "administrator" if person.is_administrator else "member")
    for account in DEMO_ACCOUNTS:
        mark = f"affiliation/{account.email}"
        user = User.objects.filter(email=account.email).first()
        if not account.organization or user is None or mark in ledger:
            continue
        if affiliation := belong(user, account.organization, account.organization_role):
            ledger.note(mark, affiliation)


def belong(user: User, key: str, role: str) -> Affiliation | None:
    organization = Organization.objects.filter(key=key).first()
    if organization is None or Affiliation.objects.filter(person=user, ended_at=None).exists():
        return None
    affiliation = Affiliation.objects.create(
        person=user, organization=organization, role=OrganizationRole(role), started_at=timezone.now() - 200 * DAY
    )
    sync_groups(user)
    return affiliation


# --- proposed changes -----------------------------------------------------------------------------

#: Organization → (who proposed it, before, proposed, comment of staff where it was returned).
CHANGES: dict[str, tuple[str, dict[str, Any], dict[str, Any], str]] = {
    "parkland-settlement": (
        "helene.beaudry@parkland-settlement.example.org",
        {"hours_fr": "", "hours_en": ""},
        {
            "hours_fr": "Du lundi au jeudi, de 8\u00a0h à 18\u00a0h; le vendredi jusqu’à midi",
            "hours_en": "Monday to Thursday, 8 a.m. to 6 p.m.; Friday until noon",
        },
        "",
    ),
    "brooks-welcome-house": (
        "orgadmin@example.org",
        {"summary_fr": "", "phone": ""},
        {"summary_fr": "Une équipe de sept personnes accompagne les familles.", "phone": "403 555"},
        "The telephone number is incomplete, and the English sentence still says six.",
    ),
}


def load_changes(ledger: Ledger) -> None:
    for key, (email, base, proposed, comment) in CHANGES.items():
        organization = Organization.objects.filter(key=key).first()
        if organization is None or f"change/{key}" in ledger:
            continue
        if ProfileChange.objects.filter(organization=organization).exists():
            continue
        change = ProfileChange.objects.create(
            organization=organization,
            proposed_by=User.objects.filter(email=email).first(),
            proposed_at=timezone.now() - 4 * DAY,
            base={name: getattr(organization, name) for name in base},
            proposed=proposed,
            state=ProfileChange.State.RETURNED if comment else ProfileChange.State.PENDING,
            comment=comment,
            decided_by=User.objects.filter(email="officer@example.org").first() if comment else None,
            decided_at=timezone.now() - 2 * DAY if comment else None,
        )
        ledger.note(f"change/{key}", change)
