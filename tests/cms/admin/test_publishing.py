"""The workflow and the clock: who publishes, who submits, and what happens on its day."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from django.core import mail
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone
from wagtail.models import WorkflowState
from wagtail.test.utils.form_data import nested_form_data, rich_text, streamfield

from home.models import StandardPage
from tests.factories.pages import StandardPageFactory


@pytest.fixture
def avis(homes):
    page = StandardPageFactory(parent=homes["fr"], title="Avis", slug="avis")
    page.save_revision()
    return page


def form(page, **more):
    fields = {
        "title": page.title,
        "slug": page.slug,
        "introduction": rich_text("<p>Une phrase nouvelle.</p>"),
        "body": streamfield([]),
        "comments": {"TOTAL_FORMS": 0, "INITIAL_FORMS": 0},
    }
    return nested_form_data({**fields, **more})


def edit(page):
    return reverse("wagtailadmin_pages:edit", args=[page.pk])


@pytest.mark.django_db(transaction=True)
def test_an_editor_submits_and_a_moderator_publishes(avis, visitor, editor, person, visit):
    page, moderator = avis, person(role="Moderators", language="fr")
    staff = visitor(user=editor)
    staff.post(edit(page), form(page, **{"action-publish": "on"}))
    assert "Une phrase nouvelle." not in visit.read("/fr/avis/")
    staff.post(edit(page), form(page, **{"action-submit": "on"}))
    page = StandardPage.objects.get(pk=page.pk)
    assert page.current_workflow_state.status == WorkflowState.STATUS_IN_PROGRESS
    assert moderator.email in [address for sent in mail.outbox for address in sent.to]
    task = page.current_workflow_task_state
    chief = visitor(user=moderator)
    assert "Avis" in chief.read("/cms/")
    chief.post(reverse("wagtailadmin_pages:workflow_action", args=[page.pk, "approve", task.pk]))
    assert "Une phrase nouvelle." in visit.read("/fr/avis/")


@pytest.mark.django_db(transaction=True)
def test_a_page_goes_live_and_expires_on_its_day(homes, visit):
    page = StandardPageFactory(parent=homes["fr"], title="Bientôt", slug="bientot", live=False)
    page.go_live_at = timezone.now() + timedelta(hours=1)
    page.expire_at = timezone.now() + timedelta(hours=2)
    page.save_revision().publish()
    assert visit.get("/fr/bientot/").status_code == 404
    for hours, status in ((1.1, 200), (2.1, 404)):
        with time_machine.travel(timezone.now() + timedelta(hours=hours)):
            call_command("publish_scheduled")
            assert visit.get("/fr/bientot/").status_code == status
