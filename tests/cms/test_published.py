"""Writing a published record: the draft beside it is neither lost nor let out, and what is published stays valid."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.exceptions import ValidationError
from wagtail.models import Workflow

from cms.drafts import INCOMPLETE, beyond_incomplete
from cms.published import check_complete, write_published
from tests.factories.records import LeafletFactory
from tests.records.models import Leaflet

pytestmark = pytest.mark.django_db


def anew(leaflet: Leaflet) -> Leaflet:
    return Leaflet.objects.get(pk=leaflet.pk)


def draft(leaflet: Leaflet, **texts: Any) -> None:
    newest = anew(leaflet).get_latest_revision_as_object()
    for name, value in texts.items():
        setattr(newest, name, value)
    newest.save_revision(clean=False)


def put(name: str, value: Any) -> Any:
    return lambda leaflet: setattr(leaflet, name, value)


def test_the_published_row_and_the_draft_beside_it_both_change(editor: Any) -> None:
    leaflet = LeafletFactory(summary_fr="Publié")
    draft(leaflet, summary_fr="Brouillon")
    write_published(leaflet, put("title_fr", "Nouveau"), user=editor)
    row = anew(leaflet)
    assert (row.title_fr, row.summary_fr) == ("Nouveau", "Publié")
    assert row.has_unpublished_changes
    beside = row.get_latest_revision_as_object()
    assert (beside.title_fr, beside.summary_fr) == ("Nouveau", "Brouillon")
    assert row.live_revision.as_object().summary_fr == "Publié"


def test_without_a_draft_none_is_made(editor: Any) -> None:
    leaflet = LeafletFactory()
    write_published(leaflet, put("title_fr", "Nouveau"), user=editor)
    row = anew(leaflet)
    assert row.live
    assert not row.has_unpublished_changes
    assert row.latest_revision == row.live_revision


def test_a_draft_in_moderation_stays_there_with_the_change(editor: Any) -> None:
    leaflet = LeafletFactory()
    draft(leaflet, summary_fr="Brouillon")
    Workflow.objects.first().start(anew(leaflet), editor)
    write_published(leaflet, put("title_fr", "Nouveau"), user=editor)
    waiting = anew(leaflet).current_workflow_task_state.revision
    assert waiting == anew(leaflet).latest_revision
    assert (waiting.as_object().title_fr, waiting.as_object().summary_fr) == ("Nouveau", "Brouillon")


def test_what_is_published_stays_complete(editor: Any) -> None:
    leaflet = LeafletFactory()
    with pytest.raises(ValidationError):
        write_published(leaflet, put("title_fr", ""), user=editor)
    assert anew(leaflet).title_fr


def test_what_is_not_published_may_be_incomplete_and_stays_unpublished(editor: Any) -> None:
    leaflet = LeafletFactory(live=False, summary_fr="")
    write_published(leaflet, put("title_fr", "Nouveau"), user=editor)
    assert (anew(leaflet).title_fr, anew(leaflet).live) == ("Nouveau", False)


def test_what_is_not_published_takes_no_slug_of_another_either(editor: Any) -> None:
    other, leaflet = LeafletFactory(slug_fr="pris"), LeafletFactory(live=False, summary_fr="")
    with pytest.raises(ValidationError, match="slug"):
        write_published(leaflet, put("slug_fr", other.slug_fr), user=editor)


def test_all_that_the_form_would_refuse_is_refused() -> None:
    leaflet = LeafletFactory()
    check_complete(leaflet)
    leaflet.body_fr = Leaflet._meta.get_field("body_fr").to_python([{"type": "quote", "value": {"text": ""}}])
    with pytest.raises(ValidationError):
        check_complete(leaflet)


def test_only_what_is_still_to_be_written_is_held_back() -> None:
    missing, wrong = ValidationError("Later", code=INCOMPLETE), ValidationError("Wrong")
    assert beyond_incomplete(missing) is None
    assert beyond_incomplete(ValidationError({"a": missing})) is None
    left = beyond_incomplete(ValidationError({"a": missing, "b": [missing, wrong]}))
    assert left is not None
    assert left.message_dict == {"b": ["Wrong"]}
