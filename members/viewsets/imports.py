"""The import of organizations in the admin: a file, what it would do, and then a confirmation."""

from __future__ import annotations

import csv
import hashlib
import io
from typing import Any

from django import forms
from django.core import signing
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from django.views.generic import View
from django.views.generic.edit import FormView
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from members.imports.columns import EXAMPLE, HEADINGS
from members.imports.reading import CREATED, UNCHANGED, UPDATED, WRONG, Plan, read_plan
from members.imports.writing import RowError, carry_out
from members.models import Organization
from members.spreadsheets import MAX_BYTES, safe

SALT = "members.import-organizations"
AN_HOUR = 3600  # seconds for which what was shown may be confirmed
ACTION_LABELS = {
    CREATED: _("To be created"),
    UPDATED: _("To be changed"),
    UNCHANGED: _("Without a change"),
    WRONG: _("With errors"),
}


def may_import(user: Any) -> bool:
    """Whether `user` may add, change and publish organizations."""
    return all(user.has_perm(f"members.{action}_organization") for action in ("add", "change", "publish"))


def address(name: str) -> str:
    viewset = Organization.snippet_viewset
    return reverse(viewset.get_url_name(name))


class ImportersOnly:
    """Lets those in who may import."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not may_import(request.user):
            raise PermissionDenied
        response: HttpResponse = super().dispatch(request, *args, **kwargs)  # type: ignore[misc]
        return response


class UploadForm(forms.Form):
    """A file, or (to confirm) what was read of one and shown."""

    file = forms.FileField(
        label=_("CSV file"),
        required=False,
        widget=forms.FileInput(attrs={"accept": ".csv,text/csv"}),
        help_text=_("UTF-8 or Windows (cp1252), separated by commas or semicolons; 2 MB and 2,000 rows at most."),
    )
    shown = forms.CharField(required=False, widget=forms.HiddenInput)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not data.get("file") and not data.get("shown"):
            self.add_error("file", _now("Choose a file."))
        return data


class ImportView(ImportersOnly, WagtailAdminTemplateMixin, FormView):
    """First what the file would do, row by row; nothing is written before that is confirmed."""

    template_name = "members_admin/import.html"
    form_class = UploadForm
    page_title = _("Import organizations")
    header_icon = "upload"
    _show_breadcrumbs = True

    def get_breadcrumbs_items(self) -> list[Any]:
        return [
            *super().get_breadcrumbs_items(),
            {"url": address("list"), "label": _now("Organizations")},
            {"url": "", "label": self.page_title},
        ]

    def form_valid(self, form: UploadForm) -> HttpResponse:
        if form.cleaned_data["file"]:
            return self.show(form, form.cleaned_data["file"].read(MAX_BYTES + 1))
        try:
            content, fingerprint = signing.loads(form.cleaned_data["shown"], salt=SALT, max_age=AN_HOUR)
        except signing.BadSignature:
            form.add_error("file", _now("What was shown is too old to be confirmed: choose the file again."))
            return self.form_invalid(form)
        return self.confirm(form, content.encode("latin-1"), fingerprint)

    def show(self, form: UploadForm, content: bytes) -> HttpResponse:
        try:
            plan = read_plan(io.BytesIO(content))
        except ValidationError as error:
            form.add_error("file", error)
            return self.form_invalid(form)
        return self.show_plan(form, plan, content)

    def show_plan(self, form: UploadForm, plan: Plan, content: bytes) -> HttpResponse:
        shown = signing.dumps([content.decode("latin-1"), fingerprint_of(plan)], salt=SALT, compress=True)
        context = {
            "plan": plan,
            "counts": [(label, plan.count(action)) for action, label in ACTION_LABELS.items()],
            "lines": [(line, ACTION_LABELS[line.action]) for line in plan.lines if line.action != UNCHANGED],
            "shown": shown,
        }
        return self.render_to_response(self.get_context_data(form=form, **context))

    def confirm(self, form: UploadForm, content: bytes, fingerprint: str) -> HttpResponse:
        plan = read_plan(io.BytesIO(content))
        if fingerprint_of(plan) != fingerprint:
            messages.warning(self.request, _now("Organizations have changed since: look at it once more."))
            return self.show_plan(form, plan, content)
        try:
            carry_out(plan, actor=self.request.user)
        except (RowError, ValueError):
            messages.error(self.request, _now("Nothing was imported."))
            return self.show_plan(form, plan, content)
        done = plan.count(CREATED) + plan.count(UPDATED)
        messages.success(
            self.request,
            ngettext("%(number)d organization imported.", "%(number)d organizations imported.", done)
            % {"number": done},
        )
        return redirect(address("list"))


class TemplateView(ImportersOnly, View):
    """The file to start from: the headings, and a row that shows what goes where."""

    def get(self, request: HttpRequest) -> HttpResponse:
        out = io.StringIO()
        writer = csv.DictWriter(out, HEADINGS)
        writer.writeheader()
        writer.writerow({heading: safe(EXAMPLE.get(heading, "")) for heading in HEADINGS})
        response = HttpResponse(f"\ufeff{out.getvalue()}", content_type="text/csv; charset=utf-8")
        response["Content-Disposition"] = 'attachment; filename="organizations-template.csv"'
        return response


def fingerprint_of(plan: Plan) -> str:
    """Return what tells one plan from another: the rows, what becomes of them, what is wrong."""
    said = [(line.number, line.key, line.action, sorted(line.values), line.errors) for line in plan.lines]
    return hashlib.sha256(repr(said).encode()).hexdigest()
