"""The import and the export of resources in the admin."""

from __future__ import annotations

import io
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook

from cms.imports.reading import UNCHANGED, read_plan
from cms.imports.views import address
from members.imports import ORGANIZATIONS
from resources.imports.importer import RESOURCES
from resources.models import Resource
from tests.factories.records import TopicFactory
from tests.factories.resources import ResourceFactory, ResourceTypeFactory

pytestmark = pytest.mark.django_db
CONTENT = "key,title_fr,summary_fr,type,topics\nwelcome,Accueil à l’été,Ce qu’il faut.,guide,housing"


@pytest.fixture(autouse=True)
def known_terms(db: None) -> None:
    ResourceTypeFactory()
    TopicFactory(key="housing")


def send(client: Any, content: str) -> Any:
    return client.post(address(RESOURCES, "import"), {"file": SimpleUploadedFile("resources.csv", content.encode())})


@pytest.mark.parametrize("language", ["fr", "en"])
def test_staff_see_first_and_confirm_then(visitor: Any, person: Any, language: str) -> None:
    client = visitor(user=person(role="Moderators", language=language))
    answer = send(client, CONTENT)
    assert "Accueil à l’été" in answer.content.decode()
    assert not Resource.objects.exists()
    assert client.post(address(RESOURCES, "import"), {"shown": answer.context["shown"]}).status_code == 302
    assert Resource.objects.get().live
    again = send(client, CONTENT).content.decode()
    assert 'name="shown"' not in again  # nothing to confirm


def test_wrong_rows_and_what_is_left_alone_are_said_in_words(visitor: Any, moderator: Any) -> None:
    ResourceFactory(key="rich", body_fr=[("heading", {"text": "Titre", "level": "2"})])
    client = visitor(user=moderator)
    html = send(client, "key,body_fr\nrich,Autre").content.decode()
    assert "left as it is" in html
    html = send(client, CONTENT.replace("housing", "nothing")).content.decode()
    assert "“nothing” is not known" in html
    assert 'name="shown"' not in html
    html = send(client, "colour\nred").content.decode()
    assert "colour" in html


def test_editors_who_may_not_publish_do_not_import(visitor: Any, editor: Any) -> None:
    client = visitor(user=editor)
    assert client.get(address(RESOURCES, "import")).status_code == 302
    assert address(RESOURCES, "import") not in client.read(address(RESOURCES, "list"))


@pytest.mark.parametrize("importer", [RESOURCES, ORGANIZATIONS])
def test_the_menu_leads_to_the_list_and_not_to_the_import(visitor: Any, administrator: Any, importer: Any) -> None:
    html = visitor(user=administrator).read("/cms/")
    assert f'"{address(importer, "list")}"' in html
    assert address(importer, "import") not in html


def test_the_list_leads_to_the_import_and_that_to_a_file_to_start_from(visitor: Any, moderator: Any) -> None:
    client = visitor(user=moderator)
    assert address(RESOURCES, "import") in client.read(address(RESOURCES, "list"))
    assert address(RESOURCES, "import_template") in client.read(address(RESOURCES, "import"))
    assert client.get(address(RESOURCES, "import_template")).content.startswith("\ufeffkey,title_fr".encode())


def test_what_is_exported_is_read_by_the_import_and_holds_no_formula(visitor: Any, moderator: Any) -> None:
    ResourceFactory(title_en="=SUM(A1)", author_fr="+1", summary_fr='« Un »;\ndeux, "trois"', body_fr=[])
    client = visitor(user=moderator)
    content = b"".join(client.get(f"{address(RESOURCES, 'list')}?export=csv").streaming_content)
    assert b"'=SUM" in content
    assert [(line.action, line.errors) for line in read_plan(RESOURCES, io.BytesIO(content)).lines] == [(UNCHANGED, [])]
    workbook = client.get(f"{address(RESOURCES, 'list')}?export=xlsx")
    data = b"".join(workbook.streaming_content) if workbook.streaming else workbook.content
    rows = list(load_workbook(io.BytesIO(data)).active.iter_rows(values_only=True))
    assert rows[0][:3] == ("key", "title_fr", "title_en")
    assert rows[1][2] == "'=SUM(A1)"


def test_an_export_costs_the_same_with_two_and_with_ten(visitor: Any, moderator: Any) -> None:
    client = visitor(user=moderator)
    costs = []
    for size in (2, 8):
        for _ in range(size):
            ResourceFactory(topics=[TopicFactory()], body_fr=[("rich_text", "<p>Bonjour</p>")])
        with CaptureQueriesContext(connection) as queries:
            b"".join(client.get(f"{address(RESOURCES, 'list')}?export=csv").streaming_content)
        costs.append(len(queries))
    assert costs[0] == costs[1]
