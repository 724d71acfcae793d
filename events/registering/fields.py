"""Fields of the forms in which people register: names without tricks, and the editor's own questions."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from events.models import EventQuestion

CONTROL = re.compile(r"[\x00-\x1f\x7f\u2028\u2029]")
ADDRESS_IN_IT = re.compile(r"://|www\.", re.IGNORECASE)
YES, NO = "yes", "no"
Kind = EventQuestion.Kind


def refuse_what_is_no_name(value: str) -> None:
    """Raise ValidationError for what would break a mail's header, or have the portal send links for others."""
    if CONTROL.search(value) or ADDRESS_IN_IT.search(value):
        raise ValidationError(_("Write words only here: no line breaks and no web addresses."), code="no-name")


class LineField(forms.CharField):
    """A line of text that may stand in a mail."""

    default_validators = [refuse_what_is_no_name]

    def clean(self, value: Any) -> str:
        return " ".join(super().clean(value).split(" ")).strip()


class AddressField(forms.EmailField):
    """An e-mail address, small as it is kept."""

    def __init__(self, **options: Any) -> None:
        super().__init__(
            error_messages={
                "required": _("Write the e-mail address."),
                "invalid": _("This is not an e-mail address; it looks like name@example.org."),
            },
            **options,
        )

    def clean(self, value: Any) -> str:
        return super().clean(value).lower()


def first_name(**options: Any) -> LineField:
    return LineField(
        label=_("First name"),
        max_length=150,
        error_messages={"required": _("Write your first name.")},
        widget=forms.TextInput(attrs={"autocomplete": "given-name"}),
        **options,
    )


def last_name(**options: Any) -> LineField:
    return LineField(
        label=_("Last name"),
        max_length=150,
        error_messages={"required": _("Write your last name.")},
        widget=forms.TextInput(attrs={"autocomplete": "family-name"}),
        **options,
    )


# --- the editor's own questions -------------------------------------------------------------------


def question_name(question: EventQuestion) -> str:
    return f"question-{question.uid.hex}"


def question_field(question: EventQuestion) -> forms.Field:
    """Return the field of a question, in the active language."""
    common: dict[str, Any] = {"label": question.label, "required": question.is_required}
    common["error_messages"] = {"required": _("Answer this question.")}
    if question.kind == Kind.TEXT:
        return forms.CharField(max_length=1000, widget=forms.Textarea(attrs={"rows": 4}), **common)
    if question.kind == Kind.CHOICE:
        return forms.ChoiceField(choices=question.choices, widget=forms.RadioSelect, **common)
    if question.kind == Kind.SEVERAL:
        return forms.MultipleChoiceField(choices=question.choices, widget=forms.CheckboxSelectMultiple, **common)
    if question.kind == Kind.YES_NO:
        return forms.ChoiceField(choices=[(YES, _("Yes")), (NO, _("No"))], widget=forms.RadioSelect, **common)
    return forms.CharField(max_length=200, **common)


def answers_from(questions: Iterable[EventQuestion], given: dict[str, Any]) -> dict[str, Any]:
    """Return what was answered, by the questions' uids; what was left empty is left out."""
    answers: dict[str, Any] = {}
    for question in questions:
        value = given.get(question_name(question))
        if value in (None, "", []):
            continue
        answers[str(question.uid)] = value == YES if question.kind == Kind.YES_NO else value
    return answers


def initial_answers(questions: Iterable[EventQuestion], answers: dict[str, Any]) -> dict[str, Any]:
    """Return kept answers as the fields begin with them."""
    found: dict[str, Any] = {}
    for question in questions:
        value = answers.get(str(question.uid))
        if value is None:
            continue
        found[question_name(question)] = (YES if value else NO) if question.kind == Kind.YES_NO else value
    return found


def answer_words(question: EventQuestion, value: Any) -> str:
    """Return an answer as a person reads it, in the active language; "" for what is not (or no longer) an answer."""
    if value in (None, "", []):
        return ""
    if question.kind == Kind.YES_NO:
        return str(_("Yes") if value else _("No"))
    if question.kind in (Kind.CHOICE, Kind.SEVERAL):
        named = dict(question.choices)
        places = value if isinstance(value, list) else [value]
        return ", ".join(named[place] for place in places if place in named)
    return str(value)
