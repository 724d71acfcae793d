"""One of everything, so that each address of the portal has something to show."""

from __future__ import annotations

import datetime
from dataclasses import dataclass, field
from typing import Any

from django.contrib.auth.models import Group
from django.utils import timezone
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Collection, Locale, Site, Task, Workflow

from cms.models import (
    AccessGroup,
    CommunityTier,
    DocumentVersion,
    OrganizationKind,
    PortalDocument,
    PortalSettings,
    Region,
    ResourceType,
    ZeroResultSearch,
)
from events.models import PersonalFeed, Recording, Registration
from events.services.attendance import check_in_address
from events.services.certificates import number_of
from home.models import ContactMessage, HomePage
from members.models import (
    Announcement,
    AuditEntry,
    Community,
    Invitation,
    JoinRequest,
    MembershipPeriod,
    NotificationSettings,
    ProfileChange,
    StaffConversation,
    StaffMessage,
)
from members.models.affiliations import new_token, token_digest
from tests.access.people import MEMBER, OTHER_ADMINISTRATOR, OWN_ADMINISTRATOR, Cast
from tests.access.routes import Route
from tests.factories.events import (
    EventFactory,
    EventMessageFactory,
    EventPresetFactory,
    EventSeriesFactory,
    ProgrammeSessionFactory,
    RegistrationFactory,
    SpeakerFactory,
)
from tests.factories.files import DocumentFactory, ImageFactory
from tests.factories.organizations import AudienceFactory, ServiceFactory, ServiceLanguageFactory
from tests.factories.pages import StandardPageFactory, translate
from tests.factories.records import TopicFactory
from tests.factories.resources import PresetListingFactory, ResourceFactory, ResourceFileFactory

#: What is sent to an address that a person writes to, by the route's name.
SENT = {"change_role": {"role": "administrator"}}
#: Routes about an event, and about a registration for it.
REGISTERING = ("register_event", "registration_sent", "register_colleagues")
OF_A_REGISTRATION = ("my_registration", "confirm_registration", "cancel_registration", "answer_offer")


@dataclass
class Samples:
    """Objects by the model's label, and values by the name of an address's parameter."""

    objects: dict[str, Any] = field(default_factory=dict)
    values: dict[str, Any] = field(default_factory=dict)

    def arguments(self, route: Route) -> dict[str, Any]:
        """Return what the address of `route` asks for."""
        found = {}
        for name in route.parameters:
            value = self.values.get(f"{route.name}/{name}", self.values.get(name))
            if value is None:
                value = self._key(route) if name in ("pk", "instance_pk", "object_id") else 1
            found[name] = value
        return found

    def _key(self, route: Route) -> Any:
        namespace = route.name.partition(":")[0]
        label = namespace.removeprefix("wagtailsnippets_").removeprefix("wagtailsnippetchoosers_")
        thing = self.objects.get(label)
        return thing.pk if thing is not None else 1


def keep_version(document: PortalDocument) -> int:
    """Return the id of a file that `document` had before."""
    return DocumentVersion.objects.create(document=document, file=document.file.name, name=document.filename, size=1).pk


EVENT_ROUTES = (
    *("event_copy", "event_repeat", "event_attendees", "event_attendees_results", "event_attendee", "event_check_in"),
    *("event_write", "event_invitations", "event_certificates", "event_all_certificates", "event_certificate"),
    "event_recording_resource",
)


def event_samples(member: Any) -> dict[str, Any]:
    """Make an event that is over, of whose recording and certificate `member`, who was there, has theirs."""
    begun = timezone.now() - datetime.timedelta(days=3)
    event = EventFactory(
        starts_at=begun, gives_certificates=True, registration_mode="invitation", series=EventSeriesFactory()
    )
    event.recordings.add(Recording(url="https://example.org/film"))
    event.save()
    RegistrationFactory(event=event, person=member, checked_in_at=begun)
    session = ProgrammeSessionFactory(event=event, speakers=[SpeakerFactory()])
    return {
        "events_event": event,
        "events_programmesession": session,
        "events_speaker": session.speakers.get(),
        "events_eventseries": event.series,
        "events_eventpreset": EventPresetFactory(),
        "events_eventmessage": EventMessageFactory(event=event),
    }


