"""Mail of staff to the registered, invitations, and recordings that become resources."""

from __future__ import annotations

import uuid
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone
from post_office.models import Email

from cms.models import ResourceType
from events.models import Event, EventInvitation, EventMessage, Recording, RecordingResource, RegistrationState
from events.services import messages, recordings
from events.viewsets.invitations import read_line
from resources.models import Resource
from tests.factories.events import EventFactory, RegistrationFactory
from tests.factories.files import DocumentFactory
from tests.factories.records import TopicFactory

pytestmark = pytest.mark.django_db
TEXTS = messages.Texts("Salle changée", "Another room", "Rendez-vous au 2e étage.", "Meet on the second floor.")
FORM = {
    "states": ["seated"],
    "subject_fr": TEXTS.subject_fr,
    "subject_en": TEXTS.subject_en,
    "text_fr": TEXTS.text_fr,
    "text_en": TEXTS.text_en,
    "only": "",
}


@pytest.fixture
def event(db: None) -> Event:
    event: Event = EventFactory(title_fr="Sommet", title_en="Summit")
    RegistrationFactory(event=event, email="fr@example.org", language="fr")
    RegistrationFactory(event=event, email="en@example.org", language="en", checked_in_at=timezone.now())
    RegistrationFactory(event=event, email="waits@example.org", state=RegistrationState.WAITING)
    RegistrationFactory(event=event, email="gone@example.org", state=RegistrationState.CANCELLED)
    RegistrationFactory(event=event, email="unsure@example.org", state=RegistrationState.UNCONFIRMED)
    RegistrationFactory(email="elsewhere@example.org")
    return event


def written() -> dict[str, Any]:
    return {email.to[0]: email for email in Email.objects.all()}


def send(event: Event, nonce: uuid.UUID | None = None, **options: Any) -> EventMessage | None:
    given = {"states": ["seated"], "actor": None, **options}
    return messages.send(event, TEXTS, nonce=nonce or uuid.uuid4(), **given)


def test_each_gets_the_message_in_their_language(event: Event) -> None:
    assert send(event).recipients == 2
    mails = written()
    assert set(mails) == {"fr@example.org", "en@example.org"}
    assert mails["fr@example.org"].subject == "Salle changée"
    assert "Rendez-vous au 2e étage." in mails["fr@example.org"].message
    assert "Sommet" in mails["fr@example.org"].message
    assert mails["en@example.org"].subject == "Another room"
    assert "/en/events/" in mails["en@example.org"].message


@pytest.mark.parametrize(
    ("states", "only", "to"),
    [
        (["seated", "waiting"], "", {"fr@example.org", "en@example.org", "waits@example.org"}),
        (["seated"], "arrived", {"en@example.org"}),
        (["seated"], "absent", {"fr@example.org"}),
        (["cancelled", "unconfirmed"], "", set()),
    ],
)
def test_it_goes_to_those_who_are_chosen_and_never_to_who_has_cancelled(
    event: Event, states: list[str], only: str, to: set[str]
) -> None:
    send(event, states=states, only=only)
    assert set(written()) == to


def test_a_double_click_sends_it_once(event: Event) -> None:
    nonce = uuid.uuid4()
    assert send(event, nonce) is not None
    assert send(event, nonce) is None
    assert Email.objects.count() == 2
    assert EventMessage.objects.count() == 1


def test_a_message_is_looked_at_before_it_is_sent(staff: Any, event: Event) -> None:
    address = reverse("event_write", args=[event.pk])
    assert 'name="nonce"' in staff.read(address)
    data = {**FORM, "nonce": str(uuid.uuid4())}
    html = staff.post(address, data).content.decode()
    assert "It goes to 2 people." in html
    assert "Rendez-vous au 2e étage." in html
    assert not Email.objects.exists()
    for _click in range(2):
        assert staff.post(address, {**data, "act": "send"}).status_code == 302
    assert Email.objects.count() == 2
    assert EventMessage.objects.get().sent_by is not None


@pytest.mark.parametrize(
    "change",
    [
        {"subject_fr": ""},
        {"text_en": ""},
        {"states": []},
        {"states": ["cancelled"]},
        {"subject_en": "Hello\r\nBcc: everybody@example.org"},
        {"nonce": "x"},
        {"only": "nobody"},
    ],
)
def test_a_message_that_lacks_something_is_not_sent(staff: Any, event: Event, change: dict[str, Any]) -> None:
    data = {**FORM, "nonce": str(uuid.uuid4()), "act": "send", **change}
    assert staff.post(reverse("event_write", args=[event.pk]), data).status_code == 200
    assert not Email.objects.exists()


