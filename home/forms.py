"""The contact form, with what tells a person from a machine without asking a third party."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core import signing
from django.utils.translation import gettext_lazy as _

SALT = "home.contact"
QUICKEST = 4  # seconds that a person needs at least to fill in the form
OLDEST = 24 * 3600  # seconds after which a form must be opened anew


class ContactForm(forms.Form):
    """Name, address, subject, message; `suspicion` says why what was sent looks like a machine's."""

    name = forms.CharField(
        label=_("Your name"),
        max_length=120,
        error_messages={"required": _("Write your name.")},
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    email = forms.EmailField(
        label=_("Your e-mail address"),
        help_text=_("We answer there, and use it for nothing else."),
        error_messages={
            "required": _("Write your e-mail address, so that we can answer."),
            "invalid": _("This is not an e-mail address; it looks like name@example.org."),
        },
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    subject = forms.CharField(
        label=_("Subject"), max_length=150, error_messages={"required": _("Say in a few words what it is about.")}
    )
    message = forms.CharField(
        label=_("Message"),
        max_length=5000,
        error_messages={"required": _("Write your message.")},
        widget=forms.Textarea(attrs={"rows": 8}),
    )
    website = forms.CharField(  # a trap: people do not see it, machines fill it in
        label=_("Leave this field empty"),
        required=False,
        max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "off", "tabindex": "-1"}),
    )
    opened = forms.CharField(required=False, max_length=200, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["opened"].initial = signing.TimestampSigner(salt=SALT).sign("contact")

    def clean_subject(self) -> str:
        return " ".join(self.cleaned_data["subject"].split())

    def clean_name(self) -> str:
        return " ".join(self.cleaned_data["name"].split())

    def suspicion(self) -> str:
        """Return why the message is held, in a few words for staff; empty where nothing speaks against it."""
        if self.cleaned_data.get("website"):
            return str(_("The field that people do not see was filled in."))
        try:
            signing.TimestampSigner(salt=SALT).unsign(self.cleaned_data.get("opened") or "", max_age=OLDEST)
        except signing.SignatureExpired:
            return str(_("The form had been open for more than a day."))
        except signing.BadSignature:
            return str(_("The form was not opened on the site."))
        if self._seconds_open() < QUICKEST:
            return str(_("The form was filled in faster than a person can."))
        if self.cleaned_data["message"].lower().count("http") > 3:
            return str(_("The message has more than three links."))
        return ""

    def _seconds_open(self) -> float:
        try:
            signing.TimestampSigner(salt=SALT).unsign(self.cleaned_data["opened"], max_age=QUICKEST)
        except signing.SignatureExpired:
            return float(QUICKEST)
        return 0.0
