"""Invitations to an event that is by invitation: a pasted list, looked at first; sent again, taken back."""

from __future__ import annotations

from email.utils import parseaddr
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.validators import validate_email
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from wagtail.admin import messages

from events.models import EventInvitation
from events.services import invitations
from events.viewsets.base import EventPage
from members.services import audit

MOST = 300
"""So many addresses at once."""


class InviteForm(forms.Form):
    """Addresses, one a line, with a name before it where it is known."""

    addresses = forms.CharField(
        label=_("E-mail addresses"),
        widget=forms.Textarea(attrs={"rows": 8}),
        max_length=60_000,
        help_text=_("One a line, such as: ada@example.org, or Ada Lovelace <ada@example.org>. 300 at most."),
    )
    language = forms.ChoiceField(label=_("Language of the mail"), choices=settings.LANGUAGES)

    def clean_addresses(self) -> list[dict[str, str]]:
        people: dict[str, dict[str, str]] = {}
        wrong: list[str] = []
        for line in self.cleaned_data["addresses"].replace(";", "\n").splitlines():
            if not line.strip():
                continue
            person = read_line(line)
            if person is None:
                wrong.append(line.strip()[:80])
            else:
                people.setdefault(person["email"], person)
        if wrong:
            raise ValidationError(
                _("These are not addresses: %(lines)s. Nobody was invited: mend them first."),
                params={"lines": " · ".join(wrong[:10])},
            )
        if len(people) > MOST:
            raise ValidationError(_("These are more than 300 addresses: send them in parts."))
        return list(people.values())


def read_line(line: str) -> dict[str, str] | None:
    """Return the address of a line with the name before it; None where it is none."""
    name, address = parseaddr(line.strip().strip(","))
    email = address.strip().lower()
    try:
        validate_email(email)
    except ValidationError:
        return None
    first, _space, last = " ".join(name.split()).partition(" ")
    return {"email": email, "first_name": first[:150], "last_name": last[:150]}


class InvitationsView(EventPage):
    """Who is invited, and who registered; more are invited below."""

    permissions = ("events.view_eventinvitation",)
    page_title = _("Invitations")
    template_name = "events_admin/invitations.html"
    header_icon = "mail"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return self._page(InviteForm(initial={"language": request.user.language}))  # type: ignore[union-attr]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        act = request.POST.get("act", "")
        needed = "events.add_eventinvitation" if act == "invite" else "events.change_eventinvitation"
        if not request.user.has_perm(needed):
            raise PermissionDenied
        if act != "invite":
            self._change(act, request.POST.get("invitation", ""))
            return redirect("event_invitations", self.event.pk)
        form = InviteForm(request.POST)
        if not form.is_valid():
            return self._page(form)
        people = [{**person, "language": form.cleaned_data["language"]} for person in form.cleaned_data["addresses"]]
        fresh = self._not_invited(people)
        count = invitations.invite_all(self.event, fresh, invited_by=request.user) if fresh else 0
        audit.record("event.invitations_sent", actor=request.user, target=self.event, count=count)
        said = ngettext("%(count)d invitation is on its way.", "%(count)d invitations are on their way.", count)
        messages.success(request, said % {"count": count})
        if len(fresh) < len(people):
            left = ngettext(
                "%(count)d address was invited before: send that invitation again instead.",
                "%(count)d addresses were invited before: send those invitations again instead.",
                len(people) - len(fresh),
            )
            messages.warning(request, left % {"count": len(people) - len(fresh)})
        return redirect("event_invitations", self.event.pk)

    def _not_invited(self, people: list[dict[str, str]]) -> list[dict[str, str]]:
        """Leave out who holds an invitation: a second click on the same list sends nothing."""
        open_ones = EventInvitation.objects.filter(event=self.event, revoked_at=None)
        held = {email.lower() for email in open_ones.values_list("email", flat=True)}
        return [person for person in people if person["email"] not in held]

    def _change(self, act: str, wanted: str) -> None:
        key = wanted if wanted.isdecimal() and len(wanted) < 19 else "0"
        invitation = get_object_or_404(EventInvitation.objects.select_related("event"), pk=key, event=self.event)
        if act == "revoke" and invitation.revoked_at is None:
            invitations.revoke(invitation)
            audit.record("event.invitation_revoked", actor=self.request.user, target=invitation)
            messages.success(self.request, _now("The invitation is taken back: its link is dead."))
        elif act == "send" and invitation.revoked_at is None:
            invitations.send(invitation)
            messages.success(self.request, _now("The invitation is on its way again."))

    def _page(self, form: InviteForm) -> HttpResponse:
        registered = {
            email.lower(): label
            for email, label in (
                (row.email, row.get_state_display())
                for row in self.event.registrations.current().only("email", "state")
            )
        }
        rows = [
            {"invitation": row, "registered": registered.get(row.email.lower(), "")}
            for row in self.event.invitations.order_by("email")
        ]
        return self.page(form=form, media=form.media, rows=rows)
