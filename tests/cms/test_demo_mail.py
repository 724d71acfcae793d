"""The mail of the demo is readable in the demo, and nowhere else."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import RequestFactory
from django.urls import NoReverseMatch, reverse
from post_office.models import Email

from cms import demo_mail, mail
from home.models import ContactMessage

pytestmark = pytest.mark.django_db


def test_mail_has_no_address_outside_the_demo() -> None:
    with pytest.raises(NoReverseMatch):
        reverse("demo_mail:inbox")


@pytest.mark.urls("tests.cms.demo_urls")
def test_a_mail_is_listed_and_read(homes) -> None:
    message = ContactMessage(name="Amina", email="amina@example.org", subject="Allô", message="Un <b>mot</b>.")
    mail.send("contact_message", to=["staff@example.org"], language="fr", context={"message": message})
    kept = Email.objects.get()
    request = RequestFactory().get("/demo/mail/", headers={"host": "localhost"})
    request.user = AnonymousUser()
    assert "staff@example.org" in demo_mail.inbox(request).content.decode()
    shown = demo_mail.message(request, kept.pk).content.decode()
    assert "Un &lt;b&gt;mot&lt;/b&gt;." in shown
