"""The pages of registering: the form, the links in mails, one's own registration."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone, translation

from events.models import EventQuestion, Registration
from events.registering.panel import registration_panel
from events.services import invitations, links, registering, waiting
from tests.events.registering.helpers import DAY, HOUR, ask, link_in, mails_to, open_event, states, waits
from tests.factories.events import RegistrationFactory
from tests.factories.organizations import AffiliationFactory

pytestmark = pytest.mark.django_db
GIVEN = {
    "first_name": "Ada",
    "last_name": "Lovelace",
    "email": "ada@example.org",
    "organization_name": "Brooks House",
    "language": "en",
    "consent": "on",
}


def form_of(event) -> str:
    return reverse("register_event", args=[event.key])


def page_of(registration) -> str:
    return reverse("my_registration", args=[registration.uid])


def open_link(visit, registration, purpose=links.MANAGE, route="registration_link") -> None:
    visit.get(reverse(route, args=[links.token(purpose, registration.uid)]))


# --- guests ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", ["en", "fr"])
def test_a_guest_registers_confirms_by_the_link_and_cancels_by_another(visit, language: str) -> None:
    event = open_event(capacity=1)
    with translation.override(language):
        address = form_of(event)
    assert visit.get(address).status_code == 200
    sent = visit.post(address, {**GIVEN, "language": language}, follow=True)
    assert sent.redirect_chain[-1][0].startswith(f"/{language}/")
    assert states(event) == {"ada@example.org": "unconfirmed"}
    (asked,) = mails_to("ada@example.org")
    assert "Ada" not in asked.body

    page = visit.get(link_in(asked), follow=True)
    assert states(event) == {"ada@example.org": "unconfirmed"}, "a link alone does nothing"
    visit.post(page.redirect_chain[-1][0])
    assert states(event) == {"ada@example.org": "seated"}
    confirmed = mails_to("ada@example.org")[-1]
    assert confirmed.extra_headers["Content-Language"] == language

    other = type(visit)()
    own = other.get(link_in(confirmed), follow=True).redirect_chain[-1][0]
    assert "ada@example.org" in other.read(own)
    registration = Registration.objects.get()
    with translation.override(language):
        cancel = reverse("cancel_registration", args=[registration.uid])
    assert other.get(cancel).status_code == 200
    assert states(event) == {"ada@example.org": "seated"}, "looking cancels nothing"
    other.post(cancel)
    assert states(event) == {"ada@example.org": "cancelled"}


def test_the_answer_is_the_same_for_an_address_that_is_registered_and_its_owner_gets_a_mail(visit) -> None:
    event = open_event()
    ask(event)
    before = len(mails_to("ada@example.org"))
    known = visit.post(form_of(event), GIVEN, follow=True)
    unknown = visit.post(form_of(event), {**GIVEN, "email": "bea@example.org"}, follow=True)
    assert known.redirect_chain == unknown.redirect_chain
    assert known.content == unknown.content
    assert "registered already" in mails_to("ada@example.org")[before].subject


def test_an_address_gets_three_mails_a_day_and_then_none_with_the_same_answer(visit) -> None:
    event = open_event()
    answers = [visit.post(form_of(event), GIVEN)["Location"] for _number in range(5)]
    assert len(set(answers)) == 1
    assert len(mails_to("ada@example.org")) == 3


def test_a_place_that_registers_too_many_guests_is_asked_to_wait_and_nothing_typed_is_lost(visit) -> None:
    event = open_event()
    for number in range(20):
        visit.post(form_of(event), {**GIVEN, "email": f"p{number}@example.org"})
    refused = visit.post(form_of(event), {**GIVEN, "email": "last@example.org"})
    assert refused.status_code == 429
    assert "last@example.org" in refused.content.decode()


def test_a_machine_that_fills_in_the_trap_is_told_nothing_and_not_written_to(visit) -> None:
    event = open_event()
    assert visit.post(form_of(event), {**GIVEN, "website": "https://spam.example/"}).status_code == 302
    assert not Registration.objects.exists()


@pytest.mark.parametrize(
    "bad",
    [
        {"email": "ada@example.org\nBcc: all@example.org"},
        {"email": "ada@example.org, bea@example.org"},
        {"first_name": "Ada\r\nBcc: all@example.org"},
        {"last_name": "https://spam.example/"},
        {"organization_name": "House\nX: y"},
        {"language": "de"},
        {"consent": ""},
        {"first_name": "   "},
        {"first_name": "\x00"},
        {"first_name": "x" * 151},
    ],
)
def test_what_is_no_name_or_address_is_refused_with_what_was_typed(visit, bad) -> None:
    event = open_event()
    answer = visit.post(form_of(event), {**GIVEN, **bad})
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "error-summary" in page
    assert "Lovelace" in page or "last_name" in bad
    assert not Registration.objects.exists()


def test_a_link_for_one_thing_opens_nothing_else_and_a_forged_one_nothing(visit) -> None:
    ask(open_event())
    registration = Registration.objects.get()
    for route, token in (
        ("registration_link", links.token(links.STOP_MAIL, registration.uid)),
        ("registration_link", f"{registration.uid.hex}:forged"),
        ("registration_link", "nonsense"),
        ("confirm_registration_link", links.token(links.MANAGE, registration.uid)),
        ("event_invitation_link", links.token(links.MANAGE, registration.uid)),
    ):
        assert visit.get(reverse(route, args=[token]), follow=True).status_code == 410
    assert visit.get(page_of(registration)).status_code == 404
    assert visit.post(reverse("cancel_registration", args=[registration.uid])).status_code == 404


def test_a_confirmation_link_used_again_shows_what_stands(visit) -> None:
    event = open_event()
    ask(event, is_confirmed=False)
    registration = Registration.objects.get()
    open_link(visit, registration, links.CONFIRM, "confirm_registration_link")
    confirm = reverse("confirm_registration", args=[registration.uid])
    for _click in range(2):
        assert visit.post(confirm)["Location"] == page_of(registration)
    assert visit.get(confirm)["Location"] == page_of(registration)
    assert states(event) == {"ada@example.org": "seated"}


def test_a_confirmation_that_comes_when_the_event_is_off_says_so(visit) -> None:
    event = open_event()
    ask(event, is_confirmed=False)
    registration = Registration.objects.get()
    open_link(visit, registration, links.CONFIRM, "confirm_registration_link")
    type(event).objects.filter(pk=event.pk).update(status="cancelled")
    answer = visit.post(reverse("confirm_registration", args=[registration.uid]))
    assert answer.status_code == 409
    assert "cancelled" in answer.content.decode()


def test_pages_behind_links_are_kept_by_no_cache_and_told_to_no_other_site(visit) -> None:
    ask(open_event())
    registration = Registration.objects.get()
    address = reverse("registration_link", args=[links.token(links.MANAGE, registration.uid)])
    followed = visit.get(address)
    assert followed["Referrer-Policy"] == "no-referrer"
    page = visit.get(page_of(registration))
    assert "no-store" in page["Cache-Control"]
    assert page["Referrer-Policy"] == "same-origin"


# --- who may ---------------------------------------------------------------------------------------


def test_an_event_for_members_is_not_there_for_others_on_any_page(visit, visitor, person, member) -> None:
    event = open_event(codes=["members"], registration_mode="members")
    other = person("funders")
    for route in ("register_event", "registration_sent"):
        address = reverse(route, args=[event.key])
        assert visit.get(address).status_code == 404
        assert visit.post(address, GIVEN).status_code in (404, 405)
        assert visitor(user=other).get(address).status_code == 404
        assert visitor(user=member).get(address).status_code == 200
    AffiliationFactory(person=other)
    assert visitor(user=other).get(reverse("register_colleagues", args=[event.key])).status_code == 404
    assert not Registration.objects.exists()


def test_a_draft_is_not_there(visit) -> None:
    assert visit.get(form_of(open_event(live=False))).status_code == 404
    assert visit.get(reverse("register_event", args=["nothing-here"])).status_code == 404


def test_a_public_event_for_members_asks_a_guest_to_sign_in(visit) -> None:
    event = open_event(registration_mode="members")
    page = visit.read(form_of(event))
    assert reverse("account_login") in page
    assert visit.post(form_of(event), GIVEN).status_code == 200
    assert not Registration.objects.exists()


def test_a_member_registers_with_their_own_address_whatever_is_posted(visitor, member) -> None:
    event = open_event(registration_mode="members")
    browser = visitor(user=member)
    answer = browser.post(form_of(event), {**GIVEN, "email": "other@example.org"})
    registration = Registration.objects.get()
    assert (registration.email, registration.person, registration.state) == (member.email, member, "seated")
    assert answer["Location"] == page_of(registration)
    assert browser.post(form_of(event), GIVEN)["Location"] == page_of(registration)
    assert "I agree that AAISA" in registration.consent_words
    assert not registration.wants_mail


def test_by_invitation_only_whoever_is_invited_registers_and_once(visit, visitor, administrator, member) -> None:
    event = open_event(registration_mode="invitation", codes=["members"])
    assert visit.get(form_of(event)).status_code == 404
    invitation = invitations.invite(event, "Ada@example.org", language="fr", invited_by=administrator)
    address = reverse("event_invitation_link", args=[links.token(links.INVITATION, invitation.uid)])
    form = visit.get(address, follow=True)
    assert form.status_code == 200
    assert visit.post(form_of(event), {**GIVEN, "email": "bea@example.org"}).status_code == 302
    assert states(event) == {"ada@example.org": "seated"}
    visit.post(form_of(event), GIVEN)
    assert Registration.objects.count() == 1
    assert "by invitation" in visitor(user=member).read(form_of(event))
    invitations.revoke(invitation)
    assert type(visit)().get(address, follow=True).status_code == 410


def test_a_registration_that_was_taken_back_by_a_changed_mind_can_be_made_again(visitor, member) -> None:
    event = open_event()
    browser = visitor(user=member)
    browser.post(form_of(event), GIVEN)
    browser.post(reverse("cancel_registration", args=[Registration.objects.get().uid]))
    browser.post(form_of(event), GIVEN)
    assert list(event.registrations.order_by("pk").values_list("state", flat=True)) == ["cancelled", "seated"]


# --- questions and needs ---------------------------------------------------------------------------


def test_questions_are_asked_kept_and_changed(visitor, member) -> None:
    event = open_event(asks_dietary_needs=True, asks_accessibility_needs=True)
    kinds = EventQuestion.Kind
    options = {"options_fr": "Un\nDeux", "options_en": "One\nTwo"}
    asked = {
        kind: EventQuestion.objects.create(
            event=event, kind=kind, label_fr=f"Q {kind}", label_en=f"Q {kind}", is_required=kind == kinds.CHOICE,
            **options,
        )
        for kind in kinds
    }  # fmt: skip
    names = {kind: f"question-{question.uid.hex}" for kind, question in asked.items()}
    browser = visitor(user=member)
    assert browser.post(form_of(event), GIVEN).status_code == 422, "a required question was left out"
    answers = {names[kinds.LINE]: "words", names[kinds.CHOICE]: "1", names[kinds.SEVERAL]: ["0", "1"]}
    answers |= {names[kinds.YES_NO]: "no"}
    assert browser.post(form_of(event), {**GIVEN, **answers, names[kinds.CHOICE]: "7"}).status_code == 422
    browser.post(form_of(event), {**GIVEN, **answers, "dietary_needs": "No nuts"})
    registration = Registration.objects.get()
    given = {kinds.LINE: "words", kinds.CHOICE: "1", kinds.SEVERAL: ["0", "1"], kinds.YES_NO: False}
    assert registration.answers == {str(asked[kind].uid): value for kind, value in given.items()}
    page = browser.read(page_of(registration))
    assert "No nuts" in page
    assert "Two" in page
    browser.post(page_of(registration), {names[kinds.CHOICE]: "0", "dietary_needs": "", "accessibility_needs": "Ramp"})
    registration.refresh_from_db()
    assert registration.answers == {str(asked[kinds.CHOICE].uid): "0"}
    assert (registration.dietary_needs, registration.accessibility_needs) == ("", "Ramp")


def test_needs_that_are_not_asked_are_not_kept(visitor, member) -> None:
    event = open_event(asks_dietary_needs=False)
    visitor(user=member).post(form_of(event), {**GIVEN, "dietary_needs": "No nuts"})
    assert Registration.objects.get().dietary_needs == ""


# --- colleagues ------------------------------------------------------------------------------------


def rows(*people: tuple[str, str]) -> dict[str, str]:
    found = {"colleague-TOTAL_FORMS": "5", "colleague-INITIAL_FORMS": "0", "vouches": "on"}
    for number, (name, email) in enumerate(people):
        found |= {
            f"colleague-{number}-first_name": name, f"colleague-{number}-last_name": "Ng",
            f"colleague-{number}-email": email, f"colleague-{number}-language": "fr",
        }  # fmt: skip
    return found


def test_colleagues_are_registered_at_once_each_with_an_answer_of_their_own(visitor, member) -> None:
    event = open_event(capacity=9, seats_per_organization=2)
    organization = AffiliationFactory(person=member).organization
    ask(event, "known@example.org", organization=organization)
    address = reverse("register_colleagues", args=[event.key])
    answer = visitor(user=member).post(
        address, rows(("Known", "known@example.org"), ("Bea", "bea@example.org"), ("Cleo", "cleo@example.org"))
    )
    page = answer.content.decode()
    assert answer.status_code == 200
    assert "registered already" in page
    assert states(event) == {
        "known@example.org": "seated", "bea@example.org": "seated", "cleo@example.org": "waiting",
    }  # fmt: skip
    bea = Registration.objects.get(email="bea@example.org")
    assert (bea.organization, bea.registered_by, bea.language) == (organization, member, "fr")
    assert len(mails_to("bea@example.org")) == 1


def test_a_colleague_registered_elsewhere_is_not_told_of(visitor, member) -> None:
    event = open_event()
    AffiliationFactory(person=member)
    ask(event, "known@example.org")
    page = visitor(user=member).post(
        reverse("register_colleagues", args=[event.key]), rows(("Known", "known@example.org"))
    )
    assert "We have written to this address" in page.content.decode()


@pytest.mark.parametrize(
    "posted",
    [
        rows(),
        rows(("Bea", "no-address")),
        rows(("Bea", "bea@example.org"), ("Bea", "bea@example.org")),
        {**rows(("Bea", "bea@example.org")), "vouches": ""},
        {"vouches": "on"},
        {**rows(("Bea", "bea@example.org")), "colleague-TOTAL_FORMS": "1000000"},
    ],
)
def test_rows_that_are_wrong_register_nobody(visitor, member, posted) -> None:
    event = open_event()
    AffiliationFactory(person=member)
    answer = visitor(user=member).post(reverse("register_colleagues", args=[event.key]), posted)
    assert answer.status_code == 422
    assert "error-summary" in answer.content.decode()
    assert not Registration.objects.exists()


def test_an_invitation_is_for_one_person_and_not_for_their_colleagues(visitor, member, administrator) -> None:
    event = open_event(registration_mode="invitation")
    AffiliationFactory(person=member)
    invitations.invite(event, member.email, language="en", invited_by=administrator)
    page = visitor(user=member).post(reverse("register_colleagues", args=[event.key]), rows(("Bea", "bea@example.org")))
    assert "by invitation" in page.content.decode()
    assert not Registration.objects.exists()


def test_without_an_organization_there_are_no_colleagues(visitor, member) -> None:
    address = reverse("register_colleagues", args=[open_event().key])
    assert visitor(user=member).get(address).status_code == 403


# --- one's own -------------------------------------------------------------------------------------


def test_whoever_waits_reads_their_place_and_accepts_the_seat_by_the_link(visit) -> None:
    event = open_event(capacity=1)
    ada = ask(event, "ada@example.org").registration
    bea = ask(event, "bea@example.org").registration
    open_link(visit, bea)
    assert "at place 1" in visit.read(page_of(bea))
    registering.cancel(ada)
    assert reverse("answer_offer", args=[bea.uid]) in visit.read(page_of(bea))
    visit.get(reverse("answer_offer", args=[bea.uid]))
    assert states(event)["bea@example.org"] == "offered"
    visit.post(reverse("answer_offer", args=[bea.uid]))
    assert states(event)["bea@example.org"] == "seated"


def test_an_offer_that_has_gone_on_says_so(visit) -> None:
    event = open_event(capacity=1)
    late = RegistrationFactory(event=event, state="offered", seated_at=None, offered_until=timezone.now() - HOUR)
    open_link(visit, late)
    answer = visit.post(reverse("answer_offer", args=[late.uid]), follow=True)
    assert "gone to the next person" in answer.content.decode()


def test_only_whoever_has_a_seat_reads_how_to_join(visit) -> None:
    event = open_event(capacity=1, joining_url="https://meet.example.org/secret")
    ada = ask(event, "ada@example.org").registration
    bea = ask(event, "bea@example.org").registration
    open_link(visit, ada)
    open_link(visit, bea)
    assert "meet.example.org/secret" in visit.read(page_of(ada))
    assert "meet.example.org/secret" not in visit.read(page_of(bea))


def test_my_events_lists_mine_and_nobody_elses(visitor, person, member) -> None:
    mine = open_event(title_en="My summit")
    ask(mine, member.email.upper())
    ask(open_event(title_en="Another’s summit"), "ada@example.org")
    past = RegistrationFactory(
        event=open_event(title_en="Last year", starts_at=timezone.now() - 30 * DAY), person=member
    )
    page = visitor(user=member).read(reverse("my_events"))
    assert "My summit" in page
    assert "Last year" in page
    assert "Another’s summit" not in page
    assert page_of(past) in page
    assert visitor(user=person()).get(page_of(past)).status_code == 404


def test_my_events_cost_the_same_for_two_and_for_twenty(visitor, member) -> None:
    browser, counts = visitor(user=member), []
    for number in (2, 18):
        for _each in range(number):
            RegistrationFactory(event=open_event(), person=member)
        browser.get(reverse("my_events"))
        with CaptureQueriesContext(connection) as queries:
            browser.read(reverse("my_events"))
        counts.append(len(queries))
    assert counts[0] == counts[1]


# --- the panel of the event's page ----------------------------------------------------------------


def panel(rf, event, user=None, visit=None):
    request = rf.get("/")
    request.user, request.session = user or AnonymousUser(), visit.session if visit else {}
    return registration_panel(request, event)


def test_the_panel_says_what_one_can_do(rf, member) -> None:
    event = open_event(capacity=2, joining_url="https://meet.example.org/")
    assert panel(rf, event)["url"] == form_of(event)
    assert panel(rf, event)["seats"] == "2 seats left"
    assert "joining_url" not in panel(rf, event)
    ask(event, member.email, person=member)
    own = panel(rf, event, member)
    assert (own["state"], own["joining_url"]) == ("mine", "https://meet.example.org/")
    ask(event, "bea@example.org")
    full = panel(rf, event)
    assert (full["state"], full["label"]) == ("full", "Join the waiting list")
    waits(event, "cleo@example.org")
    registering.cancel(Registration.objects.get(email="bea@example.org"))
    assert panel(rf, event)["state"] == "full", "the free seat is held for whoever waited"


def test_the_panel_has_no_button_where_nothing_can_be_done(rf) -> None:
    assert panel(rf, open_event(registration_mode="none")) is None
    assert panel(rf, open_event(status="cancelled", registration_mode="none"))["text"]
    assert panel(rf, open_event(status="closed"))["url"] == ""
    full = open_event(capacity=1, has_waiting_list=False)
    ask(full)
    assert panel(rf, full)["url"] == ""
    outside = open_event(registration_mode="outside", registration_url="https://example.org/go")
    assert panel(rf, outside)["url"] == "https://example.org/go"


def test_whoever_came_by_a_link_sees_their_registration_on_the_event(rf, visit) -> None:
    event = open_event()
    ada = ask(event).registration
    open_link(visit, ada)
    assert panel(rf, event, visit=visit)["url"] == page_of(ada)
    assert waiting.promote(event) == 0


def test_a_seat_that_is_held_waits_on_the_dashboard(visitor, member) -> None:
    offer = RegistrationFactory(
        event=open_event(title_en="Western summit"), person=member, state="offered", offered_until=timezone.now() + HOUR
    )
    late = RegistrationFactory(event=open_event(), person=member, state="offered", offered_until=timezone.now() - HOUR)
    page = visitor(user=member).read(reverse("private_area"))
    assert page_of(offer) in page
    assert page_of(late) not in page


def test_changing_ones_needs_while_a_seat_is_offered_loses_neither(visit) -> None:
    event = open_event(asks_dietary_needs=True)
    ada = ask(event).registration
    stale = Registration.objects.get(pk=ada.pk)
    open_link(visit, ada)
    visit.post(page_of(ada), {"dietary_needs": "No nuts", "accessibility_needs": ""})
    waiting.move_to_waiting_list(stale)
    ada.refresh_from_db()
    assert ada.dietary_needs == "No nuts"


def test_needs_written_after_the_end_or_after_cancelling_are_not_kept(visit) -> None:
    event = open_event(asks_dietary_needs=True)
    ada = ask(event).registration
    open_link(visit, ada)
    registering.cancel(ada)
    visit.post(page_of(ada), {"dietary_needs": "No nuts"})
    ada.refresh_from_db()
    assert ada.dietary_needs == ""
