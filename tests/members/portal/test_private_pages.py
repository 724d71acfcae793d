"""Private pages and their files: shown to whom they are for, in both languages, and nowhere else."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from django.core.management import call_command
from django.utils import timezone
from wagtail.models import PageViewRestriction, ReferenceIndex

from cms import access
from members.models import PrivateIndexPage, PrivatePage
from tests.factories.files import DocumentFactory, ImageFactory, private_collection
from tests.factories.pages import PrivatePageFactory, StandardPageFactory, restrict, translate

pytestmark = pytest.mark.django_db
INDEX = {"fr": "/fr/espaces/", "en": "/en/spaces/"}


def body(*blocks):
    return json.dumps([{"type": kind, "value": value} for kind, value in blocks])


@pytest.fixture
def spaces(db):
    """A page for the sister associations with one below it, in both languages, and one for everyone signed in."""
    sisters = PrivatePageFactory(title="Coordinators", slug="coordinators")
    restrict(sisters, access.SISTER_ASSOCIATIONS)
    minutes = PrivatePageFactory(parent=sisters, title="Minutes of the month", slug="minutes")
    translate(sisters, title="Coordination", slug="coordination")
    translate(minutes, title="Comptes rendus du mois", slug="comptes-rendus")
    PrivatePageFactory(title="For all", slug="for-all")
    return sisters


ADDRESSES = (
    "/en/spaces/coordinators/",
    "/en/spaces/coordinators/minutes/",
    "/fr/espaces/coordination/",
    "/fr/espaces/coordination/comptes-rendus/",
)


def test_the_public_reads_none_and_is_led_to_sign_in(spaces, visit):
    for address in (*ADDRESSES, *INDEX.values(), "/en/spaces/for-all/"):
        response = visit.get(address)
        assert response.status_code == 302, address
        assert "/account/sign-in/" in response["Location"] or "/compte/connexion/" in response["Location"]


def test_the_group_and_staff_read_it_and_no_cache_keeps_it(spaces, visitor, person, editor):
    for reader in (person(access.SISTER_ASSOCIATIONS), editor):
        for address in ADDRESSES:
            response = visitor(user=reader).get(address)
            assert response.status_code == 200
            assert "no-store" in response["Cache-Control"]
            assert 'content="noindex"' in response.content.decode()


def test_others_get_a_403_that_says_why(spaces, visitor, member):
    for address in ADDRESSES:
        response = visitor(user=member).get(address)
        assert response.status_code == 403
        text = response.content.decode()
        assert "Minutes of the month" not in text
        assert "members, partners" in text or "partenaires" in text


def test_the_index_lists_what_the_reader_may_see_and_says_for_whom(spaces, visitor, person):
    shown = visitor(user=person(access.SISTER_ASSOCIATIONS)).read(INDEX["en"])
    assert "Coordinators" in shown
    assert "Sister associations" in shown
    assert "For all" in shown
    other = visitor(user=person(access.FUNDERS)).read(INDEX["en"])
    assert "Coordinators" not in other
    assert "For all" in other
    french = visitor(user=person(access.SISTER_ASSOCIATIONS)).read(INDEX["fr"])
    assert "Coordination" in french
    assert "Associations sœurs" in french


def test_without_a_space_the_index_says_what_to_do(visitor, person):
    assert "No space is open to you yet" in visitor(user=person()).read(INDEX["en"])


@pytest.mark.parametrize("language", ["fr", "en"])
def test_the_spaces_are_never_public_whatever_an_editor_chooses(language, visit, visitor, moderator):
    index = PrivateIndexPage.objects.get(locale__language_code=language)
    answer = visitor(user=moderator).post(f"/cms/pages/{index.pk}/privacy/", {"restriction_type": "none"})
    assert answer.status_code == 200
    for page in PrivateIndexPage.objects.all():
        assert PageViewRestriction.objects.filter(page=page).count() == 1
    for address in INDEX.values():
        assert visit.get(address).status_code == 302


def test_a_new_index_is_closed_from_its_first_moment(english_home):
    PrivateIndexPage.objects.get(locale__language_code="en").delete()
    index = PrivateIndexPage(title="Spaces again", slug="again")
    english_home.refresh_from_db()
    english_home.add_child(instance=index)
    assert PageViewRestriction.objects.filter(page=index, restriction_type="login").exists()


def test_nothing_private_shows_in_sitemap_feed_or_api(spaces, visit, english_home):
    for address in (
        "/sitemap.xml",
        "/en/feed/",
        "/fr/flux/",
        "/api/v2/pages/?limit=20",
        "/api/v2/pages/?type=members.PrivatePage",
    ):
        text = visit.read(address)
        for secret in ("oordinat", "For all", "for-all", "Minutes of the month"):
            assert secret not in text, address
    assert visit.get(f"/api/v2/pages/{spaces.pk}/").status_code == 404
    assert visit.get(f"/api/v2/pages/?child_of={spaces.get_parent().pk}").status_code == 400


def test_a_private_page_is_news_to_whom_it_is_for_alone(spaces, visitor, person):
    assert "Coordinators" in visitor(user=person(access.SISTER_ASSOCIATIONS)).read("/en/portal/")
    french = visitor(user=person(access.SISTER_ASSOCIATIONS)).read("/fr/espace/")
    assert "Coordination" in french
    assert "Coordinators" not in french
    page = visitor(user=person(access.MEMBERS)).read("/en/portal/")
    assert "Coordinators" not in page
    assert "For all" in page


def test_what_is_not_new_is_no_news(spaces, visitor, person):
    PrivatePage.objects.update(last_published_at=timezone.now() - timedelta(days=90))
    assert "Coordinators" not in visitor(user=person(access.SISTER_ASSOCIATIONS)).read("/en/portal/")


# --- files ----------------------------------------------------------------------------------------


@pytest.fixture
def document(spaces):
    """A document that hangs on the private page only, in a collection that everyone may see."""
    document = DocumentFactory()
    spaces.body = body(("document", {"document": document.pk, "description": ""}))
    spaces.save()
    ReferenceIndex.create_or_update_for_object(spaces)
    return document


def test_a_document_is_as_private_as_the_pages_it_hangs_on(document, visit, visitor, person):
    assert visit.get(document.url).status_code == 302
    assert visitor(user=person(access.MEMBERS)).get(document.url).status_code == 403
    response = visitor(user=person(access.SISTER_ASSOCIATIONS)).get(document.url)
    assert response.status_code == 200
    assert "no-store" in response["Cache-Control"]


def test_it_stays_private_after_the_page_moves_and_through_its_french_twin(document, spaces, visit, person, visitor):
    new_parent = PrivatePageFactory(title="Elsewhere", slug="elsewhere")
    restrict(new_parent, access.FUNDERS)
    spaces.refresh_from_db()
    spaces.move(new_parent, pos="last-child")
    assert visit.get(document.url).status_code == 302
    assert visitor(user=person(access.SISTER_ASSOCIATIONS)).get(document.url).status_code == 403  # not the new parent's
    assert visitor(user=person(access.SISTER_ASSOCIATIONS, access.FUNDERS)).get(document.url).status_code == 200


def test_a_document_of_a_page_whose_twin_is_restricted_is_private(homes, visit):
    document = DocumentFactory()
    english = StandardPageFactory(parent=homes["en"], slug="open", body=body(("document", {"document": document.pk})))
    french = translate(english, title="Ouvert", slug="ouvert")
    ReferenceIndex.create_or_update_for_object(english)
    assert visit.get(document.url).status_code == 200
    restrict(french, access.MEMBERS)
    assert visit.get(document.url).status_code == 302


def test_a_document_on_a_public_page_too_is_public(document, homes, visit):
    page = StandardPageFactory(parent=homes["en"], slug="open", body=body(("document", {"document": document.pk})))
    ReferenceIndex.create_or_update_for_object(page)
    assert visit.get(document.url).status_code == 200


def test_a_document_that_hangs_on_nothing_follows_its_collection(visit):
    assert visit.get(DocumentFactory().url).status_code == 200
    assert visit.get(DocumentFactory(collection=private_collection(access.MEMBERS)).url).status_code == 302


def test_a_private_picture_and_its_renditions_open_to_its_group_only(visit, visitor, person):
    image = ImageFactory(collection=private_collection(access.SISTER_ASSOCIATIONS))
    addresses = [image.file.url, image.get_rendition("fill-200x100").url]
    for address in addresses:
        assert address.startswith("/images/private/")
        assert visit.get(address).status_code == 404
        assert visitor(user=person(access.MEMBERS)).get(address).status_code == 404
        assert visitor(user=person(access.SISTER_ASSOCIATIONS)).get(address).status_code == 200
        guessed = address.replace("/images/private/", "/media/").replace("private/", "")
        assert visit.get(guessed).status_code == 404
    call_command("relocate_private_files", verbosity=0)
    assert visit.get(addresses[0]).status_code == 404
