"""The button that fills an empty language of a resource by DeepL, and what stands above its form about it."""

from __future__ import annotations

from typing import Any

from django.contrib.admin.utils import quote, unquote
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views import View
from wagtail.admin import messages
from wagtail.permissions import policy_registry
from wagtail.snippets.views.snippets import EditView

from cms.bilingual import LANGUAGES
from cms.translation import TranslationServiceError
from resources.models import Resource
from resources.services import translating


class FillView(View):
    """Fills, then leads back to the form, where the draft is to be read."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, pk: str, language: str) -> HttpResponse:
        key = unquote(pk)
        if language not in LANGUAGES or not key.isdecimal() or not translating.is_possible():
            raise Http404
        resource = get_object_or_404(Resource, pk=key[:18])
        policy = policy_registry.get_by_type(Resource)
        if not policy.user_has_permission_for_instance(request.user, "change", resource):
            raise PermissionDenied
        address = redirect(Resource.snippet_viewset.get_url_name("edit"), quote(resource.pk))
        lock = resource.get_lock()
        if lock is not None and lock.for_user(request.user):
            messages.error(request, _("The resource is locked: nothing was translated."))
            return address
        try:
            filled = translating.fill(resource, language, user=request.user)
        except TranslationServiceError as error:
            messages.error(request, str(error))
            return address
        if filled:
            messages.success(
                request, _("DeepL has filled a draft. Read it, mend what is wrong, then take the mark off and publish.")
            )
        else:
            messages.warning(request, _("There is nothing left to fill: somebody has written it in the meantime."))
        return address


class ResourceEditView(EditView):
    """With the offer to fill an empty language, and the notice that a translation is still to be read."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        may_fill = translating.is_possible() and not self.locked_for_user
        return {
            **context,
            "fill_language": translating.fillable_language(self.object) if may_fill else "",
            "fill_url_name": Resource.snippet_viewset.get_url_name("fill"),
            "is_to_be_read": self.object.is_machine_translated,
        }
