"""Which optional mail a person wants, and the record of each choice (CASL)."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from cms.bilingual import active_language
from cms.models import PortalSettings
from cms.portal import Portal
from members.models import Consent, NotificationSettings, User

#: Field of the settings → what the consent is called in the record.
KINDS = {
    "digest": "digest",
    "wants_resources": "digest.resources",
    "wants_events": "digest.events",
    "wants_discussions": "digest.discussions",
    "wants_announcements": "announcements",
}
#: What one mail's unsubscribe link can stop: name in the link → (field, value that stops it).
STOPS: dict[str, tuple[str, Any]] = {
    "digest": ("digest", NotificationSettings.Frequency.NEVER),
    "announcements": ("wants_announcements", False),
}
#: Ways in which a choice is made, as the record keeps them.
BY_SETTINGS, BY_LINK, BY_ONE_CLICK, BY_LEAVING = "settings", "unsubscribe-link", "one-click", "left-organization"


def settings_of(person: User) -> NotificationSettings:
    """Return what `person` wants: as kept, or what holds before they choose (not kept then)."""
    return NotificationSettings.objects.filter(person=person).first() or NotificationSettings(person=person)


@transaction.atomic
def save_settings(
    *, person: User, chosen: Mapping[str, Any], words: Mapping[str, str], language: str, how: str = BY_SETTINGS
) -> NotificationSettings:
    """Keep what `person` chose, and a consent for each choice that changed.

    `chosen` and `words` go by field of the settings; `words` are those that were shown beside the choice. Whoever
    begins to get the digest gets the first one for what is new from now on.
    """
    NotificationSettings.objects.get_or_create(person=person)
    settings = NotificationSettings.objects.select_for_update().get(person=person)
    before = {name: getattr(settings, name) for name in chosen}
    never = NotificationSettings.Frequency.NEVER
    if settings.digest == never and chosen.get("digest", never) != never:
        settings.digest_sent_at = timezone.now()
    for name, value in chosen.items():
        setattr(settings, name, value)
    settings.save()
    Consent.objects.bulk_create(
        Consent(
            person=person,
            kind=KINDS[name],
            is_given=value != never if name == "digest" else bool(value),
            how=how,
            words=words.get(name, ""),
            language=language,
        )
        for name, value in chosen.items()
        if value != before[name]
    )
    return settings


@transaction.atomic
def unsubscribe(*, key: uuid.UUID, stop: str, how: str, language: str) -> None:
    """Stop the optional mail `stop` (a name of STOPS; anything else: all of it) of whoever holds `key`.

    Nothing happens a second time, nor for a key that nobody holds: whoever has the link learns nothing by it.
    """
    settings = NotificationSettings.objects.select_related("person").filter(unsubscribe_key=key).first()
    if settings is None:
        return
    stopped = [STOPS[stop]] if stop in STOPS else list(STOPS.values())
    with translation.override(language):
        words = {field: stop_words(stop) for field, _value in stopped}
    save_settings(person=settings.person, chosen=dict(stopped), words=words, language=language, how=how)


def stop_words(stop: str) -> str:
    """Return the words beside a choice of the unsubscribe page, in the active language."""
    return {
        "digest": _("The digest of what is new"),
        "announcements": _("Announcements by mail"),
    }.get(stop, _("All mail that I can do without: the digest and announcements"))


def unsubscribe_address(settings: NotificationSettings, stop: str, language: str) -> str:
    """Return the full address of the page that stops a mail; it names nobody."""
    with translation.override(language):
        address = reverse("unsubscribe", args=[settings.unsubscribe_key])
    return Portal.absolute(f"{address}?mail={stop}")


def unsubscribe_headers(settings: NotificationSettings, stop: str, language: str) -> dict[str, str]:
    """Return the headers by which mail programs offer to unsubscribe in one click (RFC 2369, RFC 8058)."""
    return {
        "List-Unsubscribe": f"<{unsubscribe_address(settings, stop, language)}>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
    }


def sender(language: str) -> str:
    """Return who sends optional mail and how to reach them, as every such mail must say (CASL)."""
    settings = PortalSettings.objects.first() or PortalSettings()
    with translation.override(language):
        lines = [settings.name, settings.address, settings.email, settings.phone]
    return "\n".join(str(line) for line in lines if line)


def note_listing(person: User, *, words: str, how: str = BY_SETTINGS) -> Consent:
    """Keep that `person` agreed to be listed on their organization's page, or no longer does, under `words`."""
    return Consent.objects.create(
        person=person,
        kind="directory.listed",
        is_given=person.is_listed,
        how=how,
        words=words,
        language=active_language(),
    )


def end_listing(person: User) -> None:
    """List `person` no more: they agreed for the organization that they leave, not for the next one."""
    if person.is_listed:
        person.is_listed = False
        person.save(update_fields=["is_listed"])
        note_listing(person, words="", how=BY_LEAVING)
