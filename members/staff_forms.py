"""Forms of the admin for people: an account is an e-mail address, a name and a language."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.auth import get_user_model
from django.utils.translation import gettext_lazy as _
from wagtail.users.forms import UserCreationForm, UserEditForm


class PersonFormMixin:
    """What both forms share: the address in small letters and once, the language, no password by another's hand."""

    error_messages = {
        "duplicate_username": _("Somebody already uses this address."),
        "password_mismatch": _("The two passwords differ."),
    }
    password_required = False
    fields: dict[str, Any]
    cleaned_data: dict[str, Any]
    instance: Any

    def __init__(self, *args: Any, actor: Any = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("first_name", "last_name"):
            self.fields[name].required = False
        self.fields["email"].label = _("E-mail address")
        if "is_superuser" in self.fields:
            self.fields["is_superuser"].label = _("Superuser")
            self.fields["is_superuser"].help_text = _("May do everything. Only a superuser can make one.")
            # A disabled field heeds nothing that is sent.
            self.fields["is_superuser"].disabled = not (actor and actor.is_superuser)

    def clean_email(self) -> str:
        email = self.cleaned_data["email"].strip().lower()
        others = get_user_model().objects.filter(email__iexact=email).exclude(pk=self.instance.pk)
        if others.exists():
            raise forms.ValidationError(self.error_messages["duplicate_username"], code="duplicate_username")
        return email


class PersonCreationForm(PersonFormMixin, UserCreationForm):
    """A new account. Without a password, the person makes one by “Forgot your password?”."""

    class Meta(UserCreationForm.Meta):
        fields = UserCreationForm.Meta.fields | {"language"}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["password1"].help_text = _(
            "Leave it empty: the person chooses their own by “Forgot your password?” on the sign-in page."
        )

    def save(self, commit: bool = True) -> Any:
        if not self.cleaned_data.get("password1"):
            self.instance.set_unusable_password()
        return super().save(commit=commit)


class PersonEditForm(PersonFormMixin, UserEditForm):
    """An account that exists."""

    class Meta(UserEditForm.Meta):
        fields = UserEditForm.Meta.fields | {"language"}