# --- invitations ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("line", "email", "first", "last"),
    [
        ("ada@example.org", "ada@example.org", "", ""),
        (" Ada King Lovelace <Ada@Example.org>, ", "ada@example.org", "Ada", "King Lovelace"),
    ],
)
def test_a_line_of_a_pasted_list_is_read(line: str, email: str, first: str, last: str) -> None:
    assert read_line(line) == {"email": email, "first_name": first, "last_name": last}


@pytest.mark.parametrize("line", ["ada", "ada@", "@example.org", "Ada <>", "ada@example.org\nBcc: x@example.org"])
def test_what_is_no_address_is_not_invited(line: str) -> None:
    assert read_line(line) is None or read_line(line)["email"] == "ada@example.org"


def test_a_list_with_a_wrong_line_invites_nobody(staff: Any, event: Event) -> None:
    address = reverse("event_invitations", args=[event.pk])
    data = {"act": "invite", "language": "fr", "addresses": "ada@example.org\nnot an address"}
    html = staff.post(address, data).content.decode()
    assert "not an address" in html
    assert not EventInvitation.objects.exists()
    assert not Email.objects.exists()


def test_invitations_are_sent_again_and_taken_back(staff: Any, event: Event) -> None:
    address = reverse("event_invitations", args=[event.pk])
    data = {"act": "invite", "language": "fr", "addresses": "ada@example.org\nAda <ADA@example.org>\nbob@example.org"}
    for _click in range(2):
        staff.post(address, data)
    assert sorted(written()) == ["ada@example.org", "bob@example.org"]
    assert Email.objects.count() == 2
    one = EventInvitation.objects.get(email="ada@example.org")
    staff.post(address, {"act": "send", "invitation": one.pk})
    assert Email.objects.count() == 3
    staff.post(address, {"act": "revoke", "invitation": one.pk})
    assert EventInvitation.objects.get(pk=one.pk).revoked_at is not None
    assert staff.post(address, {"act": "revoke", "invitation": "x"}).status_code == 404


# --- recordings -------------------------------------------------------------------------------------


@pytest.fixture
def recorded(db: None) -> Event:
    event: Event = EventFactory(
        title_fr="Séance", title_en="Session", topics=[TopicFactory(key="housing")], codes=["members"]
    )
    event.recordings.add(
        Recording(
            url="https://example.org/film",
            title_en="The film of the session",
            language="en",
            transcript=DocumentFactory(),
        )
    )
    event.save()
    ResourceType.objects.get_or_create(
        key="webinar-recording", defaults={"name_fr": "Webinaire enregistré", "name_en": "Webinar recording"}
    )
    return event


def test_a_recording_becomes_a_resource_that_the_same_people_read(recorded: Event) -> None:
    made = recordings.make_resource(recorded, recorded.recordings.get(), actor=None)
    resource = Resource.objects.get()
    assert made.is_new
    assert not resource.live
    assert (resource.title_fr, resource.title_en) == ("Séance", "The film of the session")
    assert resource.summary_en == recorded.summary_en
    assert resource.resource_type.key == "webinar-recording"
    assert [topic.key for topic in resource.topics.all()] == ["housing"]
    assert [group.access_group.code for group in resource.access.all()] == ["members"]
    assert [file.url for file in resource.files.all()] == ["https://example.org/film", ""]
    assert list(Event.objects.get().related_resources.all()) == [resource]


def test_asked_twice_it_is_one_resource(recorded: Event) -> None:
    recording = recorded.recordings.get()
    first = recordings.make_resource(recorded, recording, actor=None, publish=True)
    again = recordings.make_resource(Event.objects.get(), recording, actor=None)
    assert first.resource.live
    assert (again.resource, again.is_new) == (first.resource, False)
    assert RecordingResource.objects.count() == 1


@pytest.mark.parametrize(("role", "status"), [("Editors", 403), ("Moderators", 302)])
def test_only_who_may_publish_publishes_it_at_once(
    visitor: Any, person: Any, recorded: Event, role: str, status: int
) -> None:
    client = visitor(user=person(role=role))
    address = reverse("event_recording_resource", args=[recorded.pk, recorded.recordings.get().uid])
    assert client.get(address).status_code == 200
    response = client.post(address, {"act": "publish"})
    assert response.status_code in (status, 302)
    assert Resource.objects.filter(live=True).exists() is (status == 302)
    if status == 302:
        assert client.get(address).status_code == 302  # leads to the resource


def test_a_recording_of_another_event_is_not_found(staff: Any, recorded: Event) -> None:
    other = EventFactory()
    address = reverse("event_recording_resource", args=[other.pk, recorded.recordings.get().uid])
    assert staff.get(address).status_code == 404
