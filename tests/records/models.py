"""A record and a term of no app of the portal, on which the kernel's rules are tested."""

from django.db import models
from wagtail.admin.panels import FieldPanel, ObjectList, TabbedInterface
from wagtail.fields import StreamField

from cms.bilingual import Localized
from cms.blocks import BodyBlock
from cms.models import Record


class Leaflet(Record):
    """The plainest record there can be."""

    body_fr = StreamField(BodyBlock(), blank=True)
    body_en = StreamField(BodyBlock(), blank=True)
    body = Localized("body")
    topics = models.ManyToManyField("cms.Topic", blank=True)

    edit_handler = TabbedInterface(
        [
            ObjectList([*Record.text_panels, FieldPanel("body_fr"), FieldPanel("body_en")], heading="Content"),
            ObjectList(Record.promote_panels, heading="Promote"),
            ObjectList(Record.settings_panels, heading="Settings"),
        ]
    )

    def get_preview_template(self, request, mode_name):
        return "records/leaflet.html"
