"""The form of an event in the admin."""

from __future__ import annotations

import datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import (
    FieldPanel,
    FieldRowPanel,
    HelpPanel,
    InlinePanel,
    MultiFieldPanel,
    ObjectList,
    Panel,
    PublishingPanel,
    TabbedInterface,
)

from cms.drafts import DraftForm
from cms.widgets import ManyChooser
from events.models import Event, ProgrammeSession
from events.services.recordings import resources_of
from events.services.walltime import local_day
from members.models import Organization
from members.viewsets.organization_panels import both, checks
from resources.models import Resource
from resources.viewsets.resource_panels import FilesPanel


class ProgrammePanel(Panel):
    """The sessions of an event that is there already, by day, with one click to each and to a new one."""

    class BoundPanel(Panel.BoundPanel):
        template_name = "events_admin/programme_panel.html"

        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            return {**super().get_context_data(parent_context), **programme_of(self.instance)}


def programme_of(event: Event) -> dict[str, Any]:
    """Return the sessions of `event` by day, with the addresses around them: two queries at most."""
    if not event.pk:
        return {"days": [], "is_new": True}
    viewset = ProgrammeSession.snippet_viewset
    add = f"{reverse(viewset.get_url_name('add'))}?event={event.pk}"
    days: dict[Any, dict[str, Any]] = {
        day: {"day": day, "sessions": [], "add_url": f"{add}&day={day.isoformat()}"} for day in days_of(event)
    }
    for session in event.sessions.in_programme().prefetch_related("speakers"):
        day = local_day(session.starts_at)
        entry = days.setdefault(day, {"day": day, "sessions": [], "add_url": f"{add}&day={day.isoformat()}"})
        url = reverse(viewset.get_url_name("edit"), args=[session.pk])
        entry["sessions"].append({"session": session, "url": url})
    return {
        "days": [days[day] for day in sorted(days)],
        "list_url": f"{reverse(viewset.get_url_name('list'))}?event={event.pk}",
        "add_url": add,
    }


def days_of(event: Event) -> list[datetime.date]:
    """Return the days on which the event takes place, in Alberta."""
    if event.starts_at is None or event.ends_at is None:
        return []
    first = local_day(event.starts_at)
    return [first + datetime.timedelta(days=number) for number in range((local_day(event.ends_at) - first).days + 1)]


class ToolkitPanel(Panel):
    """The recordings that may become resources of the toolkit, and those that did."""

    class BoundPanel(Panel.BoundPanel):
        template_name = "events_admin/recordings_panel.html"

        def is_shown(self) -> bool:
            return (
                super().is_shown() and bool(self.instance.pk) and self.request.user.has_perm("resources.add_resource")
            )

        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            recordings = [row for row in self.instance.recordings.all() if row.pk]
            known = resources_of(recordings)
            edit = Resource.snippet_viewset.get_url_name("edit")
            lines = [
                {
                    "recording": row,
                    "resource": known.get(row.uid),
                    "url": reverse(edit, args=[known[row.uid].pk])
                    if row.uid in known
                    else reverse("event_recording_resource", args=[self.instance.pk, row.uid]),
                }
                for row in recordings
            ]
            return {**super().get_context_data(parent_context), "lines": lines}


DOCUMENT_PANELS = [
    FieldPanel("moment"),
    FieldPanel("document"),
    FieldPanel("url"),
    FieldPanel("language"),
    both("title"),
]
RECORDING_PANELS = [
    FieldPanel("video"),
    FieldPanel("url"),
    FieldPanel("transcript"),
    FieldPanel("language"),
    both("title"),
]
QUESTION_PANELS = [
    both("label"),
    FieldRowPanel([FieldPanel("kind"), FieldPanel("is_required")]),
    both("options"),
]
SPONSOR_PANELS = [both("name"), both("level"), FieldPanel("url"), FieldPanel("logo")]

TEXTS = ObjectList(
    [
        HelpPanel(
            content=_(
                "Write at least one language whole: its title and its summary. The other may follow later;"
                " until then readers see this one, and are told so."
            )
        ),
        FieldRowPanel([FieldPanel("kind"), FieldPanel("status")]),
        both("title"),
        both("summary"),
        both("notice"),
        both("body"),
    ],
    heading=_("Texts"),
)
WHEN_AND_WHERE = ObjectList(
    [
        FieldRowPanel([FieldPanel("starts_at"), FieldPanel("ends_at")]),
        FieldRowPanel([FieldPanel("format"), FieldPanel("language")]),
        both("interpretation"),
        MultiFieldPanel(
            [FieldPanel("community"), both("venue"), FieldPanel("street"), both("accessibility")], heading=_("Place")
        ),
        MultiFieldPanel([FieldPanel("joining_url"), both("joining")], heading=_("Online")),
        both("practical"),
        FieldPanel("series"),
    ],
    heading=_("When and where"),
)
REGISTRATION = ObjectList(
    [
        FieldPanel("registration_mode"),
        FieldPanel("registration_url"),
        FieldRowPanel([FieldPanel("registration_opens_at"), FieldPanel("registration_closes_at")]),
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("capacity"), FieldPanel("seats_per_organization")]),
                FieldRowPanel([FieldPanel("has_waiting_list"), FieldPanel("offer_hours")]),
            ],
            heading=_("Seats"),
        ),
        MultiFieldPanel(
            [FieldRowPanel([FieldPanel("asks_dietary_needs"), FieldPanel("asks_accessibility_needs")])],
            heading=_("Needs: private, deleted after the event"),
        ),
        FilesPanel("questions", panels=QUESTION_PANELS, heading=_("Questions of your own"), label=_("Question")),
        MultiFieldPanel(
            [FieldRowPanel([FieldPanel("gives_certificates"), FieldPanel("certificate_hours")])],
            heading=_("Certificates"),
        ),
    ],
    heading=_("Registration"),
)
DOCUMENTS = ObjectList(
    [
        FilesPanel("documents", panels=DOCUMENT_PANELS, heading=_("Documents"), label=_("File or link")),
        FilesPanel("recordings", panels=RECORDING_PANELS, heading=_("Recordings"), label=_("Recording")),
        ToolkitPanel(heading=_("Recordings in the toolkit")),
        FieldPanel("related_resources", widget=ManyChooser(Resource, add_text=_("Choose resources"))),
    ],
    heading=_("Documents and recordings"),
)
SPONSORS = ObjectList(
    [
        FieldPanel("co_hosts", widget=ManyChooser(Organization, add_text=_("Choose organizations"))),
        InlinePanel("sponsors", panels=SPONSOR_PANELS, heading=_("Sponsors"), label=_("Sponsor")),
    ],
    heading=_("Sponsors and hosts"),
)
PROMOTE = ObjectList(
    [checks("topics"), checks("audiences"), FieldPanel("staff_level"), *Event.promote_panels], heading=_("Promote")
)
SETTINGS = ObjectList(
    [
        checks("access"),
        MultiFieldPanel([FieldPanel("review_on"), FieldPanel("behind_language")], heading=_("Follow-up")),
        FieldPanel("key"),
        PublishingPanel(),
    ],
    heading=_("Settings"),
)
TABS = [
    TEXTS,
    WHEN_AND_WHERE,
    ObjectList([ProgrammePanel(heading=_("Sessions of the programme"))], heading=_("Programme")),
    REGISTRATION,
    DOCUMENTS,
    SPONSORS,
    PROMOTE,
    SETTINGS,
]

# On the model: Wagtail then knows that its panels are shown.
Event.edit_handler = TabbedInterface(TABS, base_form_class=DraftForm)
