"""Old addresses lead to the new ones in both trees, and no language is served under the other's address."""

from __future__ import annotations

import pytest
from django.urls import reverse
from wagtail.models import Page

from tests.factories.pages import StandardPageFactory, translate


@pytest.fixture
def pair(homes):
    french = StandardPageFactory(parent=homes["fr"], title="Avis", slug="avis")
    english = translate(french, title="Notice", slug="notice")
    child = StandardPageFactory(parent=french, title="Détail", slug="detail")
    translate(child, title="Detail", slug="detail-in-english")
    for page in (french, english):
        page.refresh_from_db()
    return french, english


def rename(page, slug):
    page = Page.objects.get(pk=page.pk).specific
    page.slug = slug
    page.save_revision().publish()


def leads(visit, old, new):
    response = visit.get(old)
    assert response.status_code == 301, (old, response.status_code)
    assert response["Location"].endswith(new), response["Location"]
    assert visit.get(new).status_code == 200


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("place", [0, 1], ids=["french", "english"])
def test_a_slug_that_changed_leaves_a_redirect_for_the_page_and_all_under_it(pair, visit, place):
    addresses = (
        ("/fr/avis/", "/fr/annonce/", "/fr/avis/detail/", "/fr/annonce/detail/"),
        ("/en/notice/", "/en/announcement/", "/en/notice/detail-in-english/", "/en/announcement/detail-in-english/"),
    )[place]
    rename(pair[place], addresses[1].split("/")[2])
    leads(visit, addresses[0], addresses[1])
    leads(visit, addresses[2], addresses[3])
    assert visit.get(("/en/notice/", "/fr/avis/")[place]).status_code == 200


@pytest.mark.django_db(transaction=True)
def test_a_slug_changed_twice_and_back_makes_no_circle(pair, visit):
    rename(pair[0], "annonce")
    rename(pair[0], "nouvelle")
    leads(visit, "/fr/avis/", "/fr/nouvelle/")
    leads(visit, "/fr/annonce/", "/fr/nouvelle/")
    rename(pair[0], "avis")
    assert visit.get("/fr/avis/").status_code == 200
    leads(visit, "/fr/annonce/", "/fr/avis/")
    leads(visit, "/fr/nouvelle/detail/", "/fr/avis/detail/")


@pytest.mark.django_db(transaction=True)
def test_a_page_that_moved_leaves_a_redirect_in_both_trees(pair, homes, visit, visitor, moderator):
    section = StandardPageFactory(parent=homes["fr"], title="Section", slug="section")
    translate(section, title="Section", slug="the-section")
    address = reverse("wagtailadmin_pages:move_confirm", args=[pair[0].pk, section.pk])
    visitor(user=moderator).post(address, {"other_language": "on"})
    leads(visit, "/fr/avis/", "/fr/section/avis/")
    leads(visit, "/fr/avis/detail/", "/fr/section/avis/detail/")
    leads(visit, "/en/notice/", "/en/the-section/notice/")


@pytest.mark.django_db(transaction=True)
def test_an_old_address_keeps_leading_on_with_its_query(pair, visit):
    rename(pair[0], "annonce")
    response = visit.get("/fr/avis/?page=2")
    assert response.status_code == 301
    assert "/fr/annonce/" in response["Location"]


def test_an_address_without_redirect_costs_no_query_for_redirects(homes, visit, django_assert_max_num_queries):
    visit.get("/fr/rien/")
    with django_assert_max_num_queries(2) as queries:
        assert visit.get("/fr/rien/").status_code == 404
    assert not [query for query in queries.captured_queries if "redirect" in query["sql"]]


# --- homes ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", ["fr", "en"])
def test_a_home_in_draft_answers_404_and_never_the_other_language(pair, homes, visit, language):
    homes[language].unpublish()
    other = {"fr": "en", "en": "fr"}[language]
    for address in ("", "avis/", "notice/", "avis/detail/"):
        response = visit.get(f"/{language}/{address}")
        assert response.status_code == 404, address
        assert f'<html lang="{language}' in response.content.decode()
    assert visit.get(f"/{other}/").status_code == 200


def test_pages_answer_under_their_own_language_only(pair, visit):
    assert visit.get("/en/avis/").status_code == 404
    assert visit.get("/fr/notice/").status_code == 404