def make_samples(cast: Cast, home: HomePage) -> Samples:
    """Make one of everything that belongs to the organization, or to the member, of `cast`."""
    member, administrator = cast.people[MEMBER], cast.people[OWN_ADMINISTRATOR]
    page = StandardPageFactory(parent=home, title="A page")
    translate(page, title="Une page")
    revision = page.save_revision()
    conversation = StaffConversation.objects.create(person=member, organization=cast.organization, subject="A matter")
    StaffMessage.objects.create(conversation=conversation, author=member, text="A question")
    invitation = Invitation.objects.create(
        email="new@example.org",
        organization=cast.organization,
        invited_by=administrator,
        token_digest=token_digest(new_token()),
        expires_at=timezone.now() + Invitation.LIFETIME,
    )
    request = JoinRequest.objects.create(
        organization=cast.organization,
        email="asks@example.org",
        first_name="Ada",
        last_name="Asks",
        state=JoinRequest.State.PENDING,
        confirmed_at=timezone.now(),
        matches_domain=True,
    )
    objects = {
        "home_contactmessage": ContactMessage.objects.create(
            name="Ada", email="ada@example.org", message="Hello", language="en"
        ),
        "cms_topic": TopicFactory(),
        "cms_audience": AudienceFactory(),
        "cms_service": ServiceFactory(),
        "cms_resourcetype": ResourceType.objects.create(name_fr="Guide", name_en="Guide"),
        "cms_organizationkind": OrganizationKind.objects.first(),
        "cms_region": Region.objects.first(),
        "cms_communitytier": CommunityTier.objects.first(),
        "cms_accessgroup": AccessGroup.objects.first(),
        "members_organization": cast.organization,
        "members_community": Community.objects.first(),
        "members_servicelanguage": ServiceLanguageFactory(),
        "members_membershipperiod": MembershipPeriod.objects.create(
            organization=cast.organization, starts_on="2026-04-01", ends_on="2027-03-31"
        ),
        "members_invitation": invitation,
        "members_joinrequest": request,
        "members_profilechange": ProfileChange.objects.create(
            organization=cast.organization,
            proposed_by=administrator,
            proposed={"phone": "780-555-0199"},
            base={"phone": ""},
        ),
        "members_affiliation": member.affiliations.get(),
        "members_announcement": Announcement.objects.create(
            title_fr="Avis", title_en="Notice", text_fr="Bonjour", text_en="Hello"
        ),
        "members_staffconversation": conversation,
        "members_auditentry": AuditEntry.objects.create(action="invitation.sent", actor=administrator),
        "resources_resource": ResourceFactory(),
        "resources_presetlisting": PresetListingFactory(),
        **event_samples(member),
        "cms_zeroresultsearch": ZeroResultSearch.objects.create(words="nothing", language="en", place="site"),
        "wagtailusers_users": cast.people[OTHER_ADMINISTRATOR],
        "wagtailusers_groups": Group.objects.filter(access_group=None).first(),
        "wagtaillocales": Locale.objects.first(),
        "wagtailsites": Site.objects.first(),
        "wagtaildocs_chooser": DocumentFactory(),
        "wagtailimages_chooser": ImageFactory(),
        "wagtailadmin_collections": Collection.objects.filter(depth=1).first(),
        "wagtailadmin_workflows": Workflow.objects.first(),
    }
    document, image = objects["wagtaildocs_chooser"], objects["wagtailimages_chooser"]
    redirect = Redirect.objects.create(old_path="/old", redirect_link="/new")
    affiliation = member.affiliations.get()
    settings, _made = NotificationSettings.objects.get_or_create(person=member)
    event, came = objects["events_event"], Registration.objects.get(person=member)
    open_event = EventFactory(registration_mode="open")
    values = {
        **{f"{name}/key": open_event.key for name in REGISTERING},
        **{f"{name}/uid": came.uid for name in OF_A_REGISTRATION},
        **{f"{name}/pk": event.pk for name in EVENT_ROUTES},
        "registration": came.pk,
        "event_check_in_by_code/token": check_in_address(came).rstrip("/").rpartition("/")[2],
        "event_recording_resource/uid": event.recordings.get().uid,
        "my_certificate/uid": came.uid,
        "certificate/number": number_of(came),
        "page_id": page.pk,
        "parent_page_id": home.pk,
        "page_to_move_id": page.pk,
        "destination_id": home.pk,
        "revision_id": revision.pk,
        "revision_id_a": "earliest",
        "revision_id_b": "latest",
        "content_type_app_name": "home",
        "content_type_model_name": "standardpage",
        "wagtailadmin_pages:revisions_compare/pk": page.pk,
        "wagtailadmin_api:pages:detail/pk": page.pk,
        "wagtailadmin_api:documents:detail/pk": document.pk,
        "wagtailadmin_api:images:detail/pk": image.pk,
        "wagtailapi:pages:detail/pk": page.pk,
        "wagtailapi:images:detail/pk": image.pk,
        "wagtailapi:organizations:detail/pk": cast.organization.pk,
        "wagtailapi:resources:detail/pk": objects["resources_resource"].pk,
        **{
            f"wagtailapi:{endpoint}:detail/pk": objects[f"cms_{model}"].pk
            for endpoint, model in (
                ("topics", "topic"),
                ("audiences", "audience"),
                ("resource-types", "resourcetype"),
                ("services", "service"),
                ("regions", "region"),
            )
        },
        "document_id": document.pk,
        "wagtaildocs:edit/document_id": document.pk,
        "document_version/pk": keep_version(document),
        "resource_file/uid": ResourceFileFactory().uid,
        "event_calendar/uid": EventFactory().uid,
        "personal_calendar/secret": PersonalFeed.objects.create(person=member).secret,
        "image_id": image.pk,
        "collection_id": objects["wagtailadmin_collections"].pk,
        "redirect_id": redirect.pk,
        "task_id": Task.objects.first().pk,
        "wagtailadmin_workflows:edit_task/pk": Task.objects.first().pk,
        "wagtailadmin_workflows:disable_task/pk": Task.objects.first().pk,
        "wagtailadmin_workflows:enable_task/pk": Task.objects.first().pk,
        "page_pk": page.pk,
        "wagtailadmin_pages:choose_parent/app_label": "home",
        "wagtailadmin_pages:choose_parent/model_name": "standardpage",
        "wagtailsettings:edit/app_name": "cms",
        "wagtailsettings:edit/model_name": "portalsettings",
        "wagtailsettings:edit/pk": PortalSettings.objects.get_or_create()[0].pk,
        "wagtail_bulk_action/app_label": "members",
        "wagtail_bulk_action/model_name": "user",
        "wagtail_bulk_action/action": "set_active_state",
        "conversation/number": conversation.pk,
        "close_conversation/number": conversation.pk,
        "resend_invitation/number": invitation.pk,
        "revoke_invitation/number": invitation.pk,
        "join_request/number": request.pk,
        "withdraw_request/number": request.pk,
        "change_role/number": affiliation.pk,
        "end_affiliation/number": affiliation.pk,
        "unsubscribe/key": settings.unsubscribe_key,
        "help_with_second_factor/pk": cast.people[OTHER_ADMINISTRATOR].pk,
        "token": "no-such-token",
        "key": "no-such-key",
        "uidb36": "1",
        "uidb64": "MQ",
        "name": "nothing.webp",
        "public_media/name": "nothing.webp",
        "mode": "fr",
        "language": "en",
    }
    return Samples(objects, values)
