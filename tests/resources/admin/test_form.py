"""The form of a resource: what an editor writes is kept, what is wrong is said beside its field."""

from __future__ import annotations

from typing import Any

import pytest
from django.urls import reverse
from wagtail.models import WorkflowState

from resources.models import Resource
from tests.factories.files import DocumentFactory
from tests.factories.organizations import OrganizationFactory
from tests.factories.resources import ResourceFactory, ResourceFileFactory, ResourceTypeFactory

pytestmark = pytest.mark.django_db


def url(action: str, *args: Any, model: Any = Resource) -> str:
    return reverse(model.snippet_viewset.get_url_name(action), args=args)


def rows(*files: dict[str, Any], initial: int = 0) -> dict[str, Any]:
    """Return the rows of files as the form sends them."""
    data: dict[str, Any] = {
        "files-TOTAL_FORMS": len(files),
        "files-INITIAL_FORMS": initial,
        "files-MIN_NUM_FORMS": 0,
        "files-MAX_NUM_FORMS": 1000,
    }
    for number, file in enumerate(files):
        row = {"language": "fr", "setting": "both", "ORDER": number + 1, "DELETE": "", **file}
        data.update({f"files-{number}-{name}": value for name, value in row.items()})
    return data


def form_data(*files: dict[str, Any], **fields: Any) -> dict[str, Any]:
    bodies = {f"body_{language}-count": "0" for language in ("fr", "en")}
    texts = {"title_fr": "Guide du logement", "summary_fr": "Comment trouver un logement.", "setting": "both"}
    return {**texts, **bodies, **rows(*files), **fields}


PUBLISH = {"action-publish": "action-publish"}


@pytest.fixture
def staff(visitor: Any, moderator: Any) -> Any:
    return visitor(user=moderator)


def test_a_moderator_makes_a_resource_with_a_file_and_publishes_it(staff: Any) -> None:
    document, partner, related = DocumentFactory(), OrganizationFactory(), ResourceFactory()
    data = form_data(
        {"document": document.pk, "title_fr": "Le guide"},
        {"url": "https://example.org/guide", "language": "en"},
        resource_type=ResourceTypeFactory().pk,
        partners=[partner.pk],
        related_resources=[related.pk],
        **PUBLISH,
    )
    response = staff.post(url("add"), data)
    assert response.status_code == 302, response.content.decode()
    made = Resource.objects.get(title_fr="Guide du logement")
    assert made.live
    assert made.slug_fr == "guide-du-logement"
    assert [str(file) for file in made.files.all()] == ["Le guide", "https://example.org/guide"]
    assert list(made.partners.all()) == [partner]
    assert list(made.related_resources.all()) == [related]


def test_a_draft_may_be_incomplete_and_a_published_resource_may_not(staff: Any) -> None:
    data = form_data({}, summary_fr="")
    assert staff.post(url("add"), data).status_code == 302
    made = Resource.objects.get()
    assert not made.live
    html = staff.post(url("edit", made.pk), {**data, **PUBLISH}).content.decode()
    assert "Write this too, or leave this language wholly empty." in html
    assert "Choose a file, or give the address of a link: one of the two." in html
    assert not Resource.objects.get().live


def test_a_resource_without_any_text_is_not_published(staff: Any) -> None:
    data = form_data(title_fr="", summary_fr="", **PUBLISH)
    assert "Write the text in at least one language." in staff.post(url("add"), data).content.decode()


@pytest.mark.parametrize("action", [{}, PUBLISH])
def test_a_row_is_a_file_or_a_link_and_never_both(staff: Any, action: dict[str, str]) -> None:
    data = form_data({"document": DocumentFactory().pk, "url": "https://example.org/"}, **action)
    html = staff.post(url("add"), data).content.decode()
    assert "Choose a file, or give the address of a link: one of the two." in html
    assert not Resource.objects.exists()


