"""What leaves the directory: the file, the API, the sitemap, the numbers; and what makes workers read again."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cms import access, caching
from members import bench
from members.models import Affiliation, Organization, OrganizationText
from tests.conftest import Visitor
from tests.factories.organizations import (
    CommunityFactory,
    KindFactory,
    OrganizationFactory,
    RegionFactory,
    ServiceFactory,
    TierFactory,
)
from tests.members.directory.conftest import give

pytestmark = pytest.mark.django_db
API = "/api/v2/organizations/"


def table(answer: Any) -> list[dict[str, str]]:
    assert answer["Content-Type"] == "text/csv; charset=utf-8"
    return list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))


# --- the file -------------------------------------------------------------------------------------


def test_the_file_holds_what_the_address_filters_in_the_readers_language(
    directory: dict[str, Any], visit: Visitor
) -> None:
    rows = table(visit.get("/fr/membres/?small=1&format=csv"))
    assert [row["Nom"] for row in rows] == ["Élan", "Foyer", "Maison"]
    assert (rows[0]["Petit centre"], rows[0]["Services"]) == ("Oui", "Établissement")
    assert rows[0]["Page du répertoire"] == "http://localhost:8000/fr/membres/elan/"
    answer = visit.get("/en/members/?q=zenith&format=csv")
    assert [row["Name"] for row in table(answer)] == ["Zenith"]
    assert answer["Content-Disposition"] == 'attachment; filename="organizations.csv"'


def test_the_file_holds_public_fields_only_and_no_formula(
    visitor: Callable[..., Visitor], insider: Callable[..., Any]
) -> None:
    made = OrganizationFactory(
        title_en="=HYPERLINK(1)", phone="+1 403", email="secret@example.org", visibility={"email": "members"}
    )
    give(OrganizationFactory(title_en="Private"), access=[access.access_group(access.MEMBERS)])
    reader = insider(made)
    reader.groups.add(access.access_group(access.MEMBERS))
    answer = visitor(user=reader).get("/en/members/?format=csv")
    (row,) = table(answer)
    assert (row["Name"], row["Telephone"], row["E-mail address"]) == ("'=HYPERLINK(1)", "'+1 403", "")
    assert "no-store" in answer["Cache-Control"]


# --- the API --------------------------------------------------------------------------------------


def test_the_api_lists_public_organizations_by_the_directorys_own_filters(
    directory: dict[str, Any], visit: Visitor
) -> None:
    give(directory["maison"], access=[access.access_group(access.MEMBERS)])
    found = visit.get(f"{API}?service=settlement&q=banff+foyer&fields=services,small_centre").json()
    assert found["meta"]["total_count"] == 1
    (item,) = found["items"]
    assert (item["title_fr"], item["small_centre"], item["services"][0]["key"]) == ("Foyer", True, "settlement")
    assert item["html_urls"]["fr"] == "http://localhost:8000/fr/membres/foyer/"
    assert visit.get(API).json()["meta"]["total_count"] == 3
    assert visit.get(f"{API}{directory['maison'].pk}/").status_code == 404


def test_the_api_tells_nothing_that_is_not_public(visitor: Callable[..., Visitor], insider: Callable[..., Any]) -> None:
    made = OrganizationFactory(
        email="secret@example.org", contact_person="Ada", street="1 Lane", visibility={"address": "hidden"}
    )
    made.visibility["email"] = "members"
    made.save()
    visit = visitor(user=insider(made))
    answer = visit.get(f"{API}{made.pk}/").json()
    assert (answer["email"], answer["contact_person"], answer["street"]) == ("", "", "")
    assert set(answer) & {"visibility", "email_domains", "confirmed_at", "access", "publishes_at_once"} == set()
    for query in ("email=secret@example.org", "order=email", "search=secret", "fields=visibility", "live=false"):
        assert visit.get(f"{API}?{query}").status_code == 400
    for query in ("service=nonsense", "q=%F0%9F%98%80", "fields=*"):
        assert visit.get(f"{API}?{query}").status_code == 200


def test_the_api_costs_the_same_with_two_and_with_ten(visit: Visitor) -> None:
    costs = []
    for size in (2, 8):
        for _ in range(size):
            give(OrganizationFactory(), services=[ServiceFactory()])
        with CaptureQueriesContext(connection) as queries:
            visit.get(f"{API}?fields=*&limit=20")
        costs.append(len(queries))
    assert costs[0] == costs[1]


# --- the sitemap, the numbers ---------------------------------------------------------------------


def test_the_sitemap_names_public_organizations_in_both_languages(directory: dict[str, Any], visit: Visitor) -> None:
    give(directory["foyer"], access=[access.access_group(access.MEMBERS)])
    page = visit.read("/sitemap.xml")
    assert "<loc>http://localhost:8000/fr/membres/elan/</loc>" in page
    assert 'hreflang="en" href="http://localhost:8000/en/members/momentum/"' in page
    assert "foyer" not in page
    assert "espaces" not in page


def test_the_home_page_counts_organizations_and_small_centres(directory: dict[str, Any], visit: Visitor) -> None:
    def figures() -> list[str]:
        return [part.split("</dd>")[0] for part in visit.read("/en/").split("<dd>")[1:]]

    assert figures() == ["4", "3"]
    directory["elan"].unpublish()
    assert figures() == ["3", "2"]
    give(directory["foyer"], access=[access.access_group(access.MEMBERS)])
    assert figures() == ["2", "1"]
    directory["maison"].delete()
    assert figures() == ["1"]


def test_what_the_directory_keeps_is_read_again_after_a_change(towns: dict[str, Any]) -> None:
    organization = OrganizationFactory(community=towns["olds"])
    region = towns["olds"].region
    for change in (towns["olds"].save, region.save, KindFactory(key="lip").save, organization.save):
        before = caching.current_stamp()
        change()
        assert caching.current_stamp() > before
    before = caching.current_stamp()
    organization.save_revision()
    assert caching.current_stamp() == before


# --- the benchmark's data -------------------------------------------------------------------------


def test_the_benchmarks_data_are_made_once(visit: Visitor) -> None:
    for number, key in enumerate(("small", "towns", "cities", "major"), start=1):
        TierFactory(key=key, number=number)
    for key in {row[4] for row in bench.COMMUNITIES}:
        RegionFactory(key=key)
    KindFactory()
    ServiceFactory()
    caching.forget()
    assert bench.fill(30, 40) == "Organizations: 30, people: 40"
    assert bench.fill(30, 40) == "Organizations and people: as they were"
    assert OrganizationText.objects.count() == Organization.objects.count() == 30
    assert Affiliation.objects.current().count() == 40
    assert CommunityFactory._meta.model.objects.count() == len(bench.COMMUNITIES)
