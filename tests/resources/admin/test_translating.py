"""DeepL fills an empty language as a draft to be read; what somebody wrote stays, nothing is published."""

from __future__ import annotations

from typing import Any

import pytest
from django.urls import reverse

from resources.models import Resource
from resources.services import translating
from tests.factories.files import DocumentFactory, ImageFactory
from tests.factories.resources import ResourceFactory, ResourceFileFactory
from tests.resources.admin.test_form import url

pytestmark = pytest.mark.django_db

FILL = "wagtailsnippets_resources_resource:fill"


@pytest.fixture
def staff(visitor: Any, moderator: Any) -> Any:
    return visitor(user=moderator)


def french(**fields: Any) -> Resource:
    """Make a published resource in French only."""
    return ResourceFactory(**{"title_fr": "Le logement", "title_en": "", "summary_en": "", **fields})


def fill(client: Any, resource: Resource, language: str = "en") -> str:
    response = client.post(reverse(FILL, args=[resource.pk, language]), follow=True)
    assert response.status_code == 200
    return response.content.decode()


def draft(resource: Resource) -> Resource:
    return Resource.objects.get(pk=resource.pk).get_latest_revision_as_object()


@pytest.mark.parametrize(("language", "words"), [("en", "Fill the English"), ("fr", "DeepL")])
def test_the_offer_stands_on_the_form_of_a_resource_with_an_empty_language(
    visitor: Any, person: Any, deepl: Any, language: str, words: str
) -> None:
    client = visitor(user=person(role="Translators", language=language))
    half, whole = french(), ResourceFactory()
    assert words in client.read(url("edit", half.pk))
    assert reverse(FILL, args=[half.pk, "en"]) in client.read(url("edit", half.pk))
    assert "/fill/" not in client.read(url("edit", whole.pk))


def test_without_deepl_there_is_no_offer(staff: Any) -> None:
    resource = french()
    assert "/fill/" not in staff.read(url("edit", resource.pk))
    assert staff.post(reverse(FILL, args=[resource.pk, "en"])).status_code == 404


def test_it_makes_a_draft_that_is_marked_and_publishes_nothing(staff: Any, deepl: Any) -> None:
    resource = french(author_fr="Une autrice")
    ResourceFileFactory(resource=resource, title_fr="Le guide")
    html = fill(staff, resource)
    assert "DeepL has filled a draft." in html
    assert "nobody has confirmed it" in html
    row, beside = Resource.objects.get(), draft(resource)
    assert (row.title_en, row.is_machine_translated) == ("", False)
    assert (beside.title_en, beside.summary_en) == ("[Le logement]", "[Ce que dit la ressource.]")
    assert beside.author_en == "[Une autrice]"
    assert beside.files.all()[0].title_en == "[Le guide]"
    assert beside.is_machine_translated
    assert beside.slug_en == ""


def test_what_is_published_after_reading_is_found_by_its_mark(staff: Any, deepl: Any) -> None:
    resource = french()
    fill(staff, resource)
    Resource.objects.get().latest_revision.publish()
    row = Resource.objects.get()
    assert (row.title_en, row.slug_en) == ("[Le logement]", "le-logement")
    assert "Le logement" in staff.read(f"{url('list')}?is_machine_translated=true")


