"""The programme in the admin: sessions of an event, and who speaks."""

from __future__ import annotations

import datetime
from typing import Any
from urllib.parse import urlencode

import django_filters
from django import forms
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.admin.ui.tables import Column, TitleColumn
from wagtail.admin.widgets.button import HeaderButton
from wagtail.snippets.views.snippets import CreateView, EditView, IndexView, SnippetViewSet

from cms.viewsets import NoChooserViewSet, ViewersChooserViewSet
from cms.widgets import ManyChooser
from events.models import Event, ProgrammeSession, Speaker
from events.services.walltime import at_local, local_clock, local_day
from events.viewsets.event_filters import one_or_more
from events.viewsets.words import at, dated, edit_address
from members.viewsets.organization_panels import both

HOUR = datetime.timedelta(hours=1)


def event_asked_for(request: HttpRequest) -> Event | None:
    """Return the event that the address names (?event=5), or None for none and for nonsense."""
    wanted = request.GET.get("event", "")
    return Event.objects.filter(pk=wanted).first() if wanted.isdecimal() and len(wanted) < 19 else None


def event_filter() -> django_filters.ModelChoiceFilter:
    """Return a filter by event for addresses that name one; a list of thousands to choose from helps nobody."""
    return django_filters.ModelChoiceFilter(
        queryset=Event.objects.all(), field_name="event", label=_("Event"), widget=forms.HiddenInput
    )


class SessionFilterSet(WagtailFilterSet):
    event = event_filter()
    kind = one_or_more(ProgrammeSession.Kind.choices, _("Kind of session"))

    class Meta:
        model = ProgrammeSession
        fields: list[str] = []


class SessionIndexView(IndexView):
    """In the order of the programme; of one event where the address names it."""

    default_ordering = None

    @cached_property
    def event(self) -> Event | None:
        return event_asked_for(self.request)

    def get_page_subtitle(self) -> str:
        return dated(self.event) if self.event else ""

    def order_queryset(self, queryset: Any) -> QuerySet[ProgrammeSession]:
        if self.is_explicitly_ordered:
            found: QuerySet[ProgrammeSession] = super().order_queryset(queryset)
            return found
        ordered: QuerySet[ProgrammeSession] = (
            queryset.in_programme() if self.event else queryset.order_by("-starts_at", "order", "pk")
        )
        return ordered

    def get_add_url(self) -> str | None:
        address = super().get_add_url()
        return f"{address}?event={self.event.pk}" if address and self.event else address

    @cached_property
    def header_buttons(self) -> list[Any]:
        buttons: list[Any] = list(super().header_buttons)
        if self.event and self.request.user.has_perm("events.change_event"):
            buttons.append(HeaderButton(_now("The event"), url=edit_address(self.event), icon_name="calendar"))
        return buttons

    def _get_title_column(self, field_name: str, column_class: Any = TitleColumn, **kwargs: Any) -> Any:
        return super()._get_title_column(field_name, column_class, accessor=lambda row: str(row.title) or "–", **kwargs)


class BackToTheProgramme:
    """After a session is saved, the programme of its event is what one wants to see."""

    object: Any
    request: HttpRequest
    index_url_name: str

    def get_success_url(self) -> str:
        return f"{reverse(self.index_url_name)}?event={self.object.event_id}"


class SessionCreateView(BackToTheProgramme, CreateView):
    """Knows the event and the day from whose programme it was opened: it begins where the last session ended."""

    def get_initial_form_instance(self) -> ProgrammeSession:
        session: ProgrammeSession = super().get_initial_form_instance() or ProgrammeSession()
        event = event_asked_for(self.request)
        if event is None:
            return session
        session.event = event
        session.language = event.language
        if (start := next_start(event, asked_day(self.request, event))) is not None:
            session.starts_at, session.ends_at = start, min(start + HOUR, event.ends_at or start + HOUR)
            if session.ends_at <= start:
                session.ends_at = start + HOUR
        return session

    def get_add_url(self) -> str:
        event = event_asked_for(self.request)
        address = reverse(self.add_url_name)
        return f"{address}?{urlencode({'event': event.pk})}" if event else address


