"""Inviting several people from a CSV file: first what it would do, then a confirmation."""

from __future__ import annotations

import io
from typing import Any

from django import forms
from django.core import signing
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from django.views.generic.edit import FormView
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from cms.spreadsheets import MAX_BYTES
from members.services import invitation_files
from members.services.invitations import InvitationRefusedError

SALT = "members.import-invitations"
AN_HOUR = 3600  # seconds for which what was shown may be confirmed
LIST = "wagtailsnippets_members_invitation:list"


class UploadForm(forms.Form):
    """A file, or (to confirm) what was read of one and shown."""

    file = forms.FileField(
        label=_("CSV file"),
        required=False,
        widget=forms.FileInput(attrs={"accept": ".csv,text/csv"}),
        help_text=_("UTF-8 or Windows (cp1252), separated by commas or semicolons; 500 rows at most."),
    )
    shown = forms.CharField(required=False, widget=forms.HiddenInput)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not data.get("file") and not data.get("shown"):
            self.add_error("file", _now("Choose a file."))
        return data


class ImportInvitationsView(WagtailAdminTemplateMixin, FormView):
    """Shows every row and what is wrong with it; nothing is sent before all are right and that is confirmed."""

    template_name = "members_admin/import_invitations.html"
    form_class = UploadForm
    page_title = _("Invite from a file")
    header_icon = "upload"
    _show_breadcrumbs = True

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not request.user.has_perm("members.add_invitation"):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_breadcrumbs_items(self) -> list[Any]:
        return [
            *super().get_breadcrumbs_items(),
            {"url": reverse(LIST), "label": _now("Invitations")},
            {"url": "", "label": self.page_title},
        ]

    def form_valid(self, form: UploadForm) -> HttpResponse:
        if file := form.cleaned_data["file"]:
            return self.show(form, file.read(MAX_BYTES + 1))
        try:
            content = signing.loads(form.cleaned_data["shown"], salt=SALT, max_age=AN_HOUR).encode("latin-1")
        except signing.BadSignature:
            form.add_error("file", _now("What was shown is too old to be confirmed: choose the file again."))
            return self.form_invalid(form)
        return self.confirm(form, content)

    def show(self, form: UploadForm, content: bytes) -> HttpResponse:
        try:
            lines = invitation_files.read(io.BytesIO(content))
        except ValidationError as error:
            form.add_error("file", error)
            return self.form_invalid(form)
        context = {
            "lines": lines,
            "headings": invitation_files.HEADINGS,
            "rows": [(line, [line.cells.get(name, "") for name in invitation_files.HEADINGS]) for line in lines],
            "is_sound": bool(lines) and not any(line.errors for line in lines),
            "shown": signing.dumps(content.decode("latin-1"), salt=SALT, compress=True),
        }
        return self.render_to_response(self.get_context_data(form=form, **context))

    def confirm(self, form: UploadForm, content: bytes) -> HttpResponse:
        lines = invitation_files.read(io.BytesIO(content))
        try:
            number = invitation_files.send(lines, actor=self.request.user)  # type: ignore[arg-type]
        except (ValueError, InvitationRefusedError):
            messages.error(self.request, _now("Something has changed since: no invitation was sent."))
            return self.show(form, content)
        sent = ngettext("%(number)d invitation sent.", "%(number)d invitations sent.", number)
        messages.success(self.request, sent % {"number": number})
        return redirect(LIST)
