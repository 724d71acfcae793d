"""Mail to those who registered: written in both languages, looked at with its number of readers, then sent once."""

from __future__ import annotations

import uuid
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from wagtail.admin import messages
from wagtail.admin.ui.tables import Column
from wagtail.permissions import register_permission_policy
from wagtail.snippets.views.snippets import SnippetViewSet

from cms.viewsets import FixedRowsPolicy, NoChooserViewSet
from events.models import EventMessage, RegistrationState
from events.services import messages as service
from events.viewsets.base import EventPage
from events.viewsets.words import at

# A message is written from its event ("Write to the registered") and stays as it was sent.
register_permission_policy(EventMessage, FixedRowsPolicy(EventMessage, "add", "change", "delete"))

ONLY = [("", _("All of them")), ("arrived", _("Only who was checked in")), ("absent", _("Only who was not checked in"))]


class MessageForm(forms.Form):
    """A mail in both languages, and to whom it goes."""

    states = forms.MultipleChoiceField(
        label=_("To whom"),
        choices=[(state.value, state.label) for state in service.STATES],
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose to whom it goes.")},
    )
    only = forms.ChoiceField(label=_("Of those with a seat"), choices=ONLY, required=False)
    subject_fr = forms.CharField(label=_("Subject in French"), max_length=150)
    subject_en = forms.CharField(label=_("Subject in English"), max_length=150)
    text_fr = forms.CharField(label=_("Text in French"), max_length=5000, widget=forms.Textarea(attrs={"rows": 8}))
    text_en = forms.CharField(label=_("Text in English"), max_length=5000, widget=forms.Textarea(attrs={"rows": 8}))
    nonce = forms.UUIDField(widget=forms.HiddenInput)

    def _subject(self, name: str) -> str:
        subject: str = self.cleaned_data[name]
        if not subject.isprintable():
            raise ValidationError(_("A subject is one line of plain text."))
        return subject

    def clean_subject_fr(self) -> str:
        return self._subject("subject_fr")

    def clean_subject_en(self) -> str:
        return self._subject("subject_en")

    def texts(self) -> service.Texts:
        names = ("subject_fr", "subject_en", "text_fr", "text_en")
        return service.Texts(**{name: self.cleaned_data[name] for name in names})


class WriteView(EventPage):
    """First the form, then the message as both languages read it with the number of readers, then it is sent."""

    permissions = ("events.add_eventmessage", "events.view_registration")
    page_title = _("Write to the registered")
    template_name = "events_admin/write.html"
    header_icon = "mail"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        initial = {"states": [RegistrationState.SEATED], "nonce": uuid.uuid4()}
        return self._page(MessageForm(initial=initial))

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form = MessageForm(request.POST)
        if not form.is_valid() or request.POST.get("act") == "change":
            return self._page(form)
        data = form.cleaned_data
        chosen = {"states": data["states"], "only": data["only"]}
        if request.POST.get("act") != "send":
            return self._page(form, preview=self._preview(form, chosen))
        sent = service.send(self.event, form.texts(), nonce=data["nonce"], actor=request.user, **chosen)
        if sent is None:
            messages.warning(request, _now("Nothing was sent: it went out before, or there is nobody to write to."))
        else:
            said = ngettext("%(count)d mail is on its way.", "%(count)d mails are on their way.", sent.recipients)
            messages.success(request, said % {"count": sent.recipients})
        return redirect("event_attendees", self.event.pk)

    def _preview(self, form: MessageForm, chosen: dict[str, Any]) -> dict[str, Any]:
        found = service.recipients(self.event, chosen["states"], only=chosen["only"])
        languages = list(found.values_list("language", flat=True))
        data = form.cleaned_data
        return {
            "count": len(languages),
            "versions": [
                {
                    "language": language,
                    "count": languages.count(language),
                    "subject": data[f"subject_{language}"],
                    "text": data[f"text_{language}"],
                }
                for language in ("fr", "en")
            ],
        }

    def _page(self, form: MessageForm, preview: dict[str, Any] | None = None) -> HttpResponse:
        earlier = self.event.messages.all()[:5]
        return self.page(form=form, media=form.media, preview=preview, earlier=earlier)


class MessageViewSet(SnippetViewSet):
    """What was written to whom registered, newest first."""

    model = EventMessage
    chooser_viewset_class = NoChooserViewSet
    icon = "mail"
    menu_label = _("Messages")
    menu_order = 60
    list_display = [
        "__str__",
        Column("subject_fr", label=_("Subject in French")),
        Column("event", label=_("Event")),
        Column("recipients", label=_("Recipients"), sort_key="recipients"),
        Column("sent_at", label=_("Sent"), accessor=lambda row: at(row.sent_at), sort_key="sent_at"),
        Column("sent_by", label=_("By")),
    ]
    search_fields = [
        "subject_fr__unaccent",
        "subject_en__unaccent",
        "event__title_fr__unaccent",
        "event__title_en__unaccent",
    ]
    search_backend_name = None
    ordering = ["-sent_at", "-pk"]
    list_per_page = 50
    inspect_view_enabled = True
    inspect_view_fields = [
        *("event", "subject_fr", "subject_en", "text_fr", "text_en", "sent_by", "sent_at", "recipients"),
    ]
    copy_view_enabled = False

    def get_queryset(self, request: HttpRequest) -> QuerySet[EventMessage]:
        return EventMessage.objects.select_related("event", "sent_by")
