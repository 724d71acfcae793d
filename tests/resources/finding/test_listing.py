"""The toolkit's page: what it lists, counts and sorts, for whom."""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cms import access
from cms.models import ZeroResultSearch
from cms.spelling import refresh_words
from resources.models import DownloadCount, Resource, ResourceIndexPage
from resources.services.downloads import count_anew, count_download
from tests.conftest import Visitor
from tests.factories.records import TopicFactory
from tests.factories.resources import ResourceFactory, ResourceFileFactory

pytestmark = pytest.mark.django_db


def listed(page: str) -> list[str]:
    """Return the titles of the entries, in their order."""
    return re.findall(r'class="card__title"><a href="[^"]+"[^>]*>([^<]+)</a>', page)


def counts(page: str) -> dict[str, str]:
    return dict(re.findall(r'id="([\w-]+)" name="[^"]*" value="[^"]*".*?check__count">(\d+)<', page))


def test_the_toolkits_page_is_there_in_both_languages_and_tied() -> None:
    pages = ResourceIndexPage.objects.filter(live=True)
    assert {page.slug for page in pages} == {"boite-a-outils", "toolkit"}
    assert len({page.translation_key for page in pages}) == 1


def test_it_reads_in_each_language_newest_first(toolkit: dict[str, Any], visit: Visitor) -> None:
    french, english = visit.read("/fr/boite-a-outils/"), visit.read("/en/toolkit/")
    assert listed(french) == [
        "Trouver un toit",
        "Préparer l’hiver",
        "Bilan des établissements",
        "Letter to a landlord",
    ]
    assert listed(english)[0] == "Finding a home"
    assert "4 ressources" in french
    assert "4 resources" in english
    assert 'href="/fr/boite-a-outils/trouver-un-toit/"' in french
    assert 'href="/en/toolkit/finding-a-home/"' in english


def test_what_exists_in_the_other_language_only_says_so(toolkit: dict[str, Any], visit: Visitor) -> None:
    french = visit.read("/fr/boite-a-outils/?topic=housing&setting=urban&type=checklist")
    assert 'lang="en" hreflang="en">Letter to a landlord' in french
    assert "en anglais seulement" in french


CHOICES = {
    "topic=housing": ["housing", "french", "english"],
    "topic=housing&topic=health": ["housing", "winter", "french", "english"],
    "topic=housing&type=checklist": ["english"],
    "audience=front-line-staff": ["housing"],
    "setting=small-centre": ["housing", "winter", "english"],
    "setting=urban": ["winter", "french", "english"],
    "language=fr": ["housing", "winter", "french"],
    "language=both": ["housing"],
    "language=other": ["winter"],
    "language=en": ["housing", "english"],
    "year=2023": ["winter", "french"],
    "sort=title": ["french", "english", "winter", "housing"],
    "new=1": ["housing", "winter", "french", "english"],
    "topic=nonsense&year=-1&type=%F0%9F%98%80&page=0&view=x&sort=y": ["housing", "winter", "french", "english"],
}


def test_each_filter_keeps_what_it_says(toolkit: dict[str, Any], visit: Visitor) -> None:
    titles = {str(row.title_fr or row.title_en): key for key, row in toolkit.items()}
    found = {
        query: [titles[title] for title in listed(visit.read(f"/fr/boite-a-outils/?{query}"))] for query in CHOICES
    }
    assert found == CHOICES


def test_names_and_values_are_the_same_in_both_languages(toolkit: dict[str, Any], visit: Visitor) -> None:
    query = "?topic=housing&setting=small-centre&view=list&sort=title"
    assert len(listed(visit.read(f"/fr/boite-a-outils/{query}"))) == 2
    assert listed(visit.read(f"/en/toolkit/{query}")) == ["Finding a home", "Letter to a landlord"]


def test_counts_tell_what_each_value_would_give(toolkit: dict[str, Any], visit: Visitor) -> None:
    found = counts(visit.read("/en/toolkit/?topic=health&type=guide"))
    assert found["topic-housing"] == "2"  # of the guides
    assert found["topic-health"] == "1"
    assert found["type-checklist"] == "1"  # about health
    assert found["setting-urban"] == "1"
    assert "setting-small-centre" not in found


