"""The admin's help for a person who lost their second factor, and what follows from closing accounts in bulk."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.auth import get_user_model
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin import messages

from members.accounts import second_factor
from members.models import AccountHelp, User
from members.services import accounts, audit


class HelpForm(forms.Form):
    """How staff made sure of who is asking."""

    identity_check = forms.CharField(
        label=gettext_lazy("How did you check who is asking?"),
        help_text=gettext_lazy(
            "For example: called back at the organization’s number and spoke with them. It is kept in the audit log."
        ),
        widget=forms.Textarea(attrs={"rows": 3}),
        min_length=15,
        max_length=500,
    )


def help_with_second_factor(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a lost second factor off, once it is said how the person was recognized."""
    person = get_object_or_404(User, pk=pk)
    if not accounts.may_help(request.user, person):
        raise PermissionDenied
    form = HelpForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        accounts.remove_second_factor(person, helped_by=request.user, **form.cleaned_data)
        messages.success(request, _("The second factor is gone, and “%(person)s” has been told.") % {"person": person})
        return redirect("wagtailusers_users:edit", person.pk)
    context = {
        "person": person,
        "form": form,
        "header_title": _("Lost second factor"),
        "header_icon": "key",
        "breadcrumbs_items": [
            {"url": reverse("wagtailusers_users:index"), "label": _("People")},
            {"url": reverse("wagtailusers_users:edit", args=[person.pk]), "label": str(person)},
            {"url": "", "label": _("Lost second factor")},
        ],
        "has_factor": second_factor.factors(person).exists(),
        "earlier": AccountHelp.objects.filter(person=person).select_related("helped_by")[:5],
    }
    return TemplateResponse(request, "members_admin/second_factor_help.html", context)


urls = [path("people/<int:pk>/second-factor/", help_with_second_factor, name="help_with_second_factor")]


def after_bulk_action(request: HttpRequest, action_type: str, objects: Any, action: Any) -> None:
    """Bring about and note what belongs to accounts that were changed in bulk (hook "after_bulk_action")."""
    ids = [item.pk for item in objects if isinstance(item, get_user_model())]
    for person in User.objects.filter(pk__in=ids):
        if action_type == "set_active_state":
            accounts.follow_activity(person, actor=request.user)
        elif action_type == "assign_role":
            role = action.cleaned_form.cleaned_data["role"]
            audit.record("account.rights_changed", actor=request.user, target=person, added=role.name)
