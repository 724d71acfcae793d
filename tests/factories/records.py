"""The test record, and vocabulary terms."""

import factory
from factory.django import DjangoModelFactory

from cms.models import Topic
from tests.records.models import Leaflet


class TopicFactory(DjangoModelFactory):
    class Meta:
        model = Topic

    name_fr = factory.Sequence(lambda number: f"Thème {number}")
    name_en = factory.Sequence(lambda number: f"Topic {number}")


class LeafletFactory(DjangoModelFactory):
    """A published leaflet, complete in both languages."""

    class Meta:
        model = Leaflet

    title_fr = factory.Sequence(lambda number: f"Dépliant {number}")
    title_en = factory.Sequence(lambda number: f"Leaflet {number}")
    summary_fr = "Ce que dit le dépliant."
    summary_en = "What the leaflet says."