def test_members_find_and_count_what_is_for_members(
    toolkit: dict[str, Any], visitor: Callable[..., Visitor], person: Callable[..., Any]
) -> None:
    member, partner = visitor(user=person(access.MEMBERS)), visitor(user=person(access.OTHER_PARTNERS))
    assert "Notes for members" in listed(member.read("/en/toolkit/"))
    assert counts(member.read("/en/toolkit/"))["topic-housing"] == "4"
    assert "Notes for members" not in listed(partner.read("/en/toolkit/"))
    assert counts(partner.read("/en/toolkit/"))["topic-housing"] == "3"


def test_what_is_restricted_is_gone_at_once_for_every_worker(toolkit: dict[str, Any], visit: Visitor) -> None:
    assert "Finding a home" in listed(visit.read("/en/toolkit/"))
    row = toolkit["housing"]
    row.access.set([access.access_group(access.FUNDERS)])
    row.save()
    assert "Finding a home" not in listed(visit.read("/en/toolkit/"))
    assert listed(visit.read("/en/toolkit/?q=home")) == []


def test_what_somebody_wrote_never_becomes_an_element(visit: Visitor, db: None) -> None:
    hostile = '<i onclick="x">\'A\' & "B"</i>'
    topic = TopicFactory(key="hostile", name_fr=hostile, name_en=hostile)
    ResourceFactory(title_en=hostile, summary_en=hostile, title_fr="", summary_fr="", topics=[topic])
    for view in ("grid", "list"):
        html = BeautifulSoup(visit.read(f"/en/toolkit/?view={view}"), "html.parser")
        shown = [html.select_one(selector) for selector in (".card__title", ".card__title + p", ".check span")]
        assert [element.get_text() for element in shown] == [hostile] * 3
        assert not html.find_all("i")


def test_entries_are_judged_again_as_their_rows_are_now(toolkit: dict[str, Any], visit: Visitor) -> None:
    """Even were an index in memory out of date, a restricted title would not be shown."""
    visit.read("/en/toolkit/")
    Resource.access.through.objects.create(
        resource=toolkit["housing"], group=access.access_group(access.FUNDERS)
    )  # behind everyone's back
    assert "Finding a home" not in listed(visit.read("/en/toolkit/"))


def test_an_unpublished_resource_is_listed_nowhere(toolkit: dict[str, Any], visit: Visitor) -> None:
    toolkit["winter"].unpublish()
    assert "Getting ready for winter" not in listed(visit.read("/en/toolkit/"))
    assert listed(visit.read("/en/toolkit/?q=winter")) == []


# --- search within the toolkit ----------------------------------------------------------------------


SEARCHES = {
    ("fr", "etablissement"): ["Bilan des établissements"],
    ("fr", "établissements"): ["Bilan des établissements"],
    ("en", "homes"): ["Finding a home"],
    ("en", "winter -home"): ["Getting ready for winter"],
    ("fr", "landlord"): ["Letter to a landlord"],
    ("en", "toit"): ["Finding a home"],
}


def test_a_search_folds_accents_and_stems_in_both_languages(toolkit: dict[str, Any], visit: Visitor) -> None:
    addresses = {"fr": "/fr/boite-a-outils/", "en": "/en/toolkit/"}
    found = {
        (language, text): listed(visit.get(addresses[language], {"q": text}).content.decode())
        for language, text in SEARCHES
    }
    assert found == SEARCHES


def test_a_topic_is_found_by_its_name_in_the_other_language(toolkit: dict[str, Any], visit: Visitor) -> None:
    """« logement » finds an English letter by its topic; what is in the reader's language comes first."""
    found = listed(visit.read("/fr/boite-a-outils/?q=logement"))
    assert set(found[:2]) == {"Trouver un toit", "Bilan des établissements"}
    assert found[2:] == ["Letter to a landlord"]


def test_title_counts_more_than_summary_and_summary_more_than_text(visit: Visitor, db: None) -> None:
    text = [{"type": "rich_text", "value": "<p>All about bicycles.</p>"}]
    ResourceFactory(title_en="Moving about", body_en=text)
    ResourceFactory(title_en="Going to town", summary_en="Bicycles are cheap.")
    ResourceFactory(title_en="Bicycles")
    assert listed(visit.read("/en/toolkit/?q=bicycle")) == ["Bicycles", "Going to town", "Moving about"]


