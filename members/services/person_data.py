"""What the portal knows of a person, for the person: as JSON for programs, as text for reading."""

from __future__ import annotations

import datetime
import io
import json
import zipfile
from collections.abc import Iterable, Sequence
from typing import Any

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.db.models import Model, Q
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from cms import canadian, slots
from cms.portal import Portal
from cms.slots import DataSection, Fact
from members import audit_labels
from members.models import Affiliation, AuditEntry, Consent, Invitation, JoinRequest, StaffMessage, User
from members.services import audit, consent

PROFILE = (
    *("email", "first_name", "last_name", "language", "position_fr", "position_en"),
    *("is_listed", "attribution", "date_joined", "last_login", "visited_at", "is_active", "deletion_requested_at"),
)
INVITATION = ("email", "first_name", "last_name", "language", "organization", "role", "created_at", "expires_at")
REQUEST = ("organization", "email", "first_name", "last_name", "language", "message", "state", "created_at", "reason")
FILE_NAME = "mes-donnees_my-data"


def export(person: User) -> bytes:
    """Return a ZIP file: everything about `person` as JSON, and as text in their language. Noted in the audit log."""
    audit.record("account.data_exported", actor=person, target=person)
    with translation.override(person.language):
        sections = [section for section in slots.person_data(person) if section.rows]
        made_at = timezone.now()
        data = {
            "portal": Portal.absolute("/"),
            "made_at": made_at.isoformat(),
            **{section.key: [{fact.key: fact.value for fact in row} for row in section.rows] for section in sections},
        }
        text = _readable(sections, made_at)
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(f"{FILE_NAME}.json", json.dumps(data, ensure_ascii=False, indent=2))
        archive.writestr(f"{FILE_NAME}.txt", text)
    return buffer.getvalue()


def own_sections(person: User) -> list[DataSection]:
    """Return what this app knows of `person` (hook "portal_person_data")."""
    about = Q(target_type=User._meta.label_lower, target_id=str(person.pk))
    entries = AuditEntry.objects.filter(Q(actor=person) | about).select_related("organization")
    settings = consent.settings_of(person)
    return [
        DataSection("profile", _("Profile"), rows([person], PROFILE)),
        DataSection("groups", _("Groups"), [[_fact("name", _("name"), group.name)] for group in person.groups.all()]),
        section("addresses", _("E-mail addresses"), EmailAddress.objects.filter(user=person), "email", "verified"),
        section(
            "affiliations",
            _("Organizations"),
            Affiliation.objects.filter(person=person).select_related("organization"),
            *("organization", "role", "started_at", "ended_at"),
        ),
        section(
            "invitations",
            _("Invitations"),
            Invitation.objects.filter(
                Q(email__iexact=person.email) | Q(invited_by=person) | Q(accepted_by=person)
            ).select_related("organization"),
            *INVITATION,
        ),
        section(
            "join_requests",
            _("Requests to join an organization"),
            JoinRequest.objects.filter(Q(person=person) | Q(email__iexact=person.email)).select_related("organization"),
            *REQUEST,
        ),
        DataSection(
            "notification_settings",
            _("Notifications by mail"),
            rows([settings], tuple(consent.KINDS)) if settings.pk else [],
        ),
        section(
            "consents",
            _("What I agreed to"),
            Consent.objects.filter(person=person),
            *("kind", "is_given", "at", "how", "words", "language"),
        ),
        DataSection("messages", _("Messages to staff"), _messages(person)),
        section(
            "second_factors", _("Two-step sign-in"), Authenticator.objects.filter(user=person), "type", "created_at"
        ),
        section(
            "sessions",
            _("Sessions"),
            UserSession.objects.filter(user=person),
            *("created_at", "last_seen_at", "ip", "user_agent"),
        ),
        DataSection("audit_log", _("Audit log"), [_entry(entry) for entry in entries]),
    ]


def section(key: str, title: str, objects: Iterable[Model], *fields: str) -> DataSection:
    """Return a section with the `fields` of each of `objects`, called as the model calls them."""
    return DataSection(key, title, rows(objects, fields))


def rows(objects: Iterable[Model], fields: Sequence[str]) -> list[list[Fact]]:
    return [[_field(thing, name) for name in fields] for thing in objects]


def _field(thing: Any, name: str) -> Fact:
    field = thing._meta.get_field(name)
    value = getattr(thing, name)
    shown = getattr(thing, f"get_{name}_display", None)
    return _fact(name, str(field.verbose_name), value, str(shown()) if shown and value else None)


def _fact(key: str, label: str, value: Any, text: str | None = None) -> Fact:
    if isinstance(value, datetime.datetime):
        return Fact(key, label, value.isoformat(), canadian.date_time(value))
    if isinstance(value, bool):
        return Fact(key, label, value, _("Yes") if value else _("No"))
    plain = value if value is None or isinstance(value, int | dict | list) else str(value)
    return Fact(key, label, plain, text if text is not None else "" if value is None else str(value))


def _messages(person: User) -> list[list[Fact]]:
    written = StaffMessage.objects.filter(conversation__person=person).select_related("conversation")
    return [
        [
            _fact("subject", _("Subject"), message.conversation.subject),
            _fact("from_staff", _("Written by staff"), message.is_from_staff),
            _fact("sent_at", _("Sent"), message.sent_at),
            _fact("text", _("Text"), message.text),
        ]
        for message in written.order_by("conversation_id", "sent_at", "pk")
    ]


def _entry(entry: AuditEntry) -> list[Fact]:
    """Return what an entry says, without the names of others."""
    return [
        _fact("at", _("When"), entry.at),
        _fact("action", _("Act"), entry.action, audit_labels.label(entry.action)),
        _fact("organization", _("Organization"), str(entry.organization) if entry.organization else None),
    ]


def _readable(sections: Sequence[DataSection], made_at: datetime.datetime) -> str:
    lines = [_("What the portal knows about me"), canadian.date_time(made_at), ""]
    for part in sections:
        lines += [part.title, "=" * len(part.title), ""]
        for row in part.rows:
            lines += [
                _("%(label)s: %(value)s") % {"label": fact.label[:1].upper() + fact.label[1:], "value": fact.text}
                for fact in row
                if fact.text
            ]
            lines.append("")
    return "\n".join(lines)
