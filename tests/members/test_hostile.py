"""Gate: no address and no form of members answers nonsense with an error of the server."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import NoReverseMatch, reverse

from members.models import StaffConversation
from tests.access.routes import Route, routes
from tests.conftest import Visitor
from tests.factories.joining import InvitationFactory, JoinRequestFactory
from tests.factories.organizations import AffiliationFactory

pytestmark = pytest.mark.django_db
OURS = ("/en/account/", "/en/join/", "/en/portal/")
ENDS = {"account_logout", "delete_my_account", "leave_organization", "usersessions_end"}
HUGE = "9" * 40
NONSENSE = ("a\0b", HUGE, "x" * 20_000, '[{"id": []}]', "é\r\nBcc: x@example.org")


@pytest.fixture
def browsers(homes: Any, visitor: Any) -> list[Visitor]:
    boss = AffiliationFactory(administrator=True, organization__email_domains=["town.example"])
    InvitationFactory(organization=boss.organization)
    JoinRequestFactory(organization=boss.organization)
    StaffConversation.objects.create(person=boss.person, subject="x")
    return [Visitor(), visitor(user=boss.person)]


def addresses(route: Route, value: str) -> list[str]:
    if not route.template.startswith(OURS) or route.name in ENDS:
        return []
    values = dict.fromkeys(route.parameters, value)
    try:
        return [reverse(route.name, kwargs=values)]
    except (NoReverseMatch, ValueError):
        return []


def test_no_address_fails_by_what_stands_in_it(browsers: list[Visitor]) -> None:
    asked = 0
    for route in routes():
        for value in (HUGE, "a\0b", "aaa:bbb:ccc", "43bf75a6-efd1-4f1c-9602-f7468f21cda6"):
            for address in addresses(route, value):
                for browser in browsers:
                    response = browser.get(f"{address}?page={HUGE}&mail=%00&organization={HUGE}&next=//evil.example")
                    assert response.status_code < 500, address
                    assert "evil.example" not in response.get("Location", "").partition("?")[0]
                    asked += 1
            if not route.parameters:
                break
    assert asked > 100


def test_no_form_fails_by_what_is_sent_with_it(browsers: list[Visitor]) -> None:
    asked = set()
    for route in routes():
        for address in addresses(route, "1"):
            for browser in browsers:
                page = browser.get(address).content.decode()
                names = {name for name in re.findall(r'name="([^"]+)"', page) if name != "csrfmiddlewaretoken"}
                for value in NONSENSE:
                    sent = {**dict.fromkeys(names, value), "act": "decline", "List-Unsubscribe": value}
                    file = {name: SimpleUploadedFile(f"{value[:40]}.png", b"\0") for name in names if "file" in name}
                    response = browser.post(
                        address, {**sent, **{n: "1" for n in names if n.endswith("_FORMS")}, **file}
                    )
                    assert response.status_code < 500, f"{address} {value[:20]!r}"
                asked |= names
    assert len(asked) > 60
