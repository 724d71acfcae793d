"""Files follow the privacy of their collection; what is private answers to nobody who may not see it."""

from __future__ import annotations

import io
import re
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.urls import reverse
from wagtail.models import Collection, CollectionViewRestriction

from cms import access
from cms.models import PortalImage
from cms.private_files import misplaced, relocate
from cms.storage import PRIVATE_PREFIX
from tests.factories.files import DocumentFactory, ImageFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def collection(db):
    return Collection.get_first_root_node().add_child(name="Photos")


@pytest.fixture
def image(collection):
    image = ImageFactory(collection=collection, title="Prairie")
    image.get_rendition("width-100|format-webp")
    return image


@pytest.fixture
def committed(django_capture_on_commit_callbacks):
    return lambda: django_capture_on_commit_callbacks(execute=True)


def restrict(collection, *codes):
    kind = CollectionViewRestriction.GROUPS if codes else CollectionViewRestriction.LOGIN
    restriction = CollectionViewRestriction.objects.create(collection=collection, restriction_type=kind)
    restriction.groups.set([access.access_group(code) for code in codes])
    return restriction


def addresses(image):
    image = PortalImage.objects.get(pk=image.pk)
    return [image.file.url, *(rendition.file.url for rendition in image.renditions.all())]


def names(image):
    image = PortalImage.objects.get(pk=image.pk)
    return [image.file.name, *(rendition.file.name for rendition in image.renditions.all())]


def is_private(image):
    """Whether all files lie outside MEDIA, and nothing was left there (the other way round: False)."""
    found = {name.startswith(PRIVATE_PREFIX) for name in names(image)}
    assert len(found) == 1, names(image)
    private = found.pop()
    for name in names(image):
        public_name = name.removeprefix(PRIVATE_PREFIX)
        assert (Path(settings.PRIVATE_ROOT) / name).exists() == private
        assert (Path(settings.MEDIA_ROOT) / public_name).exists() == (not private)
    return private


def test_a_collection_made_private_takes_its_files_away_from_the_public(image, collection, committed, visit):
    before = addresses(image)
    assert [visit.get(address).status_code for address in before] == [200, 200]
    with committed():
        restrict(collection, access.MEMBERS)
    assert is_private(image)
    assert [visit.get(address).status_code for address in [*before, *addresses(image)]] == [404] * 4


def test_people_see_private_images_by_their_groups(image, collection, committed, visitor, person, editor):
    with committed():
        restrict(collection, access.MEMBERS)
    for address in addresses(image):
        assert visitor(user=person(access.FUNDERS)).get(address).status_code == 404
        assert visitor(user=person()).get(address).status_code == 404
        for reader in (person(access.MEMBERS), editor):
            response = visitor(user=reader).get(address)
            assert response.status_code == 200
            assert "no-store" in response["Cache-Control"]
            assert response["X-Content-Type-Options"] == "nosniff"


def test_a_collection_opened_again_gives_its_files_back(image, collection, committed, visit):
    with committed():
        restriction = restrict(collection, access.MEMBERS)
    private = addresses(image)
    with committed():
        restriction.delete()
    assert not is_private(image)
    assert [visit.get(address).status_code for address in addresses(image)] == [200, 200]
    assert [visit.get(address).status_code for address in private] == [404, 404]


def test_an_ancestor_made_private_hides_what_lies_under_it(image, committed):
    with committed():
        restriction = restrict(Collection.get_first_root_node())
    assert is_private(image)
    with committed():
        restriction.delete()
    assert not is_private(image)


def test_a_collection_moved_under_a_private_one_and_out_again_in_the_admin(
    image, collection, committed, visitor, admin_user
):
    closed = Collection.get_first_root_node().add_child(name="Closed")
    restrict(closed, access.MEMBERS)
    staff = visitor(user=admin_user)
    address = reverse("wagtailadmin_collections:edit", args=[collection.pk])
    for parent, private in ((closed, True), (Collection.get_first_root_node(), False)):
        with committed():
            assert staff.post(address, {"name": "Photos", "parent": parent.pk}).status_code == 302
        assert is_private(image) is private


def test_an_image_that_changes_its_collection_moves(image, committed, collection):
    closed = Collection.get_first_root_node().add_child(name="Closed")
    restrict(closed, access.MEMBERS)
    with committed():
        image.collection = closed
        image.save()
    assert is_private(image)
    assert image.file.name.startswith(PRIVATE_PREFIX)  # the object in hand knows, and may be saved again
    with committed():
        image.collection = collection
        image.save()
    assert not is_private(image)


def test_images_put_in_a_private_collection_together_move(image, committed, visitor, admin_user):
    closed = Collection.get_first_root_node().add_child(name="Closed")
    restrict(closed, access.MEMBERS)
    address = reverse("wagtail_bulk_action", args=["cms", "portalimage", "add_to_collection"])
    with committed():
        response = visitor(user=admin_user).post(f"{address}?id={image.pk}", {"collection": closed.pk})
    assert response.status_code == 302
    assert is_private(image)


