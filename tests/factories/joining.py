"""Invitations and requests to join."""

from __future__ import annotations

import datetime
from typing import Any

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from members.models import Invitation, JoinRequest
from members.models.affiliations import token_digest
from tests.factories.organizations import OrganizationFactory
from tests.factories.people import UserFactory


class InvitationFactory(DjangoModelFactory):
    """An open invitation to an organization; `token` is what its link holds."""

    class Meta:
        model = Invitation

    class Params:
        token = factory.Sequence(lambda number: f"token-{number}-{'x' * 30}")

    email = factory.Sequence(lambda number: f"invited{number}@example.org")
    organization = factory.SubFactory(OrganizationFactory)
    invited_by = factory.SubFactory(UserFactory, first_name="Inès", last_name="Roy")
    token_digest = factory.LazyAttribute(lambda invitation: token_digest(invitation.token))
    expires_at = factory.LazyFunction(lambda: timezone.now() + Invitation.LIFETIME)


class JoinRequestFactory(DjangoModelFactory):
    """A request that waits, from an address of the organization's own."""

    class Meta:
        model = JoinRequest

    email = factory.Sequence(lambda number: f"asker{number}@town.example")
    first_name = "Asha"
    last_name = "Côté"
    organization = factory.SubFactory(OrganizationFactory, email_domains=["town.example"])
    state = JoinRequest.State.PENDING
    matches_domain = True
    confirmed_at = factory.LazyFunction(timezone.now)


def days_ago(days: float) -> Any:
    return timezone.now() - datetime.timedelta(days=days)
