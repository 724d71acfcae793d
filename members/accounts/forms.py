"""allauth's forms in the portal's words: one label for an address everywhere, nothing said by placeholder alone."""

from __future__ import annotations

from typing import Any

from allauth.account import forms as account
from allauth.core import context
from allauth.mfa.adapter import get_adapter as get_mfa_adapter
from allauth.mfa.base import forms as mfa
from allauth.mfa.models import Authenticator
from allauth.mfa.totp import forms as totp
from allauth.mfa.webauthn import forms as passkeys
from django import forms
from django.conf import settings
from django.contrib.auth.password_validation import UserAttributeSimilarityValidator
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from members.joining import stash
from members.models import User

LABELS = {
    "login": _("E-mail address"),
    "email": _("E-mail address"),
    "password": _("Password"),
    "oldpassword": _("Present password"),
    "password1": _("New password"),
    "password2": _("New password once more"),
    "code": _("Code"),
    "name": _("Name of the passkey"),
    "remember": _("Keep me signed in on this device"),
}
#: A code is good for the step it was made in and for one on either side.
CODE_LIFETIME = 30 * 3  # seconds


class PlainFields:
    """One label for a thing everywhere, and no placeholder in its stead."""

    fields: dict[str, forms.Field]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            field.label = LABELS.get(name, field.label)
            field.widget.attrs.pop("placeholder", None)


class SignInForm(PlainFields, account.LoginForm):
    """E-mail address and password."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["password"].help_text = ""  # the page has its own way to a forgotten password


class SignUpForm(PlainFields, account.SignupForm):
    """What an invited person gives; the address is the one that was invited."""

    first_name = forms.CharField(
        label=_("First name"), max_length=150, widget=forms.TextInput(attrs={"autocomplete": "given-name"})
    )
    last_name = forms.CharField(
        label=_("Last name"), max_length=150, widget=forms.TextInput(attrs={"autocomplete": "family-name"})
    )
    language = forms.ChoiceField(
        label=_("Language of our mail to you"), choices=settings.LANGUAGES, widget=forms.RadioSelect
    )
    field_order = ["email", "first_name", "last_name", "language", "password1", "password2"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        email = self.fields["email"]
        email.initial = self.initial["email"] = context.request.session.get("account_verified_email") or ""
        email.disabled = True  # heeds nothing that is sent
        email.help_text = _("Your invitation went to this address. You can change it later.")
        self.fields["language"].initial = get_language()
        if invitation := stash.invitation_of(context.request):
            for name in ("first_name", "last_name", "language"):
                self.fields[name].initial = getattr(invitation, name)
        self.fields["password1"].label = _("Password")
        self.fields["password2"].label = _("Password once more")

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean()
        if password := data.get("password1"):
            person = User(first_name=data.get("first_name", ""), last_name=data.get("last_name", ""))
            try:
                UserAttributeSimilarityValidator().validate(password, person)
            except ValidationError as error:
                self.add_error("password1", error)
        return data


class PasswordResetForm(PlainFields, account.ResetPasswordForm):
    """The address to which the link goes."""


class PasswordResetKeyForm(PlainFields, account.ResetPasswordKeyForm):
    """A new password, by the link."""


class PasswordChangeForm(PlainFields, account.ChangePasswordForm):
    """A new password, knowing the present one."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["oldpassword"].help_text = ""


class PasswordSetForm(PlainFields, account.SetPasswordForm):
    """A first password, for an account that has none."""


class EmailForm(PlainFields, account.AddEmailForm):
    """The address to change to."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["email"].label = _("New e-mail address")
        self.fields["email"].help_text = _("We will send a link there. The change is made once you open it.")


class PasswordConfirmForm(PlainFields, account.ReauthenticateForm):
    """The password once more, before something that matters."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["password"].help_text = ""


class OnceOnly:
    """Accepts a code of the app once: it would be good for longer than allauth remembers it."""

    user: Any
    authenticator: Authenticator
    fields: dict[str, forms.Field]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"].widget.attrs["inputmode"] = "numeric"
        self.fields["code"].help_text = _("The six digits that your app shows now, or one of your recovery codes.")

    def clean_code(self) -> str:
        code: str = super().clean_code()  # type: ignore[misc]
        if self.authenticator.type == Authenticator.Type.TOTP:
            digits = "".join(filter(str.isdigit, code))
            if not cache.add(f"second-factor:{self.user.pk}:{digits}", 1, timeout=CODE_LIFETIME):
                raise get_mfa_adapter().validation_error("incorrect_code")
        return code


class CodeForm(OnceOnly, PlainFields, mfa.AuthenticateForm):
    """The code of the second factor, at sign-in."""


class CodeConfirmForm(OnceOnly, PlainFields, mfa.ReauthenticateForm):
    """The code once more, before something that matters."""


class AppForm(PlainFields, totp.ActivateTOTPForm):
    """The first code that the app shows."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"].help_text = _("The six digits that your app shows now.")
        self.fields["code"].widget.attrs["inputmode"] = "numeric"


#: What allauth and fido2 raise where a browser's answer has another shape than it should.
MISSHAPEN = (AttributeError, KeyError, TypeError, ValueError)


class WellShaped:
    """Refuses what is no passkey's answer as it refuses a wrong one."""

    def clean_credential(self) -> Any:
        try:
            return super().clean_credential()  # type: ignore[misc]
        except MISSHAPEN:
            raise get_mfa_adapter().validation_error("incorrect_code") from None


class PasskeyAuthenticateForm(WellShaped, passkeys.AuthenticateWebAuthnForm):
    """A passkey as the second factor, at sign-in."""


class PasskeySignInForm(WellShaped, passkeys.LoginWebAuthnForm):
    """A passkey alone."""


class PasskeyConfirmForm(WellShaped, passkeys.ReauthenticateWebAuthnForm):
    """A passkey once more, before something that matters."""


class PasskeyForm(PlainFields, passkeys.AddWebAuthnForm):
    """A new passkey: what the browser made, and a name to know it by."""

    name = forms.CharField(
        label=LABELS["name"],
        max_length=60,
        required=False,
        help_text=_("So that you know it again, for example: telephone, key on my key ring."),
    )
    field_order = ["name", "passwordless"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["passwordless"].label = _("Sign in with this passkey alone, without the password")
        self.fields["passwordless"].help_text = _(
            "Your device then asks each time for your fingerprint, your face or a PIN."
        )

    def clean(self) -> dict[str, Any]:
        try:
            return super().clean()
        except MISSHAPEN:
            raise get_mfa_adapter().validation_error("incorrect_code") from None


class PasskeyNameForm(PlainFields, passkeys.EditWebAuthnForm):
    """Another name for a passkey."""

    name = forms.CharField(label=LABELS["name"], max_length=60)


class ProfileForm(forms.ModelForm):
    """How a person is addressed, and in which language."""

    class Meta:
        model = User
        fields = ["first_name", "last_name", "language"]
        widgets = {
            "first_name": forms.TextInput(attrs={"autocomplete": "given-name"}),
            "last_name": forms.TextInput(attrs={"autocomplete": "family-name"}),
            "language": forms.RadioSelect,
        }
        labels = {"first_name": _("First name"), "last_name": _("Last name")}
        help_texts = {"language": _("In which we write to you and open your private area.")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["first_name"].required = self.fields["last_name"].required = True
        self.fields["language"].label = _("Language")
