"""The page of a resource: where it is, what it shows to whom."""

from __future__ import annotations

import datetime
import json
import re
from collections.abc import Callable
from typing import Any
from urllib.parse import unquote

import pytest
from django.db import connection
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from cms import access
from members.models import Organization
from resources.models import DocumentText, Licence, Resource
from tests.conftest import Visitor
from tests.factories.files import DocumentFactory
from tests.factories.organizations import AudienceFactory, OrganizationFactory
from tests.factories.records import TopicFactory
from tests.factories.resources import ResourceFactory, ResourceFileFactory

pytestmark = pytest.mark.django_db
PARAGRAPH = [("rich_text", "<p>First, find a flat.</p>")]


@pytest.fixture
def guide(db: None) -> Resource:
    return ResourceFactory(title_fr="Trouver un logement", title_en="Finding a home")


# --- addresses ------------------------------------------------------------------------------------


def test_it_stands_at_its_address_in_each_language(guide: Resource, visit: Visitor) -> None:
    page = visit.read("/en/toolkit/finding-a-home/")
    assert "<h1>Finding a home</h1>" in page
    assert '<link rel="canonical" href="http://localhost:8000/en/toolkit/finding-a-home/">' in page
    assert 'hreflang="fr" href="http://localhost:8000/fr/boite-a-outils/trouver-un-logement/"' in page
    assert 'id="language-toggle" href="/fr/boite-a-outils/trouver-un-logement/"' in page
    assert '<a href="/en/toolkit/">Toolkit</a>' in page
    assert 'name="robots"' not in page
    assert "<h1>Trouver un logement</h1>" in visit.read("/fr/boite-a-outils/trouver-un-logement/")


def test_old_slugs_lead_to_it_and_foreign_ones_nowhere(guide: Resource, visit: Visitor) -> None:
    guide.slug_fr = "logement"
    guide.save()
    moved = visit.get("/fr/boite-a-outils/trouver-un-logement/")
    assert (moved.status_code, moved["Location"]) == (301, "/fr/boite-a-outils/logement/")
    for path in ("/fr/boite-a-outils/finding-a-home/", "/en/toolkit/logement/", "/en/toolkit/nowhere/"):
        assert visit.get(path).status_code == 404


def test_one_in_a_single_language_is_shown_in_both_and_says_so(visit: Visitor) -> None:
    ResourceFactory(title_fr="Seulement ici", summary_fr="Un mot.", title_en="", summary_en="")
    page = visit.read("/en/toolkit/seulement-ici/")
    assert '<h1 lang="fr">Seulement ici</h1>' in page
    assert "in French only" in page
    assert '<p lang="fr">Un mot.</p>' in page
    assert "in French only" not in visit.read("/fr/boite-a-outils/seulement-ici/")


def test_its_text_in_the_other_language_is_labelled(visit: Visitor) -> None:
    ResourceFactory(title_en="Half", body_fr=[("rich_text", "<p>Un texte.</p>")])
    page = visit.read("/en/toolkit/half/")
    assert '<div class="flow" lang="fr">' in page
    assert "Un texte." in page
    assert "in French only" in page


# --- who sees it ----------------------------------------------------------------------------------


def test_those_whom_it_is_for_see_it_and_for_others_it_is_not_there(
    visit: Visitor, visitor: Callable[..., Visitor], person: Callable[..., Any], editor: Any
) -> None:
    ResourceFactory(title_en="Hushed", codes=[access.MEMBERS])
    ResourceFactory(title_en="Draft", live=False)
    for outsider in (visit, visitor(user=person(access.FUNDERS)), visitor(user=person())):
        assert outsider.get("/en/toolkit/hushed/").status_code == 404
    for reader in (person(access.MEMBERS), editor):
        page = visitor(user=reader).read("/en/toolkit/hushed/")
        assert '<meta name="robots" content="noindex">' in page
        assert "hreflang" not in page.split("</head>")[0]
        assert "Shown to these only:" in page
        assert "LearningResource" not in page
        assert visitor(user=reader).get("/en/toolkit/draft/").status_code == 404


def test_it_tells_what_is_known_of_it(visit: Visitor) -> None:
    topic = TopicFactory(key="housing", name_en="Housing")
    audience = AudienceFactory(key="front-line", name_en="Front-line staff")
    ResourceFactory(
        title_en="Full",
        topics=[topic],
        audiences=[audience],
        setting="small-centre",
        author_en="Ada Côté",
        year=2023,
        requested_by_en="Staff of small centres",
        consultation_en="Round table of the spring",
        source_year=2022,
        partners=[OrganizationFactory(title_en="Momentum")],
        other_partners_en="A library",
        licence=Licence.CC_BY,
        review_on=datetime.date(2027, 3, 1),
        body_en=PARAGRAPH,
    )
    page = visit.read("/en/toolkit/full/")
    for shown in (
        '<a href="/en/toolkit/?topic=housing">Housing</a>',
        '<a href="/en/toolkit/?audience=front-line">Front-line staff</a>',
        '<a href="/en/toolkit/?type=guide">Guide</a>',
        '<a href="/en/toolkit/?setting=small-centre">Small centre</a>',
        "Ada Côté",
        "Staff of small centres",
        "Round table of the spring",
        "Year of the request: 2022",
        '<a href="/en/members/momentum/">Momentum</a>',
        "A library",
        'href="https://creativecommons.org/licenses/by/4.0/deed.en"',
        "March 1, 2027",
        "First, find a flat.",
    ):
        assert shown in page, shown


