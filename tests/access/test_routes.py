"""Gate: every route × every role. A route whose access nobody has declared fails (declared.py)."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import transaction
from django.http import HttpResponse
from django.urls import reverse

from home.models import HomePage
from tests.access.declared import UNNAMED, Rule, rule_for
from tests.access.people import OUTSIDERS, ROLES, STAFF, Cast
from tests.access.routes import Route, routes
from tests.access.samples import SENT, Samples, make_samples
from tests.conftest import Visitor

pytestmark = pytest.mark.django_db

#: Routes that no request is made to: a fault on purpose; pages, which have a gate of their own; Wagtail's
#: import of redirects, which answers a form that is not its own with an error.
NOT_ASKED = {"wagtailadmin_error_test", "wagtail_serve", "wagtailredirects:process_import"}
SPLIT = (OUTSIDERS + ROLES[2:6], STAFF[:2], STAFF[2:4], STAFF[4:])


@pytest.fixture
def samples(cast: Cast, english_home: HomePage) -> Samples:
    return make_samples(cast, english_home)


def address_of(route: Route, samples: Samples) -> str:
    arguments = samples.arguments(route)
    if any(name.isdigit() for name in arguments):
        return reverse(route.name, args=list(arguments.values()))
    return reverse(route.name, kwargs=arguments)


def ask(visitor: Visitor, route: Route, address: str, rule: Rule) -> HttpResponse:
    """Ask for an address, and take back what that did."""
    with transaction.atomic():
        response: Any = visitor.get(address)
        if rule.method == "post" or response.status_code == 405:
            response = visitor.post(address, SENT.get(route.name, {}))
        transaction.set_rollback(True)
    return response


def is_turned_away(response: HttpResponse) -> bool:
    if response.status_code == 302:
        return response["Location"] == "/cms/" or reverse("account_login") in response["Location"]
    return response.status_code in (403, 404)


def test_every_route_is_declared() -> None:
    undeclared = {
        route.name
        for route in routes()
        if (route.template not in UNNAMED if route.name.startswith("<") else rule_for(route) is None)
    }
    assert not undeclared, "Say in tests/access/declared.py who may open these"


@pytest.mark.urls("tests.access.bare_urls")
@pytest.mark.parametrize("some_roles", SPLIT, ids="-".join)
def test_each_address_opens_to_those_whom_it_is_declared_for(
    some_roles: tuple[str, ...], cast: Cast, samples: Samples
) -> None:
    wrong: list[str] = []
    visitors = {role: cast.visitor(role) for role in some_roles}
    for route in routes():
        rule = rule_for(route)
        if route.name.startswith("<") or route.name in NOT_ASKED or rule is None:
            continue
        address = address_of(route, samples)
        for role, visitor in visitors.items():
            response = ask(visitor, route, address, rule)
            let_in = role in rule.roles
            if response.status_code >= 500:
                wrong.append(f"{route.name} breaks for {role}")
            elif let_in and is_turned_away(response) and response.status_code != 404:
                wrong.append(f"{route.name} turns {role} away: {response.status_code}")
            elif not let_in and not is_turned_away(response):
                wrong.append(f"{route.name} lets {role} in: {response.status_code}")
    assert not wrong, "\n".join(wrong)
