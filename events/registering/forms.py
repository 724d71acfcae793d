"""The forms of registering."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.db.models import Q
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from events.models import Event, EventInvitation, EventQuestion, Registration
from events.registering import fields
from events.services.purging import KEPT
from events.services.registering import Applicant
from members.models import Organization
from members.standing import organization_of

CONSENT = _(
    "I agree that AAISA uses what I write here to organize this event. My needs and answers are deleted %(days)d days after it."  # noqa: E501
)
VOUCHES = _("My colleagues know that I register them, and agree that AAISA writes to them about this event.")
WANTS_MAIL = _("Write to me after the event too: thanks, documents, recordings. I can stop that at any time.")
ROWS = 5


class NeedsForm(forms.Form):
    """Needs, where they are asked, and the editor's own questions: what one may change until the event."""

    def __init__(self, *args: Any, event: Event, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.event = event
        self.questions: list[EventQuestion] = list(event.questions.all())
        if event.asks_dietary_needs:
            self.fields["dietary_needs"] = self._need(_("Dietary needs"))
        if event.asks_accessibility_needs:
            self.fields["accessibility_needs"] = self._need(_("Accessibility needs"))
        for question in self.questions:
            self.fields[fields.question_name(question)] = fields.question_field(question)

    @staticmethod
    def _need(label: Any) -> forms.CharField:
        return forms.CharField(
            label=label,
            help_text=_("Only those who organize the event read it."),
            max_length=500,
            required=False,
            widget=forms.Textarea(attrs={"rows": 3}),
        )

    @staticmethod
    def initial_of(registration: Registration, questions: list[EventQuestion]) -> dict[str, Any]:
        return {
            "dietary_needs": registration.dietary_needs,
            "accessibility_needs": registration.accessibility_needs,
            **fields.initial_answers(questions, registration.answers),
        }

    def needs(self) -> dict[str, Any]:
        """Return what was given, by the fields of a registration."""
        return {
            "dietary_needs": self.cleaned_data.get("dietary_needs", ""),
            "accessibility_needs": self.cleaned_data.get("accessibility_needs", ""),
            "answers": fields.answers_from(self.questions, self.cleaned_data),
        }


class RegistrationForm(NeedsForm):
    """Registering oneself: as a guest, with an account, or by an invitation, whose address is known already."""

    first_name = fields.first_name()
    last_name = fields.last_name()
    email = fields.AddressField(
        label=_("Your e-mail address"), widget=forms.EmailInput(attrs={"autocomplete": "email"}), max_length=254
    )
    organization_name = fields.LineField(
        label=_("Organization"),
        max_length=200,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "organization"}),
        error_messages={"required": _("Write the name of your organization: it has a number of seats.")},
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

    def __init__(
        self, *args: Any, event: Event, user: Any, invitation: EventInvitation | None = None, **kwargs: Any
    ) -> None:
        self.user = user if user.is_authenticated else None
        self.invitation = invitation
        self.organization: Organization | None = organization_of(user) if self.user else None
        kwargs["initial"] = {**self._known(), **kwargs.get("initial", {})}
        super().__init__(*args, event=event, **kwargs)
        self.fields["wants_mail"] = forms.BooleanField(label=WANTS_MAIL, required=False)
        self.fields["consent"] = forms.BooleanField(
            label=CONSENT % {"days": KEPT.days},
            error_messages={"required": _("Tick the box: without it we cannot register you.")},
        )
        if self.known_address:
            del self.fields["email"]
        if self.user is not None:
            del self.fields["website"]
        if self.organization is not None:
            del self.fields["organization_name"]
        elif event.seats_per_organization:
            self.fields["organization_name"].required = True

    @property
    def known_address(self) -> str:
        """The address that is the reader's own beyond doubt: of the invitation that they opened, or of the account."""
        if self.invitation is not None:
            return self.invitation.email
        return self.user.email if self.user is not None else ""

    def _known(self) -> dict[str, Any]:
        holder: Any = self.invitation or self.user
        if holder is None:
            return {"language": get_language()}
        return {"first_name": holder.first_name, "last_name": holder.last_name, "language": holder.language}

    @property
    def is_trapped(self) -> bool:
        return bool(self.cleaned_data.get("website"))

    def applicant(self) -> Applicant:
        given = self.cleaned_data
        organization, name = organization_named(self.organization, given.get("organization_name", ""))
        agreed = [str(self.fields["consent"].label)]
        if given["wants_mail"]:
            agreed.append(str(WANTS_MAIL))
        is_own = self.user is not None and self.known_address.lower() == self.user.email.lower()
        return Applicant(
            email=(self.known_address or given["email"]).lower(),
            first_name=given["first_name"],
            last_name=given["last_name"],
            language=given["language"],
            person=self.user if is_own else None,
            organization=organization,
            organization_name=name,
            consent_words="\n".join(agreed),
            wants_mail=given["wants_mail"],
            **self.needs(),
        )


def organization_named(known: Organization | None, name: str) -> tuple[Organization | None, str]:
    """Return the organization and the name to keep: one of the portal's that is written so counts as that one."""
    if known is not None or not name:
        return known, ""
    written = Q(title_fr__iexact=name) | Q(title_en__iexact=name)
    found = Organization.objects.filter(written, live=True, access=None).first()
    return (found, "") if found else (None, name)


class ColleagueForm(forms.Form):
    """One colleague. An empty row is left out."""

    first_name = fields.LineField(label=_("First name"), max_length=150)
    last_name = fields.LineField(label=_("Last name"), max_length=150)
    email = fields.AddressField(label=_("E-mail address"), max_length=254)
    language = forms.ChoiceField(label=_("Language of mail"), choices=settings.LANGUAGES)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["language"].initial = get_language()
        for field in self.fields.values():
            field.widget.attrs["autocomplete"] = "off"

    def has_changed(self) -> bool:
        """Say that a row of which only the language was chosen is empty."""
        return any(name != "language" for name in self.changed_data)


class BaseColleagueForms(forms.BaseFormSet):
    """The rows of colleagues."""

    def clean(self) -> None:
        if any(self.errors):
            return
        addresses = [form.cleaned_data["email"] for form in self.filled()]
        if not addresses:
            raise forms.ValidationError(_("Write the name and the address of at least one colleague."))
        for form in self.filled():
            if addresses.count(form.cleaned_data["email"]) > 1:
                form.add_error("email", _("This address stands here twice."))

    def filled(self) -> list[Any]:
        return [form for form in self.forms if form.has_changed() and form.is_valid()]

    def applicants(self, organization: Organization) -> list[Applicant]:
        return [
            Applicant(
                email=form.cleaned_data["email"],
                first_name=form.cleaned_data["first_name"],
                last_name=form.cleaned_data["last_name"],
                language=form.cleaned_data["language"],
                organization=organization,
                consent_words=str(VOUCHES),
            )
            for form in self.filled()
        ]


ColleagueForms = forms.formset_factory(
    ColleagueForm, formset=BaseColleagueForms, extra=ROWS, max_num=ROWS, absolute_max=ROWS
)


class VouchForm(forms.Form):
    """That the colleagues know of it."""

    vouches = forms.BooleanField(
        label=VOUCHES, error_messages={"required": _("Tick the box: nobody is registered without knowing it.")}
    )
