"""Forms of the private area."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from members.models import NotificationSettings
from members.services import consent

WRITE_SOMETHING = _("Write your message.")


class MessageForm(forms.Form):
    """A message in a conversation."""

    text = forms.CharField(
        label=_("Message"),
        max_length=5000,
        error_messages={"required": WRITE_SOMETHING},
        help_text=_("Plain text; addresses of web pages become links."),
        widget=forms.Textarea(attrs={"rows": 8}),
    )


class ConversationForm(MessageForm):
    """The first message of a conversation, and what it is about."""

    subject = forms.CharField(
        label=_("Subject"), max_length=150, error_messages={"required": _("Say in a few words what it is about.")}
    )
    field_order = ["subject", "text"]

    def clean_subject(self) -> str:
        return " ".join(self.cleaned_data["subject"].split())


class NotificationForm(forms.Form):
    """Which optional mail a person wants. `words` are what stands beside each choice: the consent is given in them."""

    digest = forms.ChoiceField(
        label=_("Digest of what is new"),
        help_text=_("One mail, in your language, with what is new and that you may see. Without news there is none."),
        widget=forms.RadioSelect,
    )
    wants_resources = forms.BooleanField(label=_("In the digest: new resources"), required=False)
    wants_events = forms.BooleanField(label=_("In the digest: new events"), required=False)
    wants_discussions = forms.BooleanField(label=_("In the digest: discussions"), required=False)
    wants_announcements = forms.BooleanField(
        label=_("Send me AAISA’s announcements by mail as well"),
        help_text=_("They always stand on your dashboard."),
        required=False,
    )

    FREQUENCIES: tuple[tuple[str, str | Promise], ...] = (
        (NotificationSettings.Frequency.NEVER, _("No digest")),
        (NotificationSettings.Frequency.WEEKLY, _("Every week, on Monday morning")),
        (NotificationSettings.Frequency.MONTHLY, _("Every month, on its first working day")),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["digest"].choices = self.FREQUENCIES  # type: ignore[attr-defined]

    @classmethod
    def initial_of(cls, settings: NotificationSettings) -> dict[str, Any]:
        return {name: getattr(settings, name) for name in consent.KINDS}

    def words(self) -> dict[str, str]:
        """Return, for each field, the words that were shown and what was chosen."""
        frequency = str(dict(self.FREQUENCIES)[self.cleaned_data["digest"]])
        shown = {name: str(self.fields[name].label) for name in consent.KINDS}
        return {**shown, "digest": f"{shown['digest']} | {frequency}"}


class UnsubscribeForm(forms.Form):
    """What to stop, for whoever follows the link in a mail."""

    stop = forms.ChoiceField(label=_("What shall stop?"), widget=forms.RadioSelect)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(stop, consent.stop_words(stop)) for stop in (*consent.STOPS, "all")]
        self.fields["stop"].choices = choices  # type: ignore[attr-defined]