def test_partners_that_the_reader_may_not_see_are_not_named(
    visit: Visitor, visitor: Callable[..., Visitor], member: Any
) -> None:
    hidden = OrganizationFactory(title_en="Hidden partner")
    hidden.access.set([access.access_group(access.MEMBERS)])
    hidden.save()
    ResourceFactory(title_en="Joint", partners=[hidden, OrganizationFactory(title_en="Gone", live=False)])
    page = visit.read("/en/toolkit/joint/")
    assert "Hidden partner" not in page
    assert "Partners</dt>" not in page
    page = visitor(user=member).read("/en/toolkit/joint/")
    assert "Hidden partner" in page
    assert "Gone" not in page


def test_an_empty_one_says_so(visit: Visitor) -> None:
    ResourceFactory(title_en="Bare")
    ResourceFactory(title_en="Written", body_en=PARAGRAPH)
    assert "There is no file here yet." in visit.read("/en/toolkit/bare/")
    assert "what it holds is written below" in visit.read("/en/toolkit/written/")


def test_search_engines_read_its_public_facts(guide: Resource, visit: Visitor) -> None:
    guide.licence, guide.author_en = Licence.OGL_CANADA, "Ada"
    guide.save()
    page = visit.read("/en/toolkit/finding-a-home/")
    written = re.search(r"<script[^>]*ld\+json[^>]*>(.*?)</script>", page)
    assert written
    (data,) = [node for node in json.loads(written.group(1))["@graph"] if node["@type"] == "LearningResource"]
    assert data["license"] == "https://open.canada.ca/en/open-government-licence-canada"
    assert (data["name"], data["author"]["name"], data["inLanguage"]) == ("Finding a home", "Ada", ["fr-CA", "en-CA"])
    assert data["url"].endswith("/en/toolkit/finding-a-home/")


# --- its files ------------------------------------------------------------------------------------


def order(page: str) -> list[str]:
    """Return the titles of the files, in the order of the page; the best one with a star."""
    entries = page.split('<ul class="res-files">')[1].split("</ul>")[0].split('<li class="file')[1:]
    found = []
    for entry in entries:
        title = re.search(r"<a href=[^>]*>(.*?)</a>", entry)
        assert title
        found.append(f"{title.group(1)}{'*' if 'file__best' in entry else ''}")
    return found


@pytest.fixture
def six_files(guide: Resource) -> Resource:
    for number, (language, setting) in enumerate(
        (("other", "both"), ("en", "urban"), ("fr", "urban"), ("fr", "both"), ("fr", "small-centre"), ("en", "both"))
    ):
        name = f"{language} {setting}"
        ResourceFileFactory(
            resource=guide, language=language, setting=setting, title_fr=name, title_en=name, sort_order=number
        )
    return guide


def test_the_best_file_for_a_reader_comes_first_by_language_then_setting(
    six_files: Resource, visit: Visitor, visitor: Callable[..., Visitor], somebody_of: Callable[..., Any]
) -> None:
    english, french = "/en/toolkit/finding-a-home/", "/fr/boite-a-outils/trouver-un-logement/"
    others = ["fr both", "fr small-centre", "fr urban", "other both"]
    assert order(visit.read(english)) == ["en both*", "en urban", *others]
    assert order(visit.read(french))[:3] == ["fr both*", "fr small-centre", "fr urban"]
    in_town, in_city = (visitor(user=somebody_of(small_centre=small)) for small in (True, False))
    assert order(in_town.read(french))[:3] == ["fr small-centre*", "fr both", "fr urban"]
    assert order(in_city.read(french))[:3] == ["fr urban*", "fr both", "fr small-centre"]
    assert order(in_city.read(english))[:2] == ["en urban*", "en both"]


def test_none_is_marked_where_there_is_no_choice_or_none_in_the_readers_language(
    guide: Resource, visit: Visitor
) -> None:
    ResourceFileFactory(resource=guide, language="fr", title_fr="Un", title_en="One")
    assert order(visit.read("/fr/boite-a-outils/trouver-un-logement/")) == ["Un"]
    ResourceFileFactory(resource=guide, language="other", title_fr="Deux", title_en="Two")
    assert order(visit.read("/en/toolkit/finding-a-home/")) == ["One", "Two"]


