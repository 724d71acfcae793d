"""The page of an organization: where it is, what it shows to whom."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext

from cms import access
from members.models import Location, Organization, SocialLink
from members.models.organizations import FIELD_VISIBILITY
from members.services.visibility import Reader, visible_fields
from tests.conftest import Visitor
from tests.factories.organizations import AffiliationFactory, CommunityFactory, OrganizationFactory, ServiceFactory
from tests.members.directory.conftest import give

pytestmark = pytest.mark.django_db

#: Field of FIELD_VISIBILITY → what shows that it is shown.
MARKS = {
    "description": "A long description",
    "email": "write@example.org",
    "phone": "403-555-0111",
    "address": "12 Hidden Lane",
    "website": "https://www.example.org/site",
    "hours": "From nine to five",
    "social_links": "https://www.example.org/social",
    "contact_person": "Ada Contact",
    "accreditation": "Accredited by nobody",
    "locations": "Second door",
    "people": "Listed Person",
}


@pytest.fixture
def organization(db: None) -> Organization:
    made = OrganizationFactory(
        title_fr="Élan",
        title_en="Momentum",
        community=CommunityFactory(name_fr="Olds", name_en="Olds"),
        description_fr=MARKS["description"],
        description_en=MARKS["description"],
        email=MARKS["email"],
        phone=MARKS["phone"],
        street=MARKS["address"],
        website_en=MARKS["website"],
        hours_en=MARKS["hours"],
        contact_person=MARKS["contact_person"],
        accreditation_en=MARKS["accreditation"],
    )
    Location.objects.create(organization=made, name_en=MARKS["locations"], street="99 Other Lane", phone="403-555-0199")
    SocialLink.objects.create(organization=made, network="other", url=MARKS["social_links"])
    for first_name, is_listed in (("Listed", True), ("Unlisted", False)):
        AffiliationFactory(
            organization=made,
            person__first_name=first_name,
            person__last_name="Person",
            person__is_listed=is_listed,
            person__position_en="Director",
        )
    return made


def shown(page: str) -> set[str]:
    return {field for field, mark in MARKS.items() if mark in page}


# --- addresses ------------------------------------------------------------------------------------


def test_it_stands_at_its_address_in_each_language(organization: Organization, visit: Visitor) -> None:
    page = visit.read("/en/members/momentum/")
    assert "<h1>Momentum</h1>" in page
    assert '<link rel="canonical" href="http://localhost:8000/en/members/momentum/">' in page
    assert 'hreflang="fr" href="http://localhost:8000/fr/membres/elan/"' in page
    assert 'id="language-toggle" href="/fr/membres/elan/"' in page
    assert '<a href="/en/members/">Directory of organizations</a>' in page
    assert 'name="robots"' not in page
    assert "<h1>Élan</h1>" in visit.read("/fr/membres/elan/")


def test_old_and_foreign_slugs_lead_to_its_address(organization: Organization, visit: Visitor) -> None:
    organization.slug_fr = "grand-elan"
    organization.save()
    moved = visit.get("/fr/membres/elan/")
    assert (moved.status_code, moved["Location"]) == (301, "/fr/membres/grand-elan/")
    for path in ("/fr/membres/momentum/", "/en/members/grand-elan/", "/fr/membres/nowhere/", "/fr/membres/a/b/"):
        assert visit.get(path).status_code == 404


def test_a_draft_and_a_restricted_one_are_not_there(
    organization: Organization, visit: Visitor, visitor: Callable[..., Visitor], person: Callable[..., Any]
) -> None:
    give(organization, access=[access.access_group(access.FUNDERS)])
    OrganizationFactory(title_en="Draft", live=False)
    assert visit.get("/en/members/momentum/").status_code == 404
    assert visitor(user=person(access.MEMBERS)).get("/en/members/momentum/").status_code == 404
    assert visit.get("/en/members/draft/").status_code == 404
    page = visitor(user=person(access.FUNDERS)).read("/en/members/momentum/")
    assert '<meta name="robots" content="noindex">' in page
    assert "hreflang" not in page.split("</head>")[0]
    assert "Shown to some people only" in page
    assert '"@type": "PostalAddress"' not in page


# --- who sees which field -------------------------------------------------------------------------


def test_each_reader_sees_the_fields_that_the_organization_chose_for_them(
    organization: Organization,
    visit: Visitor,
    visitor: Callable[..., Visitor],
    insider: Callable[..., Any],
    person: Callable[..., Any],
) -> None:
    every = set(FIELD_VISIBILITY)
    assert set(MARKS) == every
    left = AffiliationFactory(ended_at=organization.created_at).person
    unpublished = insider(OrganizationFactory(live=False))
    partner = insider(OrganizationFactory(kind="funder"))
    public = [visit, *(visitor(user=user) for user in (person(access.MEMBERS), left, unpublished))]
    members = [visitor(user=user) for user in (insider(), partner)]
    own = [visitor(user=user) for user in (insider(organization), person(role="Editors"))]
    for choice, readers in (("public", [*public, *members, *own]), ("members", [*members, *own]), ("hidden", own)):
        Organization.objects.filter(pk=organization.pk).update(visibility=dict.fromkeys(every, choice))
        for number, reader in enumerate([*public, *members, *own]):
            seen = shown(reader.read("/en/members/momentum/"))
            assert (choice, number, seen) == (choice, number, every if reader in readers else set())


def test_each_field_is_chosen_by_itself(organization: Organization) -> None:
    every = set(FIELD_VISIBILITY)
    for field in every:
        organization.visibility = {**dict.fromkeys(every, "public"), field: "members"}
        assert visible_fields(organization, Reader.PUBLIC) == every - {field}
        assert visible_fields(organization, Reader.MEMBER) == every
    organization.visibility = {"email": "nonsense", "unknown": "public"}
    assert visible_fields(organization, Reader.PUBLIC) == every - {"contact_person"}


def test_a_further_place_keeps_what_the_profile_keeps(organization: Organization, visit: Visitor) -> None:
    assert "403-555-0199" in visit.read("/en/members/momentum/")
    Organization.objects.update(visibility={"phone": "members", "address": "hidden"})
    page = visit.read("/en/members/momentum/")
    assert "403-555-0199" not in page
    assert "99 Other Lane" not in page
    assert MARKS["locations"] in page


def test_only_those_who_agreed_are_listed_without_an_address(organization: Organization, visit: Visitor) -> None:
    page = visit.read("/en/members/momentum/")
    assert "Listed Person</strong><span>Director</span>" in page
    assert "Unlisted" not in page
    emails = [affiliation.person.email for affiliation in organization.affiliations.all()]
    assert not any(email in page for email in emails)


def test_structured_data_holds_public_fields_only(
    organization: Organization, visitor: Callable[..., Visitor], insider: Callable[..., Any]
) -> None:
    organization.visibility = {"email": "members", "address": "hidden", "description": "hidden"}
    organization.save()
    page = visitor(user=insider(organization)).read("/en/members/momentum/")
    assert MARKS["email"] in page
    data = json.loads(re.search(r"<script[^>]*ld\+json[^>]*>(.*?)</script>", page).group(1))  # type: ignore[union-attr]
    written = json.dumps(data)
    assert not any(MARKS[field] in written for field in ("email", "address", "description", "contact_person"))
    assert MARKS["phone"] in written
    assert [crumb["name"] for crumb in data["@graph"][1]["itemListElement"]][-1] == "Momentum"


# --- preview, cost --------------------------------------------------------------------------------


def test_a_draft_can_be_looked_at_in_both_languages(organization: Organization, editor: Any) -> None:
    draft = organization.get_latest_revision_as_object()
    draft.title_fr, draft.title_en = "Brouillon", "Sketch"
    draft.services.set([ServiceFactory(name_fr="Tutorat", name_en="Tutoring")])
    for mode, words in (("fr", ("Brouillon", "Tutorat")), ("en", ("Sketch", "Tutoring"))):
        request = RequestFactory().get("/", SERVER_NAME="localhost")
        request.user, request.is_preview = editor, True
        page = draft.serve_preview(request, mode).content.decode()
        assert all(word in page for word in words)
        assert f'<html lang="{mode}">' in page
        assert '<meta name="robots" content="noindex">' in page
    assert Organization(title_fr="Neuf").serve_preview(request, "fr").status_code == 200


def test_the_page_costs_the_same_whatever_it_shows(organization: Organization, visit: Visitor) -> None:
    costs = []
    for size in (2, 12):
        for number in range(size):
            Location.objects.create(organization=organization, community=CommunityFactory(), name_en=f"{number}")
            AffiliationFactory(
                organization=organization, person__first_name="A", person__last_name="B", person__is_listed=True
            )
        terms = [ServiceFactory(key=f"service-{size}-{number}") for number in range(size)]
        give(Organization.objects.get(pk=organization.pk), services=terms)
        visit.read("/en/members/momentum/")
        with CaptureQueriesContext(connection) as queries:
            visit.read("/en/members/momentum/")
        costs.append(len(queries))
    assert costs[0] == costs[1] <= 16
