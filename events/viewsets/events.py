"""Events in the admin: the list, and what stands around the form."""

from __future__ import annotations

from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import CharField, Exists, OuterRef, Q, QuerySet
from django.db.models.functions import Cast
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from wagtail.admin import messages
from wagtail.admin.ui.tables import Column, TitleColumn
from wagtail.admin.widgets.button import Button, HeaderButton
from wagtail.models import WorkflowState
from wagtail.snippets.views.snippets import DeleteView, EditView, IndexView, SnippetViewSet

from cms.viewsets import ViewersChooserViewSet
from events.addresses import event_url
from events.models import Event, EventSeats, ProgrammeSession, Registration, RegistrationMode
from events.viewsets import event_panels  # noqa: F401  the form of events
from events.viewsets.event_filters import EventFilterSet
from events.viewsets.words import edit_address, seats, starts
from resources.viewsets.resources import languages_of, state_of, title_of

SEARCHED = ["title_fr__unaccent", "title_en__unaccent", "key"]


def in_moderation() -> Exists:
    """Return whether an event is in a workflow, for a query that lists events."""
    states = WorkflowState.objects.active().filter(
        base_content_type=ContentType.objects.get_for_model(Event), object_id=Cast(OuterRef("pk"), CharField())
    )
    return Exists(states)


def found_by(queryset: Any, words: str) -> Any:
    """Keep the events whose title or key holds `words`, whatever their accents."""
    found = Q()
    for name in SEARCHED:
        found |= Q(**{f"{name}__icontains": words})
    return queryset.filter(found)


class EventIndexView(IndexView):
    """The latest date first, drafts without a date on top, unless a column is chosen."""

    default_ordering = "-starts_at"

    def search_queryset(self, queryset: Any) -> Any:
        return found_by(queryset, self.search_query) if self.is_searching else queryset

    def _get_title_column(self, field_name: str, column_class: Any = TitleColumn, **kwargs: Any) -> Any:
        return super()._get_title_column(field_name, column_class, accessor=title_of, **kwargs)

    def get_list_more_buttons(self, instance: Event) -> list[Any]:
        buttons: list[Any] = super().get_list_more_buttons(instance)
        return [*buttons, *ways_from(instance, self.request.user)]


def ways_from(event: Event, user: Any, *, besides: tuple[str, ...] = ()) -> list[Button]:
    """Return the buttons to what belongs to an event, for those who may; `besides` names what stands elsewhere."""
    return [
        Button(label, url=url, icon_name=icon, priority=30 + place)
        for place, (name, allowed, label, url, icon) in enumerate(_ways(event, user))
        if allowed and name not in besides
    ]


def _ways(event: Event, user: Any) -> list[tuple[str, bool, Any, str, str]]:
    """Return name, whether it is allowed, label, address and icon of each way."""

    def may(*permissions: str) -> bool:
        return bool(user.has_perms([f"events.{permission}" for permission in permissions]))

    def to(page: str) -> str:
        return reverse(f"event_{page}", args=[event.pk])

    invites = event.registration_mode == RegistrationMode.INVITATION
    return [
        ("programme", may("view_programmesession"), _("Programme"), session_list(event), "list-ul"),
        ("attendees", may("view_registration"), _("Attendees"), attendee_list(event), "group"),
        ("check-in", may("change_registration"), _("Check-in"), to("check_in"), "check"),
        (
            "write",
            may("add_eventmessage", "view_registration"),
            _("Write to the registered"),
            to("write"),
            "mail",
        ),
        ("invitations", invites and may("view_eventinvitation"), _("Invitations"), to("invitations"), "user"),
        (
            "certificates",
            event.gives_certificates and may("view_registration"),
            _("Certificates"),
            to("certificates"),
            "doc-full",
        ),
        ("copy", may("add_event", "add_programmesession"), _("Copy into a new year"), to("copy"), "copy"),
        (
            "repeat",
            may("add_event", "add_eventseries", "change_event"),
            _("Repeat as a series"),
            to("repeat"),
            "rotate",
        ),
    ]


def session_list(event: Event) -> str:
    viewset = ProgrammeSession.snippet_viewset
    return f"{reverse(viewset.get_url_name('list'))}?event={event.pk}"