def test_a_file_in_both_languages_serves_as_one_in_the_readers_own(guide: Resource, visit: Visitor) -> None:
    ResourceFileFactory(resource=guide, language="en", setting="urban", title_en="City")
    ResourceFileFactory(resource=guide, language="both", setting="both", title_en="Everyone")
    assert order(visit.read("/en/toolkit/finding-a-home/")) == ["Everyone*", "City"]


def test_each_file_says_what_it_is(guide: Resource, visit: Visitor) -> None:
    document = DocumentFactory(title="Le guide complet", file__filename="guide.pdf", file_size=2700)
    DocumentText.objects.create(document=document, pages=12, text="long " * 1000)
    file = ResourceFileFactory(resource=guide, document=document, language="fr", setting="small-centre")
    ResourceFileFactory(resource=guide, url="https://www.example.org/tool", language="en", title_en="A tool")
    page = visit.read("/en/toolkit/finding-a-home/")
    printed = f"http://localhost:8000/files/{file.uid}/"
    assert f'<a href="/files/{file.uid}/" data-printed="{printed}" lang="fr">Le guide complet</a>' in page
    for shown in ("<span>French</span>", "<span>Small centre</span>", "<span>PDF</span>", "3\xa0KB", "12 pages"):
        assert shown in page, shown
    assert "Link to example.org" in page
    assert 'href="https://www.example.org/tool"' not in page  # it leads through the address that counts


# --- to cite, to share ----------------------------------------------------------------------------


def test_it_says_how_it_is_cited_in_the_readers_language(visit: Visitor) -> None:
    ResourceFactory(
        title_fr="Trouver", title_en="Finding", author_fr="Ada C.", author_en="Ada C.", year=2023, slug_en="finding"
    )
    ResourceFactory(title_fr="Sans auteur", title_en="Unsigned", first_published_at=None)
    page = visit.read("/en/toolkit/finding/")
    assert "Ada C (2023). Finding [Guide]. " in page
    assert "http://localhost:8000/en/toolkit/finding/" in page
    assert "Ada C (2023). Trouver [Guide]. " in visit.read("/fr/boite-a-outils/trouver/")
    assert " (n.d.). Unsigned [Guide]. http" in visit.read("/en/toolkit/unsigned/")


def test_its_citation_is_a_file_for_reference_managers_too(
    visit: Visitor, visitor: Callable[..., Visitor], member: Any
) -> None:
    ResourceFactory(title_en="One", slug_en="one", author_en="Ada\r\nER  - ", year=2021)
    ResourceFactory(title_en="Kept", codes=[access.MEMBERS])
    answer = visit.get("/en/toolkit/one/?format=ris")
    assert answer["Content-Type"].startswith("application/x-research-info-systems")
    assert answer["Content-Disposition"] == 'attachment; filename="one.ris"'
    lines = answer.content.decode().split("\r\n")
    assert lines[0] == "TY  - GEN"
    assert {"AU  - Ada ER  -", "PY  - 2021", "TI  - One", "LA  - en"} <= set(lines)
    assert lines.count("ER  - ") == 1
    assert visit.get("/en/toolkit/kept/?format=ris").status_code == 404
    assert visitor(user=member).get("/en/toolkit/kept/?format=ris").status_code == 200


def test_sharing_asks_no_other_site(guide: Resource, visit: Visitor) -> None:
    page = visit.read("/en/toolkit/finding-a-home/")
    mail = re.search(r'href="mailto:\?subject=([^"&]*)&amp;body=([^"]*)"', page)
    assert mail
    assert unquote(mail.group(1)) == "Finding a home"
    assert "http://localhost:8000/en/toolkit/finding-a-home/" in unquote(mail.group(2))
    assert 'data-copy="http://localhost:8000/en/toolkit/finding-a-home/"' in page
    assert not re.findall(r'<(?:script|img|iframe)[^>]*src="https?:', page)


# --- related --------------------------------------------------------------------------------------


def related(page: str) -> list[str]:
    part = page.partition('id="related"')[2]
    return re.findall(r'<h3 class="card__title"><a[^>]*>(.*?)</a>', part)


def test_related_ones_are_the_editors_then_those_that_share_most(visit: Visitor) -> None:
    housing, health, sport = (TopicFactory(name_en=name) for name in ("Housing", "Health", "Sport"))
    staff = AudienceFactory()
    ResourceFactory(title_en="Nothing in common", topics=[sport], setting="urban")
    chosen = ResourceFactory(title_en="Chosen", topics=[sport])
    ResourceFactory(title_en="One topic", topics=[housing])
    ResourceFactory(title_en="Two topics", topics=[housing, health])
    ResourceFactory(title_en="One topic and readers", topics=[health], audiences=[staff])
    ResourceFactory(
        title_en="Here", topics=[housing, health], audiences=[staff], related_resources=[chosen], setting="small-centre"
    )
    assert related(visit.read("/en/toolkit/here/")) == ["Chosen", "Two topics", "One topic and readers", "One topic"]


