"""Forms of joining and leaving."""

from __future__ import annotations

import unicodedata
from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from cms.bilingual import active_language, other_language
from members.models import Organization, User
from members.models.affiliations import OrganizationRole
from members.services import joining

ADDRESS_ERRORS = {
    "required": _("Write the e-mail address."),
    "invalid": _("This is not an e-mail address; it looks like name@example.org."),
}


class OrganizationField(forms.TypedChoiceField):
    """One of the organizations that one may ask to join, by their names in the reader's language."""

    def __init__(self, **options: Any) -> None:
        super().__init__(
            label=_("Organization"),
            choices=_organizations,
            coerce=_organization,
            error_messages={
                "required": _("Choose the organization."),
                "invalid_choice": _("This organization is not in the list. Choose one that is."),
            },
            **options,
        )


def _organizations() -> list[tuple[str, str]]:
    language = active_language()
    titles = (f"title_{language}", f"title_{other_language(language)}")
    found = [(str(pk), own or other) for pk, own, other in joining.joinable_organizations().values_list("pk", *titles)]
    return [("", _("Choose")), *sorted(found, key=lambda each: _sort_key(each[1]))]


def _sort_key(name: str) -> str:
    """É goes with E, and an article's quotation mark counts for nothing."""
    return "".join(sign for sign in unicodedata.normalize("NFKD", name.casefold()) if sign.isalnum() or sign == " ")


def _organization(pk: str) -> Organization:
    return joining.joinable_organizations().get(pk=pk)


class RequestForm(forms.Form):
    """A request of somebody who is signed in."""

    organization = OrganizationField()
    message = forms.CharField(
        label=_("Message"),
        help_text=_("What you do there, for whoever decides."),
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )


class PublicRequestForm(RequestForm):
    """A request of somebody without an account. `is_trapped` says that a machine filled it in."""

    first_name = forms.CharField(
        label=_("First name"),
        max_length=150,
        error_messages={"required": _("Write your first name.")},
        widget=forms.TextInput(attrs={"autocomplete": "given-name"}),
    )
    last_name = forms.CharField(
        label=_("Last name"),
        max_length=150,
        error_messages={"required": _("Write your last name.")},
        widget=forms.TextInput(attrs={"autocomplete": "family-name"}),
    )
    email = forms.EmailField(
        label=_("Your e-mail address"),
        help_text=_("That of your work, if you have one: your organization recognizes you by it."),
        error_messages=ADDRESS_ERRORS,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    language = forms.ChoiceField(
        label=_("Language of our mail to you"), choices=settings.LANGUAGES, widget=forms.RadioSelect
    )
    website = forms.CharField(  # a trap: people do not see it, machines fill it in
        label=_("Leave this field empty"),
        required=False,
        max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "off", "tabindex": "-1"}),
    )
    field_order = ["organization", "first_name", "last_name", "email", "language", "message", "website"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["language"].initial = get_language()

    def clean_first_name(self) -> str:
        return " ".join(self.cleaned_data["first_name"].split())

    def clean_last_name(self) -> str:
        return " ".join(self.cleaned_data["last_name"].split())

    @property
    def is_trapped(self) -> bool:
        return bool(self.cleaned_data.get("website"))


class InviteForm(forms.Form):
    """Whom an organization's administrator invites."""

    email = forms.EmailField(
        label=_("E-mail address"), error_messages=ADDRESS_ERRORS, widget=forms.EmailInput(attrs={"autocomplete": "off"})
    )
    first_name = forms.CharField(label=_("First name"), max_length=150, required=False)
    last_name = forms.CharField(label=_("Last name"), max_length=150, required=False)
    language = forms.ChoiceField(label=_("Language of the invitation"), choices=settings.LANGUAGES)
    role = forms.ChoiceField(
        label=_("Role"),
        help_text=_("An administrator keeps the organization’s profile current and invites colleagues."),
        choices=OrganizationRole.choices,
        initial=OrganizationRole.MEMBER,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["language"].initial = get_language()


class DeclineForm(forms.Form):
    """Why a request is refused, if whoever refuses wants to say it."""

    reason = forms.CharField(
        label=_("Reason"),
        help_text=_("It stands in the mail to the person. You may leave it empty."),
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )


class AppearanceForm(forms.ModelForm):
    """How a person appears to others: their position, whether they are listed, how what they write is signed."""

    class Meta:
        model = User
        fields = ["position_fr", "position_en", "is_listed", "attribution"]
        widgets = {
            "attribution": forms.RadioSelect,
            "position_fr": forms.TextInput(attrs={"lang": "fr"}),
            "position_en": forms.TextInput(attrs={"lang": "en"}),
        }
        labels = {
            "position_fr": _("My position, in French"),
            "position_en": _("My position, in English"),
            "is_listed": _("List me on my organization’s page"),
            "attribution": _("How what I write is signed"),
        }
        help_texts = {"attribution": _("This holds also for what you have written already, and after you leave.")}


class ConfirmForm(forms.Form):
    """A tick that says: yes, really."""

    confirmed = forms.BooleanField(error_messages={"required": _("Tick the box to go on.")})

    def __init__(self, *args: Any, label: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["confirmed"].label = label