def test_the_body_keeps_its_blocks_links_and_pictures(staff: Any, deepl: Any) -> None:
    image, document = ImageFactory(), DocumentFactory()
    body = [
        {"type": "heading", "value": {"text": "Pourquoi", "level": "3"}},
        {"type": "rich_text", "value": '<p>Lire <b>le</b> <a href="https://example.org/">guide</a>.</p><p>Puis</p>'},
        {
            "type": "image",
            "value": {
                "image": {"image": image.pk, "alt_text": "Une maison", "decorative": False},
                "caption": "",
                "credit": "",
            },
        },
        {
            "type": "image",
            "value": {
                "image": {"image": image.pk, "alt_text": "", "decorative": True},
                "caption": "Légende",
                "credit": "",
            },
        },
        {"type": "document", "value": {"document": document.pk, "title": "Formulaire", "text": ""}},
        {
            "type": "video",
            "value": {
                "title": "Film",
                "file": None,
                "captions": None,
                "url": "https://example.org/film",
                "poster": {"image": None, "alt_text": "", "decorative": False},
                "transcript": "<p>Bonjour</p>",
            },
        },
        {"type": "accordion", "value": {"items": [{"title": "Une question", "text": "<p>Une réponse</p>"}]}},
        {
            "type": "table",
            "value": {
                "caption": "Tableau",
                "columns": [{"type": "text", "heading": "Ville"}],
                "rows": [{"values": ["Brooks"]}],
            },
        },
        {
            "type": "call_to_action",
            "value": {"text": "Écrire", "link": {"page": None, "url": "https://example.org/ici", "label": "Ici"}},
        },
    ]
    resource = french()
    resource.body_fr = Resource._meta.get_field("body_fr").to_python(body)
    resource.save()
    fill(staff, resource)
    found = [(block.block_type, block.value) for block in draft(resource).body_en]
    assert [kind for kind, _value in found] == [block["type"] for block in body]
    values = [value for _kind, value in found]
    assert (values[0]["text"], values[0]["level"]) == ("[Pourquoi]", "3")
    assert 'href="https://example.org/"' in values[1].source
    assert values[1].source.count("[") == 2
    assert values[2]["image"].contextual_alt_text == "[Une maison]"
    assert values[2]["image"].pk == image.pk
    assert values[3]["image"].decorative
    assert values[3]["caption"] == "[Légende]"
    assert (values[4]["document"], values[4]["title"]) == (document, "[Formulaire]")
    assert values[5]["url"] == "https://example.org/film"
    assert "[Bonjour]" in values[5]["transcript"].source
    assert values[6]["items"][0]["title"] == "[Une question]"
    assert values[7].caption == "[Tableau]"
    assert values[7].row_data[0]["values"] == ["[Brooks]"]
    assert values[8]["link"]["url"] == "https://example.org/ici"
    assert Resource.objects.get().body_fr[0].value["text"] == "Pourquoi"


def test_what_somebody_wrote_is_never_overwritten(staff: Any, deepl: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    resource = french(summary_en="Written by hand.")
    translate = translating._translated

    def meanwhile(*args: Any) -> Any:
        """Write the title by hand while the service is at it."""
        beside = draft(resource)
        beside.title_en = "By hand"
        beside.save_revision(clean=False)
        return translate(*args)

    monkeypatch.setattr(translating, "_translated", meanwhile)
    assert "nothing left to fill" in fill(staff, resource)
    assert (draft(resource).title_en, draft(resource).summary_en) == ("By hand", "Written by hand.")
    assert not draft(resource).is_machine_translated


def test_it_fills_the_newest_draft_and_stays_in_moderation(staff: Any, deepl: Any, editor: Any) -> None:
    resource = french()
    beside = draft(resource)
    beside.title_fr = "Brouillon"
    beside.save_revision(clean=False)
    row = Resource.objects.get()
    row.get_workflow().start(row, editor)
    fill(staff, resource)
    assert draft(resource).title_en == "[Brouillon]"
    assert Resource.objects.get().current_workflow_task_state.revision.as_object().title_en == "[Brouillon]"
    assert Resource.objects.get().title_fr == "Le logement"


def test_french_is_filled_from_english_too(staff: Any, deepl: Any) -> None:
    resource = ResourceFactory(title_en="Why ? So", title_fr="", summary_fr="")
    fill(staff, resource, "fr")
    assert draft(resource).title_fr == "[Why? So]"


@pytest.mark.parametrize("status", [403, 456, 503])
def test_a_failure_of_the_service_is_a_sentence_and_changes_nothing(staff: Any, deepl: Any, status: int) -> None:
    deepl.status = status
    resource = french()
    assert "DeepL" in fill(staff, resource)
    assert not Resource.objects.get().has_unpublished_changes


@pytest.mark.parametrize("role", ["Membership officers", ""])
def test_nobody_else_fills_anything(visitor: Any, person: Any, deepl: Any, role: str) -> None:
    resource = french()
    client = visitor(user=person(role=role))
    assert client.post(reverse(FILL, args=[resource.pk, "en"])).status_code in (302, 403)
    assert deepl.requests == []


def test_a_locked_resource_is_left_alone(staff: Any, deepl: Any, administrator: Any) -> None:
    resource = french()
    Resource.objects.update(locked=True, locked_by=administrator)
    assert "The resource is locked" in fill(staff, resource)
    assert "/fill/" not in staff.read(url("edit", resource.pk))
    assert deepl.requests == []


@pytest.mark.parametrize("path", ["x/en/", "1/de/", "999999999999999999999/en/", "0/en/"])
def test_nonsense_is_not_found(staff: Any, deepl: Any, path: str) -> None:
    assert staff.post(f"/cms/snippets/resources/resource/fill/{path}").status_code == 404