def test_without_topics_readers_type_and_setting_together_make_it_related(visit: Visitor) -> None:
    staff = AudienceFactory()
    ResourceFactory(title_en="Alike", audiences=[staff])
    ResourceFactory(title_en="Less alike")
    ResourceFactory(title_en="Here", audiences=[staff])
    assert related(visit.read("/en/toolkit/here/")) == ["Alike"]


def test_related_ones_that_the_reader_may_not_see_are_not_there(
    visit: Visitor, visitor: Callable[..., Visitor], member: Any
) -> None:
    topic = TopicFactory()
    hushed = ResourceFactory(title_en="Hushed", topics=[topic], codes=[access.MEMBERS])
    draft = ResourceFactory(title_en="Draft", topics=[topic], live=False)
    ResourceFactory(title_en="Also hushed", topics=[topic], codes=[access.MEMBERS])
    ResourceFactory(title_en="Open", topics=[topic], related_resources=[hushed, draft])
    page = visit.read("/en/toolkit/open/")
    assert related(page) == []
    assert "Related resources" not in page
    assert related(visitor(user=member).read("/en/toolkit/open/")) == ["Hushed", "Also hushed"]


def test_no_more_than_six_are_related(visit: Visitor) -> None:
    topic = TopicFactory()
    chosen = [ResourceFactory(title_en=f"Chosen {number}") for number in range(4)]
    for number in range(5):
        ResourceFactory(title_en=f"Alike {number}", topics=[topic])
    ResourceFactory(title_en="Here", topics=[topic], related_resources=chosen)
    newest_first = [row.title_en for row in reversed(chosen)]
    assert related(visit.read("/en/toolkit/here/")) == [*newest_first, "Alike 4", "Alike 3"]


# --- preview, cost --------------------------------------------------------------------------------


def test_a_draft_can_be_looked_at_in_both_languages(guide: Resource, editor: Any) -> None:
    draft: Any = guide.get_latest_revision_as_object()
    draft.title_fr, draft.title_en = "Brouillon", "Sketch"
    draft.topics.set([TopicFactory(name_fr="Sport", name_en="Sports")])
    draft.partners.set([OrganizationFactory(title_fr="Élan", title_en="Momentum")])
    draft.related_resources.set([ResourceFactory(title_fr="Voisin", title_en="Neighbour")])
    document = DocumentFactory(title="New file")
    draft.files.add(ResourceFileFactory.build(resource=None, document=document, language="en"))
    for mode, words in (
        ("fr", ("Brouillon", "Sport", "Élan", "Voisin", document.url)),
        ("en", ("Sketch", "Sports", "Momentum", "Neighbour", "New file")),
    ):
        request = RequestFactory().get("/", SERVER_NAME="localhost")
        request.user, request.is_preview = editor, True
        page = draft.serve_preview(request, mode).content.decode()
        for word in words:
            assert word in page, word
        assert f'<html lang="{mode}">' in page
        assert '<meta name="robots" content="noindex">' in page
        assert "/files/" not in page
    assert Resource(title_fr="Neuf").serve_preview(request, "fr").status_code == 200


def test_the_page_costs_the_same_whatever_it_shows(visit: Visitor) -> None:
    costs = []
    topics = [TopicFactory() for _ in range(20)]
    for size in (2, 20):
        shown = ResourceFactory(
            title_en=f"Shown {size}",
            topics=topics[:size],
            partners=[OrganizationFactory() for _ in range(size)],
            related_resources=[ResourceFactory() for _ in range(size // 2)],
        )
        for number in range(size):
            ResourceFactory(topics=topics[:size])
            shown.files.add(ResourceFileFactory.build(resource=shown, document=DocumentFactory(), title_en=f"{number}"))
        shown.save()
        visit.read(f"/en/toolkit/shown-{size}/")
        with CaptureQueriesContext(connection) as queries:
            visit.read(f"/en/toolkit/shown-{size}/")
        costs.append(len(queries))
    assert costs[0] == costs[1] <= 12


def test_a_partner_is_named_in_the_readers_language(visit: Visitor) -> None:
    partner: Organization = OrganizationFactory(title_fr="Foyer", title_en="")
    ResourceFactory(title_en="Joint", title_fr="Ensemble", partners=[partner])
    assert 'lang="fr">Foyer</a>' in visit.read("/en/toolkit/joint/")
    with translation.override("fr"):
        assert ">Foyer</a>" in visit.read("/fr/boite-a-outils/ensemble/")
