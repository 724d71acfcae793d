"""Views of the translation editor that stand before wagtail-localize's own, at the same addresses."""

from __future__ import annotations

from typing import Any

import polib
from django import forms
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import path
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST
from wagtail.admin import messages
from wagtail.admin.views.pages.utils import get_valid_next_url_from_request
from wagtail.models import Page
from wagtail_localize.machine_translators import get_machine_translator
from wagtail_localize.models import Translation
from wagtail_localize.views import edit_translation as localize
from wagtail_localize.views.submit_translations import SubmitPageTranslationView
from wagtail_localize.views.update_translations import UpdateTranslationsView

from cms import translating
from cms.translation import TranslationServiceError

RESTART = "localize-restart-translation"
LARGEST_PO = 5 * 1024 * 1024  # bytes


def _back(request: HttpRequest) -> HttpResponse:
    return redirect(get_valid_next_url_from_request(request) or "wagtailadmin_home")


def _tell(request: HttpRequest, sentence: str, problems: list[str]) -> None:
    messages.error(request, " ".join([sentence, *problems]))


# --- the editor -----------------------------------------------------------------------------------


def before_edit(request: HttpRequest, page: Page) -> HttpResponse | None:
    """Answer what the translation editor sends, before localize does (hook "before_edit_page")."""
    if request.method != "POST":
        return None
    translations = Translation.objects.filter(
        source__object_id=page.translation_key, target_locale_id=page.locale_id
    ).select_related("source", "target_locale")
    translation = translations.first()
    if translation is None:
        return None
    if not translation.enabled:
        if RESTART in request.POST:
            _adopt(request, translation)
        return None  # localize starts it again
    action = request.POST.get("action")
    if action not in ("publish", "submit"):
        return None
    if page.permissions_for_user(request.user).page_locked():
        messages.error(request, _("The page is locked: nobody can change it until it is unlocked."))
        return redirect(request.path)
    if action == "submit":
        _submit(request, translation, page)
    elif page.permissions_for_user(request.user).can_publish():
        _publish(request, translation, page)
    else:
        raise PermissionDenied
    return redirect(request.path)


def _adopt(request: HttpRequest, translation: Translation) -> None:
    lost = translating.adopt_texts(translation, request.user)
    messages.info(request, _("What was written on the page meanwhile was taken into the translation."))
    if lost:
        messages.warning(
            request,
            ngettext(
                "%(count)d text has no counterpart in the original and was left out; the page’s history keeps it.",
                "%(count)d texts have no counterpart in the original and were left out; the page’s history keeps them.",
                lost,
            )
            % {"count": lost},
        )


def _publish(request: HttpRequest, translation: Translation, page: Page) -> None:
    try:
        page = translating.publish(translation, request.user)
    except ValidationError as error:
        problems = translating.describe(error, page.specific_class)
        _tell(request, _("The translation was not published."), problems)
        return
    names = {"title": page.get_admin_display_title(), "language": translation.target_locale.get_display_name()}
    if missing := translating.missing_texts(translation):
        messages.warning(
            request,
            ngettext(
                "“%(title)s” is published in %(language)s, with %(count)d text that is not translated yet.",
                "“%(title)s” is published in %(language)s, with %(count)d texts that are not translated yet.",
                missing,
            )
            % {**names, "count": missing},
        )
    else:
        messages.success(request, _("“%(title)s” is published in %(language)s.") % names)


def _submit(request: HttpRequest, translation: Translation, page: Page) -> None:
    try:
        state = translating.submit_to_moderation(translation, request.user)
    except ValidationError as error:
        problems = translating.describe(error, page.specific_class)
        _tell(request, _("The translation was not submitted."), problems)
        return
    if state is None:
        messages.success(request, _("The translation is saved as a draft. The page has no workflow to go through."))
    else:
        messages.success(
            request,
            _("The translation is submitted: “%(workflow)s”. What is published stays until it is approved.")
            % {"workflow": state.workflow.name},
        )


# --- submitting and synchronizing -----------------------------------------------------------------


class SubmitPage(SubmitPageTranslationView):
    """Submit a page, its newest text, for translation."""

    def get_form(self) -> forms.Form:
        form = super().get_form()
        if not form.is_bound and len(form.fields["locales"].queryset) == 1:
            form.initial["locales"] = list(form.fields["locales"].queryset)  # there is only one choice: it is made
        return form

    def get_object(self) -> Page:
        page = super().get_object()
        if not page.permissions_for_user(self.request.user).can_edit():
            raise PermissionDenied
        return page

    def form_valid(self, form: forms.Form) -> HttpResponse:
        locales = list(form.cleaned_data["locales"])
        with transaction.atomic():
            submitter = translating.Submitter(self.request.user, locales)
            submitter.submit(self.object, subtree=form.cleaned_data["include_subtree"])
        for page in submitter.made_above:
            messages.info(
                self.request,
                _("The page above, “%(title)s”, was submitted too, since it had no translation.")
                % {"title": page.specific_deferred.get_admin_display_title()},
            )
        if submitter.problems:
            _tell(self.request, _("Not everything could be taken over:"), submitter.problems)
        names = ", ".join(str(locale.get_display_name()) for locale in locales)
        messages.success(self.request, self.get_success_message(names))
        made = self.object.get_translation_or_none(locales[0]) if len(locales) == 1 else None
        return redirect(self.get_success_url() or self.get_default_success_url(made))


