"""A small toolkit, and people who read it."""

from __future__ import annotations

import datetime
from typing import Any

import pytest
from django.utils import timezone

from tests.factories.organizations import AudienceFactory
from tests.factories.records import TopicFactory
from tests.factories.resources import ResourceFactory, ResourceFileFactory, ResourceTypeFactory

DAY = datetime.timedelta(days=1)


@pytest.fixture
def toolkit(db: None) -> dict[str, Any]:
    """A guide to housing, a checklist for winter, a French report, an English template, a note for members.

    The first is the newest; each is a day older than the one before.
    """
    housing = TopicFactory(key="housing", name_fr="Logement", name_en="Housing")
    health = TopicFactory(key="health", name_fr="Santé", name_en="Health")
    guide = ResourceTypeFactory()
    checklist = ResourceTypeFactory(key="checklist", name_fr="Liste de vérification", name_en="Checklist")
    frontline = AudienceFactory(
        key="front-line-staff", name_fr="Personnel de première ligne", name_en="Front-line staff"
    )
    now = timezone.now()

    def made(age: int, **fields: Any) -> Any:
        return ResourceFactory(first_published_at=now - age * DAY, **fields)

    rows = {
        "housing": made(
            1,
            title_fr="Trouver un toit",
            title_en="Finding a home",
            topics=[housing],
            audiences=[frontline],
            setting="small-centre",
            year=2024,
        ),
        "winter": made(
            2,
            title_fr="Préparer l’hiver",
            title_en="Getting ready for winter",
            topics=[health],
            resource_type=checklist,
            setting="both",
            year=2023,
        ),
        "french": made(
            3,
            title_fr="Bilan des établissements",
            title_en="",
            summary_en="",
            topics=[housing, health],
            setting="urban",
            year=2023,
            resource_type=guide,
        ),
        "english": made(
            4,
            title_fr="",
            summary_fr="",
            title_en="Letter to a landlord",
            topics=[housing],
            resource_type=checklist,
            setting="both",
            year=None,
        ),
        "members": made(
            5,
            title_fr="Notes des membres",
            title_en="Notes for members",
            topics=[housing],
            codes=["members"],
            setting="small-centre",
            year=2024,
        ),
    }
    ResourceFileFactory(resource=rows["housing"], language="both")
    ResourceFileFactory(resource=rows["winter"], language="fr")
    ResourceFileFactory(resource=rows["winter"], language="other", url="https://example.org/tagalog")
    return rows