def test_filters_and_counts_hold_within_a_search(toolkit: dict[str, Any], visit: Visitor) -> None:
    page = visit.read("/en/toolkit/?q=housing&type=checklist")
    assert listed(page) == ["Letter to a landlord"]
    assert counts(page)["type-guide"] == "2"


def test_a_search_without_a_result_is_kept_once_and_offers_a_way_on(
    toolkit: dict[str, Any], visitor: Callable[..., Visitor]
) -> None:
    reader = visitor(HTTP_USER_AGENT="Mozilla/5.0 (a browser)")
    assert "No resource matches these choices" in reader.read("/en/toolkit/?q=bicicle+repairs")
    reader.read("/en/toolkit/?q=Bicicle++repairs")
    kept = ZeroResultSearch.objects.get()
    assert (kept.words, kept.times, kept.place, kept.language) == ("bicicle repairs", 2, "toolkit", "en")
    assert 'href="/en/toolkit/?q=winter"' in reader.read("/en/toolkit/?q=winter&topic=housing")
    assert ZeroResultSearch.objects.count() == 1


def test_a_word_spelled_wrong_leads_to_the_one_that_is_there(toolkit: dict[str, Any], visit: Visitor) -> None:
    refresh_words()
    assert '<a href="/en/toolkit/?q=landlord">landlord</a>' in visit.read("/en/toolkit/?q=landlrod")
    assert '<a href="/fr/boite-a-outils/?q=hiver">hiver</a>' in visit.read("/fr/boite-a-outils/?q=hivver")


# --- order --------------------------------------------------------------------------------------------


def test_most_used_comes_first_of_what_was_fetched_within_a_year(toolkit: dict[str, Any], visit: Visitor) -> None:
    english = ResourceFileFactory(resource=toolkit["english"])
    old = ResourceFileFactory(resource=toolkit["french"])
    visit.read("/en/toolkit/?sort=used")
    for _ in range(3):
        count_download(english)
    DownloadCount.objects.create(
        resource=old.resource, file_uid=old.uid, day=timezone.localdate() - datetime.timedelta(days=400), count=99
    )
    assert count_anew() == "downloads counted anew"
    assert listed(visit.read("/en/toolkit/?sort=used"))[0] == "Letter to a landlord"
    assert count_anew() is None  # once a day


def test_new_since_the_last_visit_is_for_those_who_are_signed_in(
    toolkit: dict[str, Any], visitor: Callable[..., Visitor], person: Callable[..., Any]
) -> None:
    last = timezone.now() - datetime.timedelta(days=2, hours=12)
    page = visitor(user=person(previous_visit_at=last)).read("/en/toolkit/?new=1")
    assert listed(page) == ["Finding a home", "Getting ready for winter"]
    assert counts(page)["new-1"] == "2"
    assert "New since my last visit" not in visitor().read("/en/toolkit/")


# --- cost and nonsense --------------------------------------------------------------------------------


def test_queries_do_not_grow_with_rows_or_values(visit: Visitor, db: None) -> None:
    def asked(query: str) -> int:
        visit.read(f"/en/toolkit/{query}")  # what is kept under the stamp is read now
        with CaptureQueriesContext(connection) as captured:
            visit.read(f"/en/toolkit/{query}")
        return len(captured)

    ResourceFactory(title_en="One housing")
    few = asked(""), asked("?q=housing")
    for number in range(20):
        row = ResourceFactory(title_en=f"More housing {number}", topics=[TopicFactory(key=f"topic-{number}")])
        ResourceFileFactory(resource=row)
    assert (asked(""), asked("?q=housing")) == few
    assert max(few) <= 8


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    pairs=st.lists(
        st.tuples(
            st.sampled_from(["q", "topic", "type", "setting", "language", "year", "sort", "view", "page", "new", "x"]),
            st.text(max_size=40) | st.sampled_from(["housing", "relevance", "1", "-1", "99999999999999", "a:*", '"']),
        ),
        max_size=6,
    )
)
def test_any_query_string_gets_an_answer(pairs: list[tuple[str, str]], toolkit: dict[str, Any], visit: Visitor) -> None:
    query = [(name, value.replace("\0", "")) for name, value in pairs]
    response = visit.get("/fr/boite-a-outils/", query_params=query)
    assert response.status_code == 200
