"""The form of a resource in the admin."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import (
    FieldPanel,
    FieldRowPanel,
    HelpPanel,
    InlinePanel,
    MultiFieldPanel,
    ObjectList,
    PublishingPanel,
    TabbedInterface,
)

from cms.drafts import DraftForm
from cms.widgets import ManyChooser
from members.models import Organization
from members.viewsets.organization_panels import both, checks
from resources.models import Resource
from resources.viewsets.version_panel import VersionsPanel


class ResourceForm(DraftForm):
    """Refuses a resource that is related to itself."""

    def clean_related_resources(self) -> Any:
        chosen = self.cleaned_data["related_resources"]
        if self.instance.pk and any(resource.pk == self.instance.pk for resource in chosen):
            raise ValidationError(_("A resource is not related to itself: take it off this list."))
        return chosen


class FilesPanel(InlinePanel):
    """Rows of files and links, which a draft may hold half done."""

    def get_form_options(self) -> dict[str, Any]:
        options: dict[str, Any] = super().get_form_options()
        options["formsets"][self.relation_name]["form"] = DraftForm
        return options


FILE_PANELS = [
    FieldPanel("document"),
    FieldPanel("url"),
    FieldRowPanel([FieldPanel("language"), FieldPanel("setting")]),
    both("title"),
]

TABS = [
    ObjectList(
        [
            HelpPanel(
                content=_(
                    "Write at least one language whole: its title and its summary. The other may follow later;"
                    " until then readers see this one, and are told so."
                )
            ),
            both("title"),
            both("summary"),
            both("body"),
        ],
        heading=_("Texts"),
    ),
    ObjectList(
        [
            FilesPanel(
                "files",
                panels=FILE_PANELS,
                heading=_("Files and links"),
                label=_("File or link"),
                help_text=_(
                    "Each row is a file or a link. To bring a file up to date, choose another one in its row:"
                    " its address stays. Without a title of its own, the name of the file is shown."
                ),
            ),
            VersionsPanel(heading=_("Files and their earlier versions")),
        ],
        heading=_("Files and links"),
    ),
    ObjectList(
        [
            FieldRowPanel([FieldPanel("resource_type"), FieldPanel("setting"), FieldPanel("year")]),
            checks("topics"),
            checks("audiences"),
            FieldPanel(
                "related_resources",
                widget=ManyChooser(Resource, add_text=_("Choose resources")),
            ),
        ],
        heading=_("Classification"),
    ),
    ObjectList(
        [
            both("author"),
            FieldPanel("licence"),
            FieldPanel(
                "partners",
                widget=ManyChooser(Organization, add_text=_("Choose organizations")),
            ),
            both("other_partners"),
            MultiFieldPanel(
                [both("requested_by"), both("consultation"), FieldPanel("source_year")],
                heading=_("Where the wish for it came from"),
            ),
        ],
        heading=_("Source and rights"),
    ),
    ObjectList(Resource.promote_panels, heading=_("Promote")),
    ObjectList(
        [
            checks("access"),
            MultiFieldPanel(
                [FieldPanel("review_on"), FieldPanel("behind_language"), FieldPanel("is_machine_translated")],
                heading=_("Follow-up"),
            ),
            FieldPanel("key"),
            PublishingPanel(),
        ],
        heading=_("Settings"),
    ),
]

# On the model: Wagtail then knows that its panels are shown.
Resource.edit_handler = TabbedInterface(TABS, base_form_class=ResourceForm)