class UpdateTranslations(UpdateTranslationsView):
    """Bring translations up to the newest text; publishing needs the right to, and nothing left untranslated."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        page = self.get_object().get_source_instance()
        if isinstance(page, Page) and not page.permissions_for_user(request.user).can_edit():
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_form(self) -> forms.Form:
        form = super().get_form()
        targets = [translation.get_target_instance() for translation in self._translations()]
        if not all(page.permissions_for_user(self.request.user).can_publish() for page in targets):
            del form.fields["publish_translations"]
        return form

    def _translations(self) -> list[Translation]:
        return list(self.object.translations.filter(enabled=True).select_related("source", "target_locale"))

    def form_valid(self, form: forms.Form) -> HttpResponse:
        page = self.object.get_source_instance()
        try:
            with transaction.atomic():
                translating.synchronize(self.object)
                self.object.refresh_from_db()
                if form.cleaned_data.get("use_machine_translation"):
                    for translation in self._translations():
                        localize.apply_machine_translation(translation.pk, self.request.user, get_machine_translator())
        except TranslationServiceError as error:
            messages.error(self.request, str(error))
            return redirect(self.request.get_full_path())
        if form.cleaned_data.get("publish_translations"):
            for translation in self._translations():
                self._publish(translation)
        elif page.has_unpublished_changes and page.live:
            messages.info(self.request, _("What is not published yet is not sent: the published text is translated."))
        messages.success(self.request, self.get_success_message())
        return redirect(self.get_success_url() or self.get_default_success_url())

    def _publish(self, translation: Translation) -> None:
        if missing := translating.missing_texts(translation):
            messages.warning(
                self.request,
                ngettext(
                    "The translation was not published: %(count)d text waits to be translated.",
                    "The translation was not published: %(count)d texts wait to be translated.",
                    missing,
                )
                % {"count": missing},
            )
            return
        _publish(self.request, translation, translation.get_target_instance())


# --- files and machines ---------------------------------------------------------------------------


@require_POST
def machine_translate(request: HttpRequest, translation_id: int) -> HttpResponse:
    """Have a page translated by machine, or say why not."""
    try:
        return localize.machine_translate(request, translation_id)
    except TranslationServiceError as error:
        messages.error(request, str(error))
        return _back(request)


@require_POST
def upload_pofile(request: HttpRequest, translation_id: int) -> HttpResponse:
    """Take translations from a PO file, or say what is wrong with it."""
    translation = get_object_or_404(Translation.objects.select_related("source"), pk=translation_id)
    if not localize.user_can_edit_instance(request.user, translation.get_target_instance()):
        raise PermissionDenied
    try:
        po = read_po(request.FILES.get("file"), translation)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
        return _back(request)
    unused = translation.import_po(po, user=request.user, tool_name="PO File")
    messages.success(request, _("The translations of the file were taken over."))
    if unused:
        messages.warning(
            request,
            ngettext(
                "%(count)d text of the file does not stand on the page and was left out.",
                "%(count)d texts of the file do not stand on the page and were left out.",
                len(unused),
            )
            % {"count": len(unused)},
        )
    return _back(request)


def read_po(file: Any, translation: Translation) -> polib.POFile:
    """Return the PO file that was uploaded for `translation`. Raises ValidationError, a sentence for the editor."""
    if file is None:
        raise ValidationError(_("Choose a file first."))
    if file.size > LARGEST_PO:
        raise ValidationError(_("The file is too large to be a PO file of this page."))
    try:
        text = file.read().decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError:
        raise ValidationError(_("The file is not a PO file in UTF-8.")) from None
    if "msgid" not in text or "\0" in text:  # polib takes a text without line breaks for the name of a file
        raise ValidationError(_("The file is not a PO file in UTF-8."))
    try:
        po = polib.pofile(f"\n{text}\n")
    except (OSError, ValueError, IndexError, KeyError, AttributeError):
        raise ValidationError(_("The file is not a PO file in UTF-8.")) from None
    known = po.metadata.get("X-WagtailLocalize-TranslationID")
    if not known:
        raise ValidationError(
            _("The file has lost its heading, which says what page it is of. Download it anew and fill in that one.")
        )
    if known != str(translation.uuid):
        raise ValidationError(_("The file is of another page or another language."))
    return po


urls = [
    path("localize/submit/page/<int:page_id>/", SubmitPage.as_view()),
    path("localize/update/<int:translation_source_id>/", UpdateTranslations.as_view()),
    path("localize/translate/<int:translation_id>/machine_translate/", machine_translate),
    path("localize/translate/<int:translation_id>/pofile/upload/", upload_pofile),
]
