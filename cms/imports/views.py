"""The import of records in the admin: a file, what it would do, then a confirmation; and the export that it reads."""

from __future__ import annotations

import csv
import hashlib
import io
from typing import Any, ClassVar

from django import forms
from django.core import signing
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, path, reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.views.generic import View
from django.views.generic.edit import FormView
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.widgets.button import Button

from cms.imports.importer import Importer
from cms.imports.reading import CREATED, UNCHANGED, UPDATED, WRONG, Plan, read_plan
from cms.imports.writing import RowError, carry_out
from cms.spreadsheets import MAX_BYTES, SafeExport, safe

AN_HOUR = 3600  # seconds for which what was shown may be confirmed
ACTION_LABELS = {
    CREATED: _("To be created"),
    UPDATED: _("To be changed"),
    UNCHANGED: _("Without a change"),
    WRONG: _("With errors"),
}


class ImportersOnly:
    """Lets those in who may add, change and publish what is imported."""

    importer: ClassVar[Importer]

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not may_import(self.importer, request.user):
            raise PermissionDenied
        response: HttpResponse = super().dispatch(request, *args, **kwargs)  # type: ignore[misc]
        return response


def may_import(importer: Importer, user: Any) -> bool:
    """Whether `user` may add, change and publish such records."""
    options = importer.model._meta
    return all(
        user.has_perm(f"{options.app_label}.{action}_{options.model_name}") for action in ("add", "change", "publish")
    )


def address(importer: Importer, name: str) -> str:
    """Return the address of a view of the importer's model in the admin, such as "import"."""
    return reverse(importer.model.snippet_viewset.get_url_name(name))


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

    template_name = "cms_admin/import.html"
    form_class = UploadForm
    header_icon = "upload"
    _show_breadcrumbs = True
    explanation: ClassVar[Any]
    """Paragraphs on what rows, columns and cells do."""
    changed_since: ClassVar[Any] = _("Something has changed since: look at it once more.")

    def success_message(self, number: int) -> str:
        raise NotImplementedError

    def get_breadcrumbs_items(self) -> list[Any]:
        label = capfirst(str(self.importer.model._meta.verbose_name_plural))
        return [
            *super().get_breadcrumbs_items(),
            {"url": address(self.importer, "list"), "label": label},
            {"url": "", "label": self.page_title},
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            explanation=self.explanation,
            template_url=address(self.importer, "import_template"),
            kind=capfirst(str(self.importer.model._meta.verbose_name)),
            **kwargs,
        )

    @property
    def salt(self) -> str:
        return f"import-{self.importer.model._meta.label_lower}"

    def form_valid(self, form: UploadForm) -> HttpResponse:
        if form.cleaned_data["file"]:
            return self.show(form, form.cleaned_data["file"].read(MAX_BYTES + 1))
        try:
            content, fingerprint = signing.loads(form.cleaned_data["shown"], salt=self.salt, max_age=AN_HOUR)
        except signing.BadSignature:
            form.add_error("file", _now("What was shown is too old to be confirmed: choose the file again."))
            return self.form_invalid(form)
        return self.confirm(form, content.encode("latin-1"), fingerprint)

    def show(self, form: UploadForm, content: bytes) -> HttpResponse:
        try:
            plan = read_plan(self.importer, io.BytesIO(content))
        except ValidationError as error:
            form.add_error("file", error)
            return self.form_invalid(form)
        return self.show_plan(form, plan, content)

    def show_plan(self, form: UploadForm, plan: Plan, content: bytes) -> HttpResponse:
        shown = signing.dumps([content.decode("latin-1"), fingerprint_of(plan)], salt=self.salt, compress=True)
        context = {
            "plan": plan,
            "counts": [(label, plan.count(action)) for action, label in ACTION_LABELS.items()],
            "lines": [
                (line, ACTION_LABELS[line.action]) for line in plan.lines if line.action != UNCHANGED or line.notes
            ],
            "shown": shown,
            "has_work": bool(plan.count(CREATED) + plan.count(UPDATED)),
        }
        return self.render_to_response(self.get_context_data(form=form, **context))

    def confirm(self, form: UploadForm, content: bytes, fingerprint: str) -> HttpResponse:
        plan = read_plan(self.importer, io.BytesIO(content))
        if fingerprint_of(plan) != fingerprint:
            messages.warning(self.request, self.changed_since)
            return self.show_plan(form, plan, content)
        try:
            carry_out(self.importer, plan, actor=self.request.user)
        except (RowError, ValueError):
            messages.error(self.request, _now("Nothing was imported."))
            return self.show_plan(form, plan, content)
        messages.success(self.request, self.success_message(plan.count(CREATED) + plan.count(UPDATED)))
        return redirect(address(self.importer, "list"))


class TemplateView(ImportersOnly, View):
    """The file to start from: the headings, and a row that shows what goes where."""

    file_name: ClassVar[str]

    def get(self, request: HttpRequest) -> HttpResponse:
        out = io.StringIO()
        writer = csv.DictWriter(out, self.importer.headings)
        writer.writeheader()
        writer.writerow({name: safe(self.importer.example.get(name, "")) for name in self.importer.headings})
        response = HttpResponse(f"\ufeff{out.getvalue()}", content_type="text/csv; charset=utf-8")
        response["Content-Disposition"] = f'attachment; filename="{self.file_name}"'
        return response


def import_urls(import_view: type[ImportView], template_view: type[TemplateView]) -> list[URLPattern]:
    """Return the addresses that a viewset has after its own: the menu leads to the first of all."""
    return [
        path("import/", import_view.as_view(), name="import"),
        path("import/template.csv", template_view.as_view(), name="import_template"),
    ]


class ImportableList(SafeExport):
    """For a model's list in the admin: its export is the file that the import reads, and a button leads there."""

    importer: ClassVar[Importer]
    import_label: ClassVar[Any]

    @property
    def list_export(self) -> list[str]:
        return self.importer.headings

    @property
    def export_headings(self) -> dict[str, str]:
        return {name: name for name in self.importer.headings}

    def as_spreadsheet(self, queryset: Any, spreadsheet_format: str) -> Any:
        return super().as_spreadsheet(self.importer.with_relations(queryset), spreadsheet_format)  # type: ignore[misc]

    def to_row_dict(self, item: Any) -> dict[str, Any]:
        return self.importer.row_of(item)

    @property
    def header_more_buttons(self) -> list[Any]:
        buttons: list[Any] = list(super().header_more_buttons)  # type: ignore[misc]
        if may_import(self.importer, self.request.user):  # type: ignore[attr-defined]
            url = address(self.importer, "import")
            buttons.append(Button(self.import_label, url=url, icon_name="upload", priority=80))
        return buttons


def fingerprint_of(plan: Plan) -> str:
    """Return what tells one plan from another: the rows, what becomes of them, what is wrong or left alone."""
    said = [(line.number, line.key, line.action, sorted(line.values), line.errors, line.notes) for line in plan.lines]
    return hashlib.sha256(repr(said).encode()).hexdigest()
