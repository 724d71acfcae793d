"""Staff enter with a second factor only, whichever way they come."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.core.cache import cache
from django.core.management import call_command
from django.utils import translation

from cms import access, roles
from cms.ops.accounts import current_code
from home.models import HomePage
from members.accounts import encryption, second_factor
from members.models import AuditEntry
from tests.conftest import Visitor
from tests.factories.pages import StandardPageFactory, restrict
from tests.factories.people import TOTP_SECRET, give_factor
from tests.members.accounts.conftest import PASSWORD, send_code, sign_in

pytestmark = pytest.mark.django_db
Visit = Callable[..., Visitor]
SET_UP, PROVE = "/en/account/two-step/", "/en/account/two-step/confirm/"


@pytest.fixture
def staff(account: Callable[..., Any]) -> Any:
    return account(role=roles.EDITORS)


@pytest.fixture
def private(english_home: HomePage) -> str:
    restrict(StandardPageFactory(parent=english_home, slug="private"), access.MEMBERS)
    return "/en/private/"


# --- the door -------------------------------------------------------------------------------------


def test_staff_without_a_factor_are_led_to_set_one_up(visit: Visitor, homes: Any, staff: Any) -> None:
    assert sign_in(visit, staff).status_code == 302
    for address in ("/cms/", "/cms/pages/", "/cms/people/1/second-factor/", "/en/", "/en/account/"):
        answer = visit.get(address, HTTP_ACCEPT_LANGUAGE="en")
        assert (answer.status_code, answer.get("Location")) == (302, SET_UP), address
    assert "Set up an app" in visit.read(SET_UP)


def test_a_session_without_the_second_factor_reads_nothing_private(
    visitor: Visit, staff: Any, private: str, root: Any
) -> None:
    visit = visitor(user=staff, second_factor=False)
    for address in (private, "/api/v2/pages/", "/en/account/sessions/", "/en/account/e-mail/"):
        assert visit.get(address).status_code == 302, address
    for address in ("/cms/pages/1/edit/", "/en/account/profile/", "/en/account/two-step/recovery-codes/new/"):
        assert visit.post(address).status_code == 403, address
    assert visit.get(private, HTTP_HX_REQUEST="true").status_code == 403


def test_a_session_that_has_not_proved_the_factor_adds_no_other(visitor: Visit, staff: Any) -> None:
    give_factor(staff)
    visit = visitor(user=staff, second_factor=False)
    for address in (SET_UP, "/en/account/two-step/app/", "/en/account/passkeys/add/", "/en/account/re-authenticate/"):
        assert visit.get(address)["Location"].startswith(PROVE)
        assert visit.post(address).status_code == 403


def test_such_a_session_goes_on_once_the_factor_is_proved(visitor: Visit, staff: Any) -> None:
    give_factor(staff)
    visit = visitor(user=staff, second_factor=False)
    answer = visit.get("/cms/")
    assert answer["Location"] == f"{PROVE}?next=%2Fcms%2F"
    answer = visit.post(PROVE, {"code": current_code(TOTP_SECRET), "next": "/cms/"})
    assert answer["Location"] == "/cms/"
    assert visit.get("/cms/").status_code == 200


def test_a_person_who_becomes_staff_is_stopped_at_once(visitor: Visit, account: Any, homes: Any) -> None:
    user = account(access.MEMBERS)
    visit = visitor(user=user)
    assert visit.get("/en/").status_code == 200
    user.is_superuser = True
    user.save()
    assert visit.get("/en/")["Location"] == SET_UP


def test_everybody_may_always_leave(visitor: Visit, staff: Any, homes: Any) -> None:
    for leave in ("/en/account/sign-out/", "/cms/logout/"):
        visit = visitor(user=staff, second_factor=False)
        assert visit.post(leave).status_code == 302
        assert "_auth_user_id" not in visit.session


def test_members_are_not_asked_for_a_factor(visitor: Visit, member: Any, private: str) -> None:
    assert visitor(user=member).get(private).status_code == 200


# --- signing in -----------------------------------------------------------------------------------


def test_the_password_alone_signs_nobody_in_who_has_a_factor(visit: Visitor, account: Any, homes: Any) -> None:
    user = account(access.MEMBERS)  # also one who need not have it
    give_factor(user)
    assert sign_in(visit, user)["Location"] == "/en/account/two-step/code/"
    assert "_auth_user_id" not in visit.session
    assert visit.get("/en/account/").status_code == 302
    assert "Second step" in visit.read("/en/account/two-step/code/")
    assert send_code(visit).status_code == 302
    assert visit.session["_auth_user_id"] == str(user.pk)


def test_staff_sign_in_with_both_and_are_led_where_they_were_going(visit: Visitor, staff: Any) -> None:
    give_factor(staff)
    sign_in(visit, staff, next="/cms/pages/")
    before = visit.session.session_key
    assert send_code(visit)["Location"] == "/cms/pages/"
    assert visit.session.session_key != before  # no session that somebody planted goes on
    assert visit.get("/cms/").status_code == 200
    assert AuditEntry.objects.get(action="account.signed_in").details == {"second_factor": True}


def test_a_code_is_good_once_only(visitor: Visit, staff: Any) -> None:
    give_factor(staff)
    code = current_code(TOTP_SECRET)
    for answer_status in (302, 200):
        visit = visitor()
        sign_in(visit, staff)
        cache.delete(f"allauth.mfa.totp.used?user={staff.pk}&code={code}")  # allauth forgets it after half a minute
        assert send_code(visit, code).status_code == answer_status


def test_a_wrong_code_is_noted_and_soon_refused_unread(visit: Visitor, staff: Any) -> None:
    give_factor(staff)
    sign_in(visit, staff)
    for _ in range(5):
        assert "not correct" in send_code(visit, "000000").content.decode()
    assert AuditEntry.objects.filter(action="account.second_factor_failed", actor=staff).count() == 5
    page = send_code(visit).content.decode()
    assert "Too many attempts" in page
    assert "_auth_user_id" not in visit.session


def test_a_recovery_code_opens_the_account_once(visitor: Visit, staff: Any) -> None:
    from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes

    give_factor(staff)
    code = RecoveryCodes.activate(staff).get_unused_codes()[0]
    for answer_status in (302, 200):
        visit = visitor()
        sign_in(visit, staff)
        assert send_code(visit, code).status_code == answer_status


# --- setting up -----------------------------------------------------------------------------------


def test_staff_set_up_an_app_and_may_go_on(
    visit: Visitor, staff: Any, mailoutbox: list[Any], django_capture_on_commit_callbacks: Any
) -> None:
    sign_in(visit, staff)
    page = visit.read("/en/account/two-step/app/")
    assert 'src="data:image/svg+xml;base64,' in page
    secret = visit.session["mfa.totp.secret"]
    assert secret in page
    with django_capture_on_commit_callbacks(execute=True):
        answer = visit.post("/en/account/two-step/app/", {"code": current_code(secret)})
    assert answer["Location"] == "/en/account/two-step/recovery-codes/"
    assert "authenticator app" in mailoutbox[0].subject
    stored = Authenticator.objects.get(user=staff, type="totp").data["secret"]
    assert secret not in stored
    assert encryption.decrypt(stored) == secret
    assert visit.get("/cms/").status_code == 200
    file = visit.get("/en/account/two-step/recovery-codes/file/")
    assert "codes-de-secours_recovery-codes.txt" in file["Content-Disposition"]
    code = Authenticator.objects.get(user=staff, type="recovery_codes").wrap().get_unused_codes()[0]
    assert code in file.content.decode()
    assert code in visit.read("/en/account/two-step/recovery-codes/")
    assert AuditEntry.objects.filter(action="account.second_factor_added", actor=staff).count() == 2  # and the codes


def test_staff_keep_their_last_factor_and_members_may_drop_theirs(visitor: Visit, account: Any, staff: Any) -> None:
    user = account(access.MEMBERS)
    for person, left in ((staff, 1), (user, 0)):
        give_factor(person)
        visit = visitor()
        sign_in(visit, person)
        send_code(visit)
        visit.post("/en/account/two-step/app/remove/", {})
        assert second_factor.factors(person).count() == left
    assert AuditEntry.objects.get(action="account.second_factor_removed").actor == user


def test_a_passkey_begins_with_what_the_browser_needs(visit: Visitor, staff: Any, settings: Any) -> None:
    settings.WAGTAILADMIN_BASE_URL = "https://portal.example"
    sign_in(visit, staff)
    page = visit.read("/en/account/passkeys/add/")
    assert '"id": "portal.example"' in page
    assert "passkeys.js" in page
    assert visit.post("/en/account/passkeys/add/", {"credential": '{"id": 1}'}).status_code == 200
    assert not second_factor.factors(staff).exists()
    options = Visitor().get("/en/account/passkeys/sign-in/", headers={"X-Requested-With": "XMLHttpRequest"}).json()
    assert options["request_options"]["publicKey"]["userVerification"] == "required"


def test_a_false_passkey_signs_nobody_in(visit: Visitor, staff: Any) -> None:
    for credential in ("{}", "[]", "not json", '{"response": {"userHandle": "MQ"}}'):
        answer = visit.post("/en/account/passkeys/sign-in/", {"credential": credential})
        assert answer["Location"] == "/en/account/sign-in/"
    assert "_auth_user_id" not in visit.session


# --- ways round -----------------------------------------------------------------------------------


def test_a_password_reset_signs_nobody_in(visit: Visitor, staff: Any, mailoutbox: list[Any]) -> None:
    give_factor(staff)
    visit.post("/en/account/password/reset/", {"email": staff.email})
    link = next(word for word in mailoutbox[0].body.split() if "/key/" in word).replace("http://localhost:8000", "")
    form = visit.get(link)["Location"]
    secret = "prairie lumiere quatre vents"
    answer = visit.post(form, {"password1": secret, "password2": secret})
    assert answer["Location"].endswith("/password/reset/done/")
    assert "_auth_user_id" not in visit.session
    assert sign_in(visit, staff, password=secret)["Location"] == "/en/account/two-step/code/"
    assert visit.get("/cms/").status_code == 302


def test_confirming_an_address_does_not_step_over_the_factor(
    visit: Visitor, person: Any, mailoutbox: list[Any]
) -> None:
    staff = person(role=roles.EDITORS)
    give_factor(staff)
    assert sign_in(visit, staff)["Location"] == "/en/account/confirm-e-mail/"
    link = next(word for word in mailoutbox[0].body.split() if "confirm" in word and "/" in word)
    answer = visit.post(link.replace("http://localhost:8000", ""))
    assert answer["Location"] in ("/en/account/two-step/code/", "/en/account/sign-in/")
    assert "_auth_user_id" not in visit.session


def test_no_other_sign_in_takes_a_password(visit: Visitor, staff: Any) -> None:
    data = {"username": staff.email, "login": staff.email, "email": staff.email, "password": PASSWORD}
    for address in ("/cms/login/", "/en/_util/login/", "/fr/_util/login/"):
        assert visit.post(address, data).status_code == 302
    assert "_auth_user_id" not in visit.session


# --- secrets --------------------------------------------------------------------------------------


def test_secrets_are_read_under_a_former_key_and_brought_under_the_first(
    settings: Any, staff: Any, capsys: Any
) -> None:
    settings.MFA_ENCRYPTION_KEYS = ["former key"]
    factor = give_factor(staff)
    settings.MFA_ENCRYPTION_KEYS = ["first key", "former key"]
    assert factor.wrap().validate_code(current_code(TOTP_SECRET))
    call_command("reencrypt_second_factors")
    settings.MFA_ENCRYPTION_KEYS = ["first key"]
    factor.refresh_from_db()
    assert encryption.holds(factor.data["secret"], TOTP_SECRET)


def test_without_its_key_no_code_is_right_and_nothing_breaks(visit: Visitor, settings: Any, staff: Any) -> None:
    give_factor(staff)
    settings.SECRET_KEY = "another key"
    sign_in(visit, staff)
    assert "not correct" in send_code(visit).content.decode()


def test_the_pages_are_in_the_readers_language(visitor: Visit, account: Any, homes: Any) -> None:
    user = account(access.MEMBERS, language="fr")
    give_factor(user)
    with translation.override("fr"):
        visit = visitor(language="fr")
        sign_in(visit, user, language="fr")
        assert "Deuxième étape" in visit.read("/fr/compte/deux-etapes/code/")
        send_code(visit, language="fr")
        assert "Connexion en deux étapes" in visit.read("/fr/compte/deux-etapes/")
