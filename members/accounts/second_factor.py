"""Who needs a second factor, who has one, and which sessions have passed it."""

from __future__ import annotations

from typing import Any

from allauth.account.internal.flows.login import (
    AUTHENTICATION_METHODS_SESSION_KEY,
    get_authentication_records,
    record_authentication,
)
from allauth.mfa.models import Authenticator
from django.db.models import QuerySet
from django.http import HttpRequest

from cms import access

#: What proves a second factor by itself; recovery codes only stand in for one of these.
TYPES = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)


def factors(person: Any) -> QuerySet[Authenticator]:
    return Authenticator.objects.filter(user_id=person.pk, type__in=TYPES)


def is_required(person: Any) -> bool:
    """Whether the account may only be used with a second factor: everyone who may enter the admin."""
    return access.is_staff(person)


def has_passed(request: HttpRequest) -> bool:
    """Whether the person of this session proved a second factor in it."""
    return any(record.get("method") == "mfa" for record in get_authentication_records(request, request.user))


def note_proof(request: HttpRequest) -> None:
    """Count this session as one that passed: its person has just set up a factor, and proved it by that."""
    factor = factors(request.user).latest("pk")
    record_authentication(request, request.user, "mfa", id=factor.pk, type=factor.type)


def forget_passed(request: HttpRequest) -> None:
    """Take away from this session what it knows of a second factor, after the last one is gone."""
    records = get_authentication_records(request, request.user)
    request.session[AUTHENTICATION_METHODS_SESSION_KEY] = [
        record for record in records if record.get("method") != "mfa"
    ]
