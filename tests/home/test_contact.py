"""Writing to the portal."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.core import mail, signing
from django.test import Client
from django.utils import timezone

from cms.models import PortalSettings
from cms.ops import due
from home.forms import SALT, ContactForm
from home.models import ContactMessage, ContactPage, HomePage
from home.services import delete_old_messages
from tests.conftest import Visitor
from tests.factories.pages import ContactPageFactory, translate

pytestmark = pytest.mark.django_db
PATHS = {"en": "/en/contact/", "fr": "/fr/nous-joindre/"}


@pytest.fixture(autouse=True)
def contact_page(english_home: HomePage) -> ContactPage:
    page = ContactPageFactory(parent=english_home, slug="contact")
    translate(page, title="Nous joindre", slug="nous-joindre")
    PortalSettings.objects.update_or_create(defaults={"contact_recipients": "staff@example.org"})
    return page


def token(age: float = 60) -> str:
    """Return what a form holds that was opened `age` seconds ago."""
    with time_machine.travel(timezone.now() - timedelta(seconds=age)):
        return signing.TimestampSigner(salt=SALT).sign("contact")


def words(**changed: str) -> dict[str, str]:
    return {
        "name": "Amina Tremblay",
        "email": "amina@example.org",
        "subject": "Housing & work",
        "message": "Where do newcomers find a home?",
        "website": "",
        "opened": token(),
        **changed,
    }


@pytest.fixture
def send(visit: Visitor) -> Callable[..., Any]:
    def send(language: str = "en", **changed: str) -> Any:
        return visit.post(PATHS[language], words(**changed))

    return send


Send = Callable[..., Any]


def test_a_message_reaches_staff(send: Send, visit: Visitor) -> None:
    response = send()
    assert (response.status_code, response["Location"]) == (302, "/en/contact/sent/")
    assert '<form method="post"' not in visit.read(response["Location"])
    message = ContactMessage.objects.get()
    assert (message.status, message.language, message.name) == ("new", "en", "Amina Tremblay")
    (sent,) = mail.outbox
    assert sent.to == ["staff@example.org"]
    assert sent.subject == "Message from the portal: Housing & work"
    assert sent.reply_to == ["amina@example.org"] or sent.extra_headers["Reply-To"] == "amina@example.org"
    assert "Where do newcomers find a home?" in sent.body


def test_a_message_in_french_is_told_in_french(send: Send) -> None:
    assert send("fr")["Location"] == "/fr/nous-joindre/envoye/"
    assert ContactMessage.objects.get().language == "fr"
    (sent,) = mail.outbox
    assert sent.extra_headers["Content-Language"] == "fr"
    assert "Message from" not in sent.subject


def test_what_a_visitor_types_arrives_as_typed(send: Send) -> None:
    send(message="L’été & <b>l'hiver</b>", name="Zoé <O'Neil>")
    (sent,) = mail.outbox
    assert "L’été & <b>l'hiver</b>" in sent.body
    assert "Zoé <O'Neil>" in sent.body


@pytest.mark.parametrize(
    "changed",
    [
        {"website": "https://spam.example"},
        {"opened": ""},
        {"opened": "contact:forged:signature"},
        {"opened": "é\n" * 50},
        {"message": "http://a.ca http://b.ca https://c.ca HTTP://d.ca"},
    ],
    ids=["trap", "no token", "forged token", "rubbish token", "links"],
)
def test_what_a_machine_sends_is_held_and_not_mailed(send: Send, changed: dict[str, str]) -> None:
    assert send(**changed).status_code == 302
    message = ContactMessage.objects.get()
    assert message.status == ContactMessage.Status.HELD
    assert message.held_because
    assert mail.outbox == []


@pytest.mark.parametrize(("age", "held"), [(0.5, True), (5, False), (23 * 3600, False), (25 * 3600, True)])
def test_a_form_that_was_open_too_briefly_or_too_long_is_held(send: Send, age: float, held: bool) -> None:
    send(opened=token(age))
    assert (ContactMessage.objects.get().status == ContactMessage.Status.HELD) is held


def test_three_links_are_a_persons(send: Send) -> None:
    send(message="http://a.ca http://b.ca https://c.ca")
    assert ContactMessage.objects.get().status == ContactMessage.Status.NEW


@pytest.mark.parametrize(
    "changed",
    [
        {"email": "nobody"},
        {"email": "a@example.org\nBcc: all@example.org"},
        {"email": ""},
        {"name": " "},
        {"subject": ""},
        {"message": ""},
        {"message": "x" * 5001},
        {"subject": "x" * 151},
        {"message": "a\0b"},
    ],
    ids=lambda changed: next(iter(changed)),
)
def test_what_is_wrong_is_said_next_to_the_field_and_nothing_is_lost(send: Send, changed: dict[str, str]) -> None:
    response = send(**changed)
    page = response.content.decode()
    assert response.status_code == 422
    assert 'aria-invalid="true"' in page
    assert "Amina Tremblay" in page or "name" in changed
    assert not ContactMessage.objects.exists()


@pytest.mark.parametrize("field", ["name", "subject"])
def test_no_line_break_gets_into_a_header(send: Send, field: str) -> None:
    send(**{field: "Hello\r\nBcc: everyone@example.org\u2028x"})
    (sent,) = mail.outbox
    head = sent.message().as_string().partition("\n\n")[0]
    assert "\nBcc:" not in head
    assert sent.bcc == []
    assert "\n" not in getattr(ContactMessage.objects.get(), field)


def test_a_form_sent_twice_arrives_once(send: Send) -> None:
    opened = token()
    assert [send(opened=opened).status_code, send(opened=opened).status_code] == [302, 302]
    assert ContactMessage.objects.count() == 1
    assert len(mail.outbox) == 1


def test_a_second_message_of_the_same_person_arrives(send: Send) -> None:
    opened = token()
    send(opened=opened)
    send(opened=opened, message="And one more thing.")
    assert ContactMessage.objects.count() == 2


@pytest.mark.parametrize(("language", "sentence"), [("en", "Too many messages came from here."), ("fr", "Trop de")])
def test_the_sixth_message_within_an_hour_is_refused(send: Send, language: str, sentence: str) -> None:
    for number in range(5):
        assert send(language, subject=f"Number {number}").status_code == 302
    response = send(language, subject="Number 6")
    assert response.status_code == 429
    assert sentence in response.content.decode()
    assert ContactMessage.objects.count() == 5


def test_an_hour_later_the_next_message_is_taken(send: Send) -> None:
    with time_machine.travel(timezone.now()) as clock:
        for number in range(6):
            send(subject=f"Number {number}")
        clock.shift(timedelta(minutes=30))
        assert send(subject="Too early").status_code == 429
        clock.shift(timedelta(minutes=31))
        assert send(subject="Late enough").status_code == 302


def test_two_visitors_behind_one_proxy_do_not_count_together(visit: Visitor, settings: Any) -> None:
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    for number in range(6):
        headers = {"X-Forwarded-For": f"203.0.113.{number}"}
        assert visit.post(PATHS["en"], words(subject=f"{number}"), headers=headers).status_code == 302


def test_an_address_that_a_visitor_makes_up_does_not_help(visit: Visitor) -> None:
    answers = [
        visit.post(
            PATHS["en"], words(subject=f"{number}"), headers={"X-Forwarded-For": f"203.0.113.{number}"}
        ).status_code
        for number in range(6)
    ]
    assert answers == [302] * 5 + [429]


def test_without_a_recipient_the_message_is_kept(send: Send) -> None:
    PortalSettings.objects.update(contact_recipients="", email="")
    assert send().status_code == 302
    assert ContactMessage.objects.get().status == ContactMessage.Status.NEW
    assert mail.outbox == []


def test_a_message_from_another_site_is_refused() -> None:
    client = Client(enforce_csrf_checks=True, SERVER_NAME="localhost")
    response = client.post(PATHS["fr"], words())
    assert response.status_code == 403
    assert 'lang="fr' in response.content.decode()
    assert not ContactMessage.objects.exists()


def test_the_form_asks_what_it_needs_and_says_how_to_fill_it_in(visit: Visitor) -> None:
    page = visit.read(PATHS["fr"])
    assert 'autocomplete="email"' in page
    assert 'autocomplete="name"' in page
    assert page.count("<label") >= 4
    assert 'name="opened"' in page


def test_an_address_under_the_form_that_is_not_there(visit: Visitor) -> None:
    assert visit.get("/en/contact/nothing/").status_code == 404
    assert visit.get("/en/contact/sent/more/").status_code == 404


def test_messages_are_deleted_after_a_year() -> None:
    for age in (364, 366):
        message = ContactMessage.objects.create(email="a@example.org", message=str(age))
        ContactMessage.objects.filter(pk=message.pk).update(received_at=timezone.now() - timedelta(days=age))
    assert due.registered()["home.delete_old_messages"] is delete_old_messages
    assert delete_old_messages()
    assert ContactMessage.objects.get().message == "364"
    assert delete_old_messages() is None


def test_the_trap_is_hidden_from_people_and_from_the_keyboard(visit: Visitor) -> None:
    assert str(ContactForm()["website"]).count('tabindex="-1"') == 1