@pytest.mark.parametrize("action", [{}, PUBLISH])
def test_a_slug_that_another_resource_has_is_refused_in_words(staff: Any, action: dict[str, str]) -> None:
    other = ResourceFactory(slug_fr="guide-du-logement")
    data = form_data(slug_fr="guide-du-logement", resource_type=other.resource_type_id, **action)
    html = staff.post(url("add"), data).content.decode()
    assert "Another record already has this slug." in html
    assert Resource.objects.count() == 1


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"slug_fr": "selections"}, "The portal itself answers at this address."),
        ({"year": "2999"}, "This year is too far ahead."),
        ({"year": "twenty"}, "Enter a whole number."),
        ({"related_resources": ["0"]}, "Select a valid choice."),
        ({"related_resources": ["x"]}, "is not a valid value"),
    ],
)
def test_what_is_wrong_is_said(staff: Any, fields: dict[str, Any], sentence: str) -> None:
    response = staff.post(url("add"), form_data(**fields))
    assert response.status_code == 200
    assert sentence in response.content.decode()


def test_a_resource_is_not_related_to_itself(staff: Any) -> None:
    resource = ResourceFactory()
    html = staff.post(url("edit", resource.pk), form_data(related_resources=[resource.pk])).content.decode()
    assert "A resource is not related to itself" in html


def test_what_somebody_wrote_is_never_markup(staff: Any) -> None:
    evil = "<script>alert(1)</script>"
    related = ResourceFactory(title_en=evil, title_fr=evil)
    resource = ResourceFactory(title_en=evil, title_fr=evil, author_en=evil, related_resources=[related])
    ResourceFileFactory(resource=resource, title_fr=evil)
    for address in (url("list"), url("edit", resource.pk), url("history", resource.pk), url("usage", resource.pk)):
        assert evil not in staff.read(address)


def test_the_form_lists_the_chosen_resources_only(staff: Any) -> None:
    related, other = ResourceFactory(title_en="Chosen one"), ResourceFactory(title_en="Not chosen")
    resource = ResourceFactory(related_resources=[related])
    html = staff.read(url("edit", resource.pk))
    assert "Chosen one" in html
    assert other.title_en not in html


def test_an_editors_draft_goes_through_moderation(visitor: Any, editor: Any) -> None:
    client = visitor(user=editor)
    data = form_data(resource_type=ResourceTypeFactory().pk, **{"action-submit": "action-submit"})
    assert client.post(url("add"), data).status_code == 302
    made = Resource.objects.get()
    assert not made.live
    assert WorkflowState.objects.get().content_object == made


def test_an_editor_publishes_nothing(visitor: Any, editor: Any) -> None:
    client = visitor(user=editor)
    client.post(url("add"), form_data(resource_type=ResourceTypeFactory().pk, **PUBLISH))
    assert not Resource.objects.filter(live=True).exists()


def test_a_draft_saves_itself(staff: Any) -> None:
    resource = ResourceFactory()
    response = staff.post(url("edit", resource.pk), form_data(title_fr="Nouveau titre"), HTTP_ACCEPT="application/json")
    assert response.status_code == 200
    assert response.json()["success"], response.json()
    resource.refresh_from_db()
    assert resource.title_fr != "Nouveau titre"
    assert resource.get_latest_revision_as_object().title_fr == "Nouveau titre"


def test_the_form_shows_what_stood_at_the_address_of_a_file(staff: Any) -> None:
    file = ResourceFileFactory(title_en="The guide", document__title="Old one")
    row = Resource.objects.get(pk=file.resource_id)
    replaced = row.files.all()[0]
    replaced.document = DocumentFactory(title="New one", file__filename="new.pdf")
    row.files.set([replaced])
    row.save()
    html = staff.read(url("edit", row.pk))
    assert "Files and their earlier versions" in html
    assert replaced.document.filename in html
    assert html.count(file.document.url) == 1
    assert "The address that stays" in html


@pytest.mark.parametrize("mode", ["fr", "en"])
def test_a_draft_is_looked_at_in_both_languages_before_it_is_published(staff: Any, mode: str) -> None:
    resource = ResourceFactory(title_fr="Publié", title_en="Published")
    address = url("preview_on_edit", resource.pk)
    data = form_data(
        title_fr="Brouillon",
        title_en="A draft",
        summary_en="What it says.",
        resource_type=resource.resource_type_id,
    )
    assert staff.post(f"{address}?mode={mode}", data).json()["is_valid"]
    html = staff.read(f"{address}?mode={mode}")
    assert {"fr": "Brouillon", "en": "A draft"}[mode] in html
