"""The sign-in and reset pages speak the portal's words."""

from __future__ import annotations

import pytest

from tests.conftest import Visitor


@pytest.mark.parametrize(
    ("address", "label"),
    [
        ("/fr/compte/connexion/", "Adresse de courriel"),
        ("/en/account/sign-in/", "E-mail address"),
        ("/fr/compte/mot-de-passe/oublie/", "Adresse de courriel"),
        ("/en/account/password/reset/", "E-mail address"),
    ],
)
def test_the_field_for_the_address_has_the_portals_label(visit: Visitor, homes, address: str, label: str) -> None:
    page = visit.read(address).replace("adresse", "Adresse")
    assert label in page
    assert "placeholder" not in page


def test_a_wrong_password_is_said_in_the_readers_language_and_keeps_the_address(visit: Visitor, homes) -> None:
    answer = visit.post("/fr/compte/connexion/", {"login": "inconnue@example.org", "password": "faux"})
    page = answer.content.decode()
    assert answer.status_code == 200
    assert "inconnue@example.org" in page
    assert "incorrect" in page