def asked_day(request: HttpRequest, event: Event) -> datetime.date | None:
    """Return the day that the address names, or the event's first one."""
    try:
        return datetime.date.fromisoformat(request.GET.get("day", ""))
    except ValueError:
        return local_day(event.starts_at) if event.starts_at else None


def next_start(event: Event, day: datetime.date | None) -> datetime.datetime | None:
    """Return when the next session of a day would begin: as the last one ends, or as the event begins."""
    if day is None or event.starts_at is None:
        return None
    try:
        begin, end = at_local(day, datetime.time()), at_local(day + datetime.timedelta(days=1), datetime.time())
    except OverflowError:
        return None
    sessions = ProgrammeSession.objects.filter(event=event, starts_at__gte=begin, starts_at__lt=end)
    last = sessions.order_by("-ends_at").values_list("ends_at", flat=True).first()
    return last or (at_local(day, local_clock(event.starts_at)))


class SessionEditView(BackToTheProgramme, EditView):
    pass


class SessionViewSet(SnippetViewSet):
    """The sessions of the programmes."""

    model = ProgrammeSession
    chooser_viewset_class = NoChooserViewSet
    icon = "list-ul"
    menu_label = _("Programme")
    menu_order = 20
    index_view_class = SessionIndexView
    add_view_class = SessionCreateView
    edit_view_class = SessionEditView
    filterset_class = SessionFilterSet
    list_display = [
        "__str__",
        Column("starts_at", label=_("Begins"), accessor=lambda row: at(row.starts_at), sort_key="starts_at"),
        Column("ends_at", label=_("Ends"), accessor=lambda row: at(row.ends_at)[-5:]),
        Column("get_kind_display", label=_("Kind of session"), sort_key="kind"),
        Column("track", label=_("Track")),
        Column("room", label=_("Room")),
        Column("speakers", label=_("Speakers"), accessor=lambda row: ", ".join(map(str, row.speakers.all()))),
        Column("event", label=_("Event")),
    ]
    search_fields = ["title_fr__unaccent", "title_en__unaccent", "speakers__name__unaccent"]
    search_backend_name = None
    list_per_page = 100
    copy_view_enabled = False
    panels = [
        FieldPanel("event"),
        FieldPanel("kind"),
        both("title"),
        FieldRowPanel([FieldPanel("starts_at"), FieldPanel("ends_at")]),
        both("summary"),
        FieldPanel("speakers", widget=ManyChooser(Speaker, add_text=_("Choose speakers"))),
        MultiFieldPanel([both("track"), both("room"), FieldPanel("order")], heading=_("Track and room")),
        FieldRowPanel([FieldPanel("language"), FieldPanel("is_interpreted")]),
    ]

    def get_queryset(self, request: HttpRequest) -> QuerySet[ProgrammeSession]:
        return ProgrammeSession.objects.select_related("event").prefetch_related("speakers")


class SpeakerViewSet(SnippetViewSet):
    """Who speaks at events: chosen in sessions, as often as they speak."""

    model = Speaker
    chooser_viewset_class = ViewersChooserViewSet
    icon = "user"
    menu_label = _("Speakers")
    menu_order = 30
    list_display = [
        "name",
        Column("position", label=_("Position")),
        Column("affiliation", label=_("Organization"), accessor=lambda row: str(row.organization or row.affiliation)),
    ]
    search_fields = ["name__unaccent", "affiliation_fr__unaccent", "affiliation_en__unaccent"]
    search_backend_name = None
    list_per_page = 50
    copy_view_enabled = False
    panels = [
        FieldPanel("name"),
        both("position"),
        FieldPanel("organization"),
        both("affiliation"),
        both("biography"),
        FieldPanel("photo"),
    ]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Speaker]:
        return Speaker.objects.select_related("organization")
