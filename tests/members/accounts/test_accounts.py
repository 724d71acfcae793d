"""Signing in and out, passwords, addresses, sessions: in both languages, and the same words for everybody."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from allauth.account.signals import user_signed_up
from allauth.usersessions.models import UserSession
from django.contrib.auth import get_user_model
from django.contrib.auth.hashers import MD5PasswordHasher
from django.urls import reverse
from django.utils import translation

from cms import access
from members.accounts import known_passwords, passwords
from members.accounts.adapter import landing_page
from members.accounts.devices import device_of
from members.models import AuditEntry
from tests.conftest import Visitor
from tests.factories.joining import InvitationFactory
from tests.members.accounts.conftest import PASSWORD, sign_in

User = get_user_model()
pytestmark = pytest.mark.django_db
Visit = Callable[..., Visitor]
NEW = "prairie lumiere quatre vents"


def link_in(mail: Any, part: str) -> str:
    """Return the path of the link in a mail that has `part` in it."""
    link = next(word for word in mail.body.split() if part in word and word.startswith("http://localhost:8000/"))
    return link.removeprefix("http://localhost:8000")


# --- where one is led -----------------------------------------------------------------------------


@pytest.mark.parametrize("language", ["fr", "en"])
def test_a_person_lands_in_their_own_language(visit: Visitor, account: Any, homes: Any, language: str) -> None:
    user = account(access.MEMBERS, language=language)
    other = "en" if language == "fr" else "fr"
    answer = sign_in(visit, user, language=other)  # they signed in on the other language's page
    assert answer["Location"] == landing_page(language)
    assert answer["Location"].startswith(f"/{language}/")


@pytest.mark.parametrize(
    "destination", ["https://evil.example/", "//evil.example", "/\\evil.example", "javascript:alert(1)", "\\\\evil"]
)
def test_next_never_leads_to_another_site(visitor: Visit, account: Any, homes: Any, destination: str) -> None:
    user = account(access.MEMBERS)
    entered = sign_in(visitor(), user, next=destination)
    left = visitor(user=user).post("/en/account/sign-out/", {"next": destination})
    for answer in (entered, left):
        assert answer["Location"].startswith("/")
        assert "evil" not in answer["Location"]
        assert "alert" not in answer["Location"]


def test_every_address_of_accounts_is_translated() -> None:
    from members.accounts.urls import urlpatterns

    arguments = {"uidb36": "1", "key": "k", "pk": 1}
    for pattern in urlpatterns:
        if pattern.name == "account_overview":
            continue
        given = {name: arguments[name] for name in pattern.pattern.converters}
        addresses = []
        for language in ("en", "fr"):
            with translation.override(language):
                addresses.append(reverse(pattern.name, kwargs=given))
        english, french = (address.partition("/")[2].partition("/")[2] for address in addresses)
        assert addresses[0].startswith("/en/account/")
        assert addresses[1].startswith("/fr/compte/")
        assert english.partition("/")[2] != french.partition("/")[2], pattern.name


def test_the_account_page_leads_to_every_part(visitor: Visit, account: Any, homes: Any) -> None:
    user = account(access.MEMBERS, language="fr", first_name="Zoé", last_name="Roy")
    visit = visitor(user=user)
    page = visit.read("/fr/compte/")
    for route in ("profil", "courriel", "mot-de-passe", "deux-etapes", "seances"):
        assert f"/fr/compte/{route}" in page
    assert "Zoé Roy" in visit.read("/fr/")
    assert 'href="/fr/compte/"' in visit.read("/fr/")


def test_a_changed_language_is_answered_in_it(visitor: Visit, account: Any, homes: Any) -> None:
    user = account(access.MEMBERS, language="en")
    visit = visitor(user=user)
    data = {"first_name": "Ada", "last_name": "Roy", "language": "fr"}
    assert visit.post("/en/account/profile/", data)["Location"] == "/fr/compte/"
    user.refresh_from_db()
    assert (user.language, user.get_full_name()) == ("fr", "Ada Roy")
    assert "error-summary" in visit.post("/fr/compte/profil/", {"language": "fr"}).content.decode()


def test_nobody_reads_an_account_without_signing_in(visit: Visitor) -> None:
    names = ("account_overview", "account_profile", "account_email", "account_change_password", "mfa_index")
    for name in (*names, "usersessions_list", "mfa_view_recovery_codes"):
        address = reverse(name)
        assert visit.get(address)["Location"] == f"/en/account/sign-in/?next={address}"


# --- the same for everybody -----------------------------------------------------------------------


@pytest.fixture
def hashings(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    done: list[str] = []
    encode = MD5PasswordHasher.encode

    def counting(self: Any, password: str, salt: str) -> str:
        done.append(password)
        return encode(self, password, salt)

    monkeypatch.setattr(MD5PasswordHasher, "encode", counting)
    return done


def test_a_sign_in_costs_and_says_the_same_for_known_and_unknown_addresses(
    visitor: Visit, account: Any, homes: Any, hashings: list[str]
) -> None:
    known, closed, without = account(), account(is_active=False), account()
    without.set_unusable_password()
    without.save()
    unknown = User(email="nobody@example.org")
    seen = set()
    for user in (known, closed, without, unknown):
        hashings.clear()
        answer = sign_in(visitor(), user, password="not the right password")
        page = answer.content.decode().replace(user.email, "")
        seen.add((answer.status_code, len(hashings), page.partition("<main")[2].partition("csrf")[0]))
    assert len(seen) == 1
    assert seen.pop()[1] == 1


def test_a_reset_says_the_same_and_writes_once_for_known_and_unknown_addresses(
    visitor: Visit, account: Any, homes: Any, mailoutbox: list[Any], hashings: list[str]
) -> None:
    known = account()
    hashings.clear()
    seen = set()
    for email in (known.email, "nobody@example.org"):
        mailoutbox.clear()
        visit = visitor()
        answer = visit.post("/en/account/password/reset/", {"email": email})
        seen.add((answer["Location"], len(mailoutbox), visit.read(answer["Location"]).partition("<main")[2]))
        assert mailoutbox[0].to == [email]
    assert len(seen) == 1
    assert hashings == []


def test_an_address_of_somebody_else_is_taken_in_silence_and_never_confirmed(
    visitor: Visit, account: Any, homes: Any, mailoutbox: list[Any]
) -> None:
    user, other = account(), account()
    EmailAddress.objects.filter(user=other).delete()  # made by staff, not yet confirmed
    visit = visitor()
    sign_in(visit, user)
    answers = []
    for email in ("free@example.org", other.email):
        answer = visit.post("/en/account/e-mail/", {"email": email, "action_add": "1"})
        answers.append((answer.status_code, answer["Location"]))
    assert answers[0] == answers[1]
    visit.post(link_in(mailoutbox[-1], "confirm"))
    user.refresh_from_db()
    assert user.email != other.email


def test_too_many_attempts_are_refused_for_any_address_and_told_so(visitor: Visit, account: Any, homes: Any) -> None:
    known = account()
    for user in (known, User(email="nobody@example.org")):
        visit = visitor()
        for _ in range(5):
            sign_in(visit, user, password="wrong")
        assert "Too many attempts" in sign_in(visit, user).content.decode()
        assert "_auth_user_id" not in visit.session
    visit = visitor(language="fr")
    for _ in range(21):
        answer = visit.post("/fr/compte/mot-de-passe/oublie/", {"email": "nobody@example.org"})
    assert answer.status_code == 429
    assert "Trop de tentatives" in answer.content.decode()


# --- signing up -----------------------------------------------------------------------------------


def invited(visit: Visitor, email: str) -> Visitor:
    session = visit.session
    session["invitation"] = InvitationFactory(email=email, organization=None, invited_by=None).token_digest
    session["account_verified_email"] = email
    session.save()
    return visit


SIGN_UP = {"first_name": "Ada", "last_name": "Roy", "language": "fr", "password1": NEW, "password2": NEW}


def test_nobody_signs_up_without_an_invitation(visit: Visitor, homes: Any) -> None:
    assert "password1" not in visit.read("/en/account/sign-up/")
    visit.post("/en/account/sign-up/", {**SIGN_UP, "email": "somebody@example.org"})
    assert not User.objects.exists()


def test_an_invited_person_signs_up_for_the_address_that_was_invited(visit: Visitor, homes: Any) -> None:
    heard = []
    user_signed_up.connect(receiver := lambda **kwargs: heard.append(kwargs["user"]))
    invited(visit, "ada@example.org")
    page = visit.read("/en/account/sign-up/")
    assert "ada@example.org" in page
    assert "12 characters" in page  # the rules are said beforehand
    assert "known from leaks" in page
    before = visit.session.session_key
    answer = visit.post("/en/account/sign-up/", {**SIGN_UP, "email": "another@example.org"})
    user_signed_up.disconnect(receiver)
    user = User.objects.get()
    assert (user.email, user.language, user.get_full_name()) == ("ada@example.org", "fr", "Ada Roy")
    assert EmailAddress.objects.get(user=user).verified
    assert answer["Location"] == landing_page("fr")
    assert heard == [user]
    assert visit.session.session_key != before
    assert not visit.session.get("account_verified_email")  # once


@pytest.mark.parametrize(
    ("password", "why"),
    [
        ("short", "au minimum 12"),
        ("motdepasse2026", "fuites"),
        ("Ada-Roy-Roy!", "semblable"),
        ("ada@example.org", "semblable"),
    ],
)
def test_a_weak_password_is_refused_in_the_readers_language(
    visit: Visitor, homes: Any, password: str, why: str
) -> None:
    invited(visit, "ada@example.org")
    data = {**SIGN_UP, "first_name": "Ada-Roy", "password1": password, "password2": password}
    page = visit.post("/fr/compte/inscription/", data).content.decode()
    assert why in page
    assert not User.objects.exists()


# --- passwords ------------------------------------------------------------------------------------


def test_the_list_of_known_passwords_is_the_one_that_the_script_makes() -> None:
    assert passwords.FILE.read_bytes() == known_passwords.build()
    assert len(passwords.known_passwords()) > 20_000


def test_what_counts_as_a_known_password() -> None:
    known = (
        "motdepasse2026",
        "M0tdePa55e!!!!",
        "sunshinesunshine",
        "Quebec-motdepasse",
        "aaaaaaaaaaaa",
        "1234567890123",
    )
    for password in known:
        assert passwords.is_known(password), password
    for password in (NEW, "correct horse battery staple"):
        assert not passwords.is_known(password), password


def test_a_changed_password_ends_the_other_sessions_and_is_told_by_mail(
    visitor: Visit, account: Any, homes: Any, mailoutbox: list[Any]
) -> None:
    user = account(access.MEMBERS, language="fr")
    here, elsewhere = visitor(), visitor()
    for visit in (here, elsewhere):
        sign_in(visit, user)
    data = {"oldpassword": PASSWORD, "password1": NEW, "password2": NEW}
    assert here.post("/en/account/password/change/", data)["Location"] == "/en/account/"
    assert here.get("/en/account/").status_code == 200
    assert elsewhere.get("/en/account/").status_code == 302
    assert UserSession.objects.filter(user=user).count() == 1
    assert mailoutbox[0].subject == "Votre mot de passe est changé"
    assert AuditEntry.objects.get(action="account.password_changed").actor == user


def test_a_reset_link_works_once_and_only_for_its_password(
    visitor: Visit, account: Any, homes: Any, mailoutbox: list[Any]
) -> None:
    user = account(access.MEMBERS, language="fr")
    elsewhere, visit = visitor(), visitor()
    sign_in(elsewhere, user)
    visit.post("/en/account/password/reset/", {"email": user.email.upper()})
    link = link_in(mailoutbox[0], "/cle/")  # in the person's language, not in the page's
    form = visit.get(link)["Location"]
    assert form.startswith("/fr/compte/mot-de-passe/oublie/cle/")
    visit.post(form, {"password1": NEW, "password2": NEW})
    assert elsewhere.get("/en/account/").status_code == 302
    assert "ne fonctionne plus" in visitor(language="fr").read(link)
    assert sign_in(visitor(), user, password=NEW).status_code == 302


def test_a_mail_names_the_portals_host_whatever_the_request_says(
    settings: Any, account: Any, homes: Any, mailoutbox: list[Any]
) -> None:
    settings.ALLOWED_HOSTS = ["*"]
    settings.WAGTAILADMIN_BASE_URL = "https://portal.example"
    user = account(language="en")
    visit = Visitor(HTTP_USER_AGENT="Mallory/1.0", REMOTE_ADDR="192.0.2.7")
    headers = {"HTTP_HOST": "evil.example", "HTTP_X_FORWARDED_HOST": "evil.example"}
    visit.post("/en/account/password/reset/", {"email": user.email}, **headers)
    mail = mailoutbox[0]
    assert "https://portal.example/en/account/password/reset/key/" in mail.body
    told = mail.subject + mail.body + str(mail.extra_headers)
    for secret in ("evil.example", "Mallory", "192.0.2.7"):
        assert secret not in told
    assert not getattr(mail, "alternatives", [])


# --- the address ----------------------------------------------------------------------------------


@pytest.mark.parametrize(("language", "subject"), [("fr", "Confirmez"), ("en", "Confirm")])
def test_a_new_address_takes_the_place_of_the_old_once_confirmed(
    visit: Visitor, account: Any, homes: Any, mailoutbox: list[Any], language: str, subject: str
) -> None:
    user = account(access.MEMBERS, language=language)
    before = user.email
    sign_in(visit, user)
    assert visit.get("/fr/compte/courriel/").status_code == 200
    visit.post("/fr/compte/courriel/", {"email": "New@example.org", "action_add": "1"})
    user.refresh_from_db()
    assert user.email == before
    assert mailoutbox[0].to == ["new@example.org"]
    assert mailoutbox[0].subject.startswith(subject)
    assert "new@example.org" in visit.read("/fr/compte/courriel/")
    visit.post(link_in(mailoutbox[0], "confirm"))
    user.refresh_from_db()
    assert user.email == "new@example.org"
    assert [address.email for address in EmailAddress.objects.filter(user=user)] == ["new@example.org"]
    assert mailoutbox[1].to == [before]  # the old address is told
    entry = AuditEntry.objects.get(action="account.email_changed")
    assert entry.details == {"before": before, "after": "new@example.org"}


# --- sessions -------------------------------------------------------------------------------------


def test_a_person_ends_one_session_or_all_others_and_nobody_elses(visitor: Visit, account: Any, homes: Any) -> None:
    user, other = account(access.MEMBERS), account(access.MEMBERS)
    here, there, third, foreign = visitor(), visitor(), visitor(), visitor()
    for visit in (here, there, third):
        sign_in(visit, user)
    sign_in(foreign, other)
    keys = {visit: UserSession.objects.get(session_key=visit.session.session_key).pk for visit in (there, foreign)}
    assert here.post(f"/en/account/sessions/{keys[foreign]}/end/").status_code == 404
    assert here.get(f"/en/account/sessions/{keys[there]}/end/").status_code == 405
    here.post(f"/en/account/sessions/{keys[there]}/end/")
    assert there.get("/en/account/").status_code == 302
    assert third.get("/en/account/").status_code == 200
    here.post("/en/account/sessions/", {})
    assert third.get("/en/account/").status_code == 302
    assert foreign.get("/en/account/").status_code == 200
    assert here.read("/en/account/sessions/").count("Signed in on") == 1


def test_a_closed_account_is_out_at_once_and_told_only_with_the_right_password(
    visitor: Visit, account: Any, homes: Any
) -> None:
    from members.services.accounts import deactivate, reactivate

    user = account(access.MEMBERS)
    visit = visitor()
    sign_in(visit, user)
    deactivate(user, actor=None)
    assert visit.get("/en/account/").status_code == 302
    assert not UserSession.objects.filter(user=user).exists()
    assert sign_in(visitor(), user)["Location"] == "/en/account/inactive/"
    assert sign_in(visitor(), user, password="wrong").status_code == 200
    assert user.deactivated_at
    reactivate(user, actor=None)
    assert visit.get("/en/account/").status_code == 302  # the former session does not come back
    assert sign_in(visitor(), user).status_code == 302
    actions = list(AuditEntry.objects.order_by("pk").values_list("action", flat=True))
    assert actions == ["account.deactivated", "account.reactivated"]


def test_a_session_says_which_device_it_is_of() -> None:
    windows = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0"
    iphone = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit Safari/604.1"
    assert device_of(windows) == "Firefox on Windows"
    assert device_of(iphone) == "Safari on iPhone"
    assert device_of("") == "Unknown device"