def test_an_image_added_to_a_private_collection_is_private_from_the_start(collection, visit):
    restrict(collection, access.MEMBERS)
    image = ImageFactory(collection=collection)
    image.get_rendition("width-60|format-webp")
    assert is_private(image)
    for address in addresses(image):
        assert visit.get(address).status_code == 404


def test_addresses_cannot_be_guessed(image, collection, committed, visitor, person, visit):
    with committed():
        restrict(collection, access.MEMBERS)
    (Path(settings.PRIVATE_ROOT) / "private/original_images/stray.txt").write_text("not in the library")
    member = visitor(user=person(access.MEMBERS))
    for name in ("original_images/stray.txt", "original_images/none.png", "../documents/leaflet.pdf", ""):
        assert member.get(f"/images/private/{name}", follow=True).status_code == 404
        assert visit.get(f"/images/private/{name}", follow=True).status_code == 404
    for name in names(image):
        assert visit.get(f"/media/{name}").status_code == 404
        assert visit.get(f"/media/../private/{name}").status_code in (400, 404)


def test_a_rendition_made_later_is_private_too(image, collection, committed):
    with committed():
        restrict(collection, access.MEMBERS)
    PortalImage.objects.get(pk=image.pk).get_rendition("width-50|format-webp")
    assert is_private(image)


def test_the_api_lists_public_images_only(image, collection, committed, visit):
    listing = visit.get("/api/v2/images/").json()
    assert [item["title"] for item in listing["items"]] == ["Prairie"]
    with committed():
        restrict(collection, access.MEMBERS)
    assert visit.get("/api/v2/images/").json()["items"] == []
    assert visit.get(f"/api/v2/images/{image.pk}/", follow=True).status_code == 404


def test_the_repair_moves_what_an_interruption_left_and_runs_twice_without_harm(image, collection):
    restrict(collection, access.MEMBERS)  # nothing was committed: as if the process had stopped right after
    assert misplaced().count() == 1
    out = io.StringIO()
    with pytest.raises(CommandError):
        call_command("relocate_private_files", "--check", stdout=out)
    call_command("relocate_private_files", stdout=out)
    assert "moved: 1" in out.getvalue()
    assert is_private(image)
    assert relocate() == 0
    call_command("relocate_private_files", "--check", stdout=out)


def test_a_file_that_cannot_be_moved_stays_reachable_for_the_repair(image, collection, monkeypatch):
    restrict(collection, access.MEMBERS)
    storage = type(image.file.storage)

    def full(self, *args, **kwargs):
        raise OSError("no space left")

    with monkeypatch.context() as broken:
        broken.setattr(storage, "save", full)
        assert relocate() == 0
        with pytest.raises(CommandError):
            call_command("relocate_private_files", stdout=io.StringIO())
    assert not is_private(image)
    assert relocate() == 1
    assert is_private(image)


# --- documents ------------------------------------------------------------------------------------


@pytest.fixture
def document(collection):
    return DocumentFactory(collection=collection, title="Procès-verbal")


def test_documents_never_lie_under_media(document):
    assert Path(document.file.path).is_relative_to(settings.PRIVATE_ROOT)


def test_a_public_document_is_served_to_everyone(document, visit):
    response = visit.get(document.url)
    assert response.status_code == 200
    assert b"".join(response.streaming_content).startswith(b"%PDF")
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Security-Policy"] == "default-src 'none'"


def test_a_private_document_asks_the_public_to_sign_in_and_refuses_other_groups(
    document, collection, visit, visitor, person, editor
):
    restrict(collection, access.MEMBERS)
    response = visit.get(document.url)
    assert response.status_code == 302
    assert re.search(r"/(sign-in|connexion)/\?next=/documents/", response["Location"])
    assert "no-store" in response["Cache-Control"]
    assert visitor(user=person(access.FUNDERS)).get(document.url).status_code == 403
    for reader in (person(access.MEMBERS), editor):
        response = visitor(user=reader).get(document.url)
        assert response.status_code == 200
        assert "no-store" in response["Cache-Control"]
        assert "private" in response["Cache-Control"]
        assert b"".join(response.streaming_content).startswith(b"%PDF")


def test_a_document_of_a_collection_for_anyone_signed_in(document, collection, visit, visitor, person):
    restrict(collection)
    assert visit.get(document.url).status_code == 302
    assert visitor(user=person()).get(document.url).status_code == 200


def test_a_document_answers_to_its_own_name_only(document, visit):
    assert visit.get(f"/documents/{document.pk}/other.pdf").status_code == 404
    assert visit.get("/documents/999999/leaflet.pdf").status_code == 404
    assert visit.get("/documents/99999999999999999999/leaflet.pdf").status_code == 404


def test_a_private_document_is_handed_to_the_web_server_in_front(document, collection, visitor, person, settings):
    settings.PRIVATE_ACCEL_REDIRECT = "/protected/"
    restrict(collection, access.MEMBERS)
    response = visitor(user=person(access.MEMBERS)).get(document.url)
    assert response["X-Accel-Redirect"] == f"/protected/{document.file.name}"
    assert response.content == b""
