"""Gate: no form of the portal is taken from another site, and nothing private stays in a cache."""

from __future__ import annotations

import pytest

from home.models import HomePage
from tests.access.declared import rule_for
from tests.access.people import ADMINISTRATOR, MEMBER, OWN_ADMINISTRATOR, Cast
from tests.access.routes import routes
from tests.access.samples import make_samples
from tests.access.test_routes import address_of
from tests.conftest import Visitor

pytestmark = pytest.mark.django_db

#: One-click unsubscription is sent by mail programs, which know no token (RFC 8058).
OPEN_TO_OTHER_SITES = {"unsubscribe", "stop_event_mail"}


def portal_routes() -> list:
    return [route for route in routes() if route.template.startswith("/en/") and route.name != "wagtail_serve"]


def test_a_form_without_its_token_is_refused(cast: Cast, english_home: HomePage) -> None:
    samples = make_samples(cast, english_home)
    taken = []
    for user in (None, cast.people[OWN_ADMINISTRATOR]):
        visitor = Visitor(user=user, enforce_csrf_checks=True)
        for route in portal_routes():
            response = visitor.post(address_of(route, samples), {"email": "somebody@example.org"})
            if response.status_code not in (403, 404, 405) and route.name not in OPEN_TO_OTHER_SITES:
                taken.append(f"{route.name}: {response.status_code}")
    assert not taken


def test_what_a_signed_in_person_reads_is_kept_by_nobody(cast: Cast, english_home: HomePage) -> None:
    samples = make_samples(cast, english_home)
    for role in (MEMBER, OWN_ADMINISTRATOR, ADMINISTRATOR):
        visitor = cast.visitor(role)
        for route in portal_routes():
            rule = rule_for(route)
            if rule is None or role not in rule.roles or rule.method == "post":
                continue
            response = visitor.get(address_of(route, samples))
            assert "no-store" in response.get("Cache-Control", ""), f"{route.name} for {role}"