def attendee_list(event: Event) -> str:
    return reverse("event_attendees", args=[event.pk])


class EventEditView(EditView):
    """With the ways to attendees and programme, and with a word about what a change means for those who come."""

    @property
    def header_buttons(self) -> list[Any]:
        buttons: list[Any] = list(super().header_buttons)
        user = self.request.user
        if user.has_perm("events.view_programmesession"):
            buttons.append(HeaderButton(_now("Programme"), url=session_list(self.object), icon_name="list-ul"))
        if user.has_perm("events.view_registration"):
            buttons.append(HeaderButton(_now("Attendees"), url=attendee_list(self.object), icon_name="group"))
        return buttons

    @cached_property
    def header_more_buttons(self) -> list[Any]:
        buttons = [
            *super().header_more_buttons,
            *ways_from(self.object, self.request.user, besides=("programme", "attendees")),
        ]
        if self.object.live and (address := event_url(self.object)):
            buttons.append(Button(_now("Show in the portal"), url=address, icon_name="view", priority=29))
        return buttons

    def form_valid(self, form: Any) -> HttpResponse:
        response: HttpResponse = super().form_valid(form)
        if not self.expects_json_response:
            for sentence in warnings(self.object):
                messages.warning(self.request, sentence)
        return response


class EventDeleteView(DeleteView):
    """Refuses where somebody has registered: cancel the event, so that they are told."""

    def form_valid(self, form: Any) -> HttpResponse:
        if Registration.objects.filter(event=self.object.pk).exists():
            messages.error(
                self.request,
                _now("People have registered for this event. Set its status to cancelled, so that they are told."),
            )
            return redirect(edit_address(self.object))
        response: HttpResponse = super().form_valid(form)
        return response


def warnings(event: Event) -> list[str]:
    """Return what an editor should know of an event as it is written now; nobody loses a seat by any of it."""
    found = []
    taken = EventSeats.objects.filter(event=event.pk).values_list("taken", flat=True).first() or 0
    if event.capacity is not None and taken > event.capacity:
        said = ngettext(
            "%(taken)d person has a seat already, more than the %(capacity)d seats that you set. Nobody loses a seat:"
            " the event counts as full until enough people cancel.",
            "%(taken)d people have a seat already, more than the %(capacity)d seats that you set. Nobody loses a seat:"
            " the event counts as full until enough people cancel.",
            taken,
        )
        found.append(said % {"taken": taken, "capacity": event.capacity})
    if event.starts_at and event.ends_at:
        within = Q(starts_at__gte=event.starts_at, ends_at__lte=event.ends_at)
        outside = ProgrammeSession.objects.filter(event=event.pk).exclude(within).count()
        if outside:
            said = ngettext(
                "%(count)d session of the programme lies outside the times of the event: change its times too.",
                "%(count)d sessions of the programme lie outside the times of the event: change their times too.",
                outside,
            )
            found.append(said % {"count": outside})
    return found


class EventViewSet(SnippetViewSet):
    """The events: drafts, moderation, history and preview as any record has them."""

    model = Event
    chooser_viewset_class = ViewersChooserViewSet
    icon = "calendar"
    menu_label = _("Events")
    menu_order = 10
    index_view_class = EventIndexView
    edit_view_class = EventEditView
    delete_view_class = EventDeleteView
    filterset_class = EventFilterSet
    list_display = [
        "__str__",
        Column("starts_at", label=_("Begins"), accessor=starts, sort_key="starts_at"),
        Column("get_kind_display", label=_("Kind"), sort_key="kind"),
        Column("get_status_display", label=_("Status"), sort_key="status"),
        Column("languages", label=_("Languages"), accessor=languages_of),
        Column("seats", label=_("Seats"), accessor=seats, sort_key="seats__taken"),
        Column("state", label=_("Publication"), accessor=state_of, sort_key="live"),
    ]
    search_fields = SEARCHED
    search_backend_name = None
    list_per_page = 50
    copy_view_enabled = False

    def get_queryset(self, request: HttpRequest) -> QuerySet[Event]:
        found = Event.objects.select_related("seats").defer("body_fr", "body_en", "practical_fr", "practical_en")
        return found.annotate(is_in_moderation=in_moderation())
