"""The pages on which an organization's administrators keep its profile."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from members.models import Affiliation, ProfileChange
from members.profiles.forms import SECTIONS, ProfileForm, RowForms, row_forms
from members.services import confirmations, profiles
from members.services.profile_fields import FIELDS, Values, label, read, words
from members.standing import for_administrators

ROW_TITLES = {"locations": gettext_lazy("Further places"), "social_links": gettext_lazy("Social networks")}


@require_safe
@for_administrators
def profile(request: HttpRequest, affiliation: Affiliation) -> HttpResponse:
    """Show the profile as it is published, and the change that is open."""
    organization = affiliation.organization
    change = profiles.open_change(organization)
    values = read(organization)
    return render(
        request,
        "profiles/profile.html",
        {
            "organization": organization,
            "lines": [_line(name, values[name]) for name in FIELDS],
            "change": change,
            "differences": profiles.differences(change) if change else [],
            "is_stale": (organization.confirmed_at or organization.first_published_at or organization.created_at)
            < confirmations.stale_before(),
        },
    )


def _line(name: str, value: Any) -> dict[str, Any]:
    return {
        "label": label(name),
        "words": words(name, value),
        "language": name[-2:] if name.endswith(("_fr", "_en")) else "",
    }


@require_http_methods(["GET", "HEAD", "POST"])
@for_administrators
def edit(request: HttpRequest, affiliation: Affiliation) -> HttpResponse:
    """Change the profile: what differs from it is proposed, or published at once for a trusted organization."""
    organization = affiliation.organization
    current = read(organization)
    change = profiles.open_change(organization)
    shown: Values = {**current, **(change.proposed if change else {})}
    base: Values = {**current, **(change.base if change else {})}
    data = request.POST if request.method == "POST" else None
    form = ProfileForm(data, request.FILES or None, instance=organization, shown=shown, base=base)
    rows = {name: row_forms(name, shown, data) for name in ROW_TITLES}
    if data is not None and _is_valid(form, rows) and (answer := _submit(request, affiliation, form, rows)):
        return answer
    context = {
        "organization": organization,
        "form": form,
        "sections": [(title, [[form[name] for name in line] for line in lines]) for title, lines in SECTIONS],
        "rows": [(title, rows[name]) for name, title in ROW_TITLES.items()],
        "change": change,
        "logo": words("logo", shown["logo"]),
    }
    return render(request, "profiles/edit.html", context, status=422 if data is not None else 200)


def _is_valid(form: ProfileForm, rows: dict[str, RowForms]) -> bool:
    return all([form.is_valid(), *(forms.is_valid() for forms in rows.values())])


def _submit(
    request: HttpRequest, affiliation: Affiliation, form: ProfileForm, rows: dict[str, RowForms]
) -> HttpResponse | None:
    """Propose what was filled in; None where it was not accepted, with the reason in the form."""
    values = {**form.values(), **{name: forms.rows() for name, forms in rows.items()}}
    person: Any = request.user
    try:
        with transaction.atomic():
            if file := form.cleaned_data["logo_file"]:
                values["logo"] = profiles.keep_logo(file, organization=affiliation.organization, person=person).pk
            change = profiles.submit_profile_change(
                affiliation.organization, person=person, values=values, base=form.opened_with()[0]
            )
    except profiles.NothingChangedError:
        messages.info(request, _("Nothing was changed: the profile says this already."))
        return redirect("organization_profile")
    except ValidationError as error:
        form.add_error(None, error.messages)
        return None
    if change.state == ProfileChange.State.PUBLISHED:
        messages.success(request, _("Your changes are published."))
    else:
        messages.success(request, _("Your changes wait for AAISA’s staff. We write to you when they are published."))
    return redirect("organization_profile")


@require_POST
@for_administrators
def take_back(request: HttpRequest, affiliation: Affiliation) -> HttpResponse:
    """Withdraw the open change."""
    change = profiles.open_change(affiliation.organization)
    try:
        if change is None:
            raise profiles.NotOpenError
        profiles.withdraw(change, person=request.user)  # type: ignore[arg-type]
    except profiles.NotOpenError:
        messages.error(request, _("There is no change to take back any more: staff have decided on it."))
    else:
        messages.success(request, _("Your change is taken back. The profile stays as it was."))
    return redirect("organization_profile")


@require_POST
@for_administrators
def still_right(request: HttpRequest, affiliation: Affiliation) -> HttpResponse:
    """Confirm the profile from the private area."""
    confirmations.confirm_unasked(affiliation.organization, person=request.user)  # type: ignore[arg-type]
    messages.success(request, _("Thank you. The profile is confirmed."))
    return redirect("organization_profile")


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def confirm_by_link(request: HttpRequest, token: str) -> HttpResponse:
    """Confirm by the link of a mail, signed in or not: the page asks, its button confirms."""
    try:
        question, person = confirmations.question_for(token)
    except confirmations.LinkError:
        return render(request, "profiles/confirm.html", {"is_over": True}, status=410)
    if request.method == "POST":
        confirmations.confirm(question, person=person)
        return render(request, "profiles/confirm.html", {"organization": question.organization, "is_done": True})
    context = {
        "organization": question.organization,
        "facts": confirmations.summary(question.organization),
        "is_done": question.confirmed_at is not None,
    }
    return render(request, "profiles/confirm.html", context)
