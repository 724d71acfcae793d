"""Who registered for an event: the list with its filters and its export, and each of them with what is done by hand."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import django_filters
from django import forms
from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.admin import messages
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, TitleColumn
from wagtail.admin.views.reports import ReportView
from wagtail.admin.widgets.button import Button, HeaderButton

from cms.spreadsheets import SafeExport
from events.models import Event, EventQuestion, Registration, RegistrationState
from events.services import attendance, registering, waiting
from events.services.certificates import is_certified
from events.services.openness import ClosedError
from events.viewsets.base import EventPage, no_store
from events.viewsets.event_filters import one_or_more
from events.viewsets.events import ways_from
from events.viewsets.words import at, dated, edit_address, seats
from members import audit_labels
from members.models import Organization
from members.services import audit
from members.viewsets.organizations import yes_or_no

SEES, ACTS = "events.view_registration", "events.change_registration"
SEARCHED = ["first_name__unaccent", "last_name__unaccent", "email", "organization_name__unaccent"]

audit_labels.register(
    {
        "event.attendees_exported": _("Attendees of an event exported"),
        "event.check_in_undone": _("Check-in undone"),
        "event.message_sent": _("Message to the registered sent"),
        "event.certificates_fetched": _("Certificates fetched"),
        "event.registration_moved": _("Registration changed by hand"),
        "event.invitations_sent": _("Invitations to an event sent"),
        "event.invitation_revoked": _("Invitation to an event taken back"),
        "event.report_exported": _("Report of events exported"),
    }
)


def may_see_needs(user: Any) -> bool:
    """Whether needs are shown: to those who seat people and prepare the event, not to whoever may only look."""
    return bool(user.has_perm(ACTS))


def organization_of(registration: Registration) -> str:
    return str(registration.organization or registration.organization_name or "–")


def name_of(registration: Registration) -> str:
    """Return the name; of somebody whose data were deleted, that they were."""
    return registration.full_name or _now("Deleted person")


def registered_at(registration: Registration) -> str:
    return at(registration.created_at)


# --- the list ---------------------------------------------------------------------------------------


class AttendeeFilterSet(WagtailFilterSet):
    state = one_or_more(RegistrationState.choices, _("State"))
    organization = django_filters.ModelChoiceFilter(
        label=_("Organization"), queryset=Organization.objects.none(), empty_label=_("All")
    )
    arrived = yes_or_no("checked_in_at", _("Arrived"), method="filter_arrived")
    needs = yes_or_no("dietary_needs", _("With needs"), method="filter_needs")

    class Meta:
        model = Registration
        fields: list[str] = []

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        event = self.request.resolver_match.kwargs["pk"]
        named = Registration.objects.filter(event=event).values("organization")
        self.filters["organization"].queryset = Organization.objects.filter(pk__in=named).in_order()
        if not may_see_needs(self.request.user):
            del self.filters["needs"]

    def filter_arrived(self, queryset: Any, name: str, value: bool) -> Any:
        return queryset.filter(checked_in_at__isnull=not value)

    def filter_needs(self, queryset: Any, name: str, value: bool) -> Any:
        none = Q(dietary_needs="", accessibility_needs="")
        return queryset.exclude(none) if value else queryset.filter(none)


def attendee_address(registration: Registration) -> str:
    return reverse("event_attendee", args=[registration.event_id, registration.pk])


HEADINGS: dict[str, Any] = {
    "last_name": _("Last name"),
    "first_name": _("First name"),
    "email": _("E-mail address"),
    "language": _("Language of mail"),
    "organization": _("Organization"),
    "state": _("State"),
    "created_at": pgettext_lazy("registration", "Registered on"),
    "arrived_at": _("Arrived"),
    "dietary_needs": _("Dietary needs"),
    "accessibility_needs": _("Accessibility needs"),
}
NEEDS = ("dietary_needs", "accessibility_needs")


class AttendeeList(SafeExport, ReportView):
    """By name; what is exported is what is listed, with the answers to the event's own questions."""

    template_name = "events_admin/attendees.html"
    page_title = _("Attendees")
    header_icon = "group"
    filterset_class = AttendeeFilterSet
    model = Registration
    paginate_by = 100
    is_searchable = True
    search_fields = SEARCHED
    search_backend_name = None
    _show_breadcrumbs = True
    columns = [
        TitleColumn("name", label=_("Name"), accessor=name_of, get_url=attendee_address, sort_key="last_name"),
        Column("email", label=_("E-mail address")),
        Column("organization", label=_("Organization"), accessor=organization_of),
        Column("get_state_display", label=_("State"), sort_key="state"),
        Column("created_at", label=HEADINGS["created_at"], accessor=registered_at, sort_key="created_at"),
        Column("arrived", label=_("Arrived"), accessor=lambda row: at(row.checked_in_at), sort_key="checked_in_at"),
    ]

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not request.user.has_perm(SEES):
            raise PermissionDenied
        found = Event.objects.select_related("seats")
        self.event: Event = get_object_or_404(found, pk=min(kwargs["pk"], 2**63 - 1))
        return super().dispatch(request, *args, **kwargs)

    def get_index_url(self) -> str:
        return reverse("event_attendees", args=[self.event.pk])

    def get_index_results_url(self) -> str:
        return reverse("event_attendees_results", args=[self.event.pk])

    def get_page_subtitle(self) -> str:
        return dated(self.event)

    @cached_property
    def verbose_name_plural(self) -> Any:
        return Registration._meta.verbose_name_plural

    def get_base_queryset(self) -> QuerySet[Registration]:
        return Registration.objects.filter(event=self.event).select_related("organization")

    def get_filtered_queryset(self) -> Any:
        return self.search_queryset(self.filter_queryset(self.order_queryset(self.get_base_queryset())))

    def order_queryset(self, queryset: Any) -> Any:
        return super().order_queryset(queryset) if self.is_explicitly_ordered else queryset.by_name()

    def search_queryset(self, queryset: Any) -> Any:
        found = Q()
        for word in self.search_query.split():
            of_word = Q()
            for field in SEARCHED:
                of_word |= Q(**{f"{field}__icontains": word})
            found &= of_word
        return queryset.filter(found)

    @cached_property
    def header_buttons(self) -> list[Any]:
        buttons: list[Any] = []
        if self.request.user.has_perm(ACTS):
            buttons.append(
                HeaderButton(_now("Check-in"), url=reverse("event_check_in", args=[self.event.pk]), icon_name="check")
            )
        if self.request.user.has_perm("events.change_event"):
            buttons.append(HeaderButton(_now("The event"), url=edit_address(self.event), icon_name="calendar"))
        return buttons

    @cached_property
    def header_more_buttons(self) -> list[Button]:
        return [
            *super().header_more_buttons,
            *ways_from(self.event, self.request.user, besides=("attendees", "check-in")),
        ]

    def get_context_data(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(*args, **kwargs)
        return {**context, "event": self.event, "seats": seats(self.event), "counts": attendance.attendance(self.event)}

    # --- export -----------------------------------------------------------------------------------

    @cached_property
    def questions(self) -> list[EventQuestion]:
        return list(self.event.questions.all())

    @cached_property
    def list_export(self) -> list[str]:
        names = [name for name in HEADINGS if name not in NEEDS or may_see_needs(self.request.user)]
        return [*names, *(str(question.uid) for question in self.questions)]

    @cached_property
    def export_headings(self) -> dict[str, Any]:
        return {**HEADINGS, **{str(question.uid): str(question.label) for question in self.questions}}

    def get_filename(self) -> str:
        return f"attendees-{self.event.key}"

    def to_row_dict(self, item: Any) -> dict[str, Any]:
        row = {
            "last_name": item.last_name,
            "first_name": item.first_name,
            "email": item.email,
            "language": item.language,
            "organization": organization_of(item),
            "state": str(item.get_state_display()),
            "created_at": at(item.created_at),
            "arrived_at": at(item.checked_in_at),
            "dietary_needs": item.dietary_needs,
            "accessibility_needs": item.accessibility_needs,
            **{str(question.uid): answer_to(question, item.answers) for question in self.questions},
        }
        return {name: row[name] for name in self.list_export}

    def write_csv_response(self, queryset: Any) -> HttpResponse:
        """Write it while the reader's language is active: Wagtail's own is written after that, as it is sent."""
        text = "\ufeff".encode() + b"".join(self.stream_csv(queryset))  # Excel then reads é as é
        response = HttpResponse(text, content_type="text/csv; charset=utf-8")
        response["Content-Disposition"] = f'attachment; filename="{self.get_filename()}.csv"'
        return response

    def as_spreadsheet(self, queryset: Any, spreadsheet_format: str) -> Any:
        audit.record("event.attendees_exported", actor=self.request.user, target=self.event, format=spreadsheet_format)
        return no_store(super().as_spreadsheet(queryset, spreadsheet_format))


def answer_to(question: EventQuestion, answers: Any) -> str:
    """Return in words what somebody answered, whatever is kept under the question."""
    given = answers.get(str(question.uid)) if isinstance(answers, dict) else None
    if given is None or given == "":
        return ""
    if question.kind == EventQuestion.Kind.YES_NO:
        return _now("Yes") if given is True or given == "yes" else _now("No")
    if question.kind in (EventQuestion.Kind.CHOICE, EventQuestion.Kind.SEVERAL):
        names = dict(question.choices)
        places = given if isinstance(given, list) else [given]
        return "; ".join(names.get(str(place), str(place)) for place in places)
    return str(given)


# --- one of them ------------------------------------------------------------------------------------

#: What is done to a registration by hand → the function that does it.
BY_HAND: dict[str, Callable[[Registration], bool]] = {
    "seat": waiting.seat_by_hand,
    "queue": waiting.move_to_waiting_list,
    "cancel": registering.cancel,
}


class RefusedError(Exception):
    """It cannot be done to a registration as it stands."""


def by_hand(registration: Registration, act: str) -> None:
    """Do `act` to a registration. Raises RefusedError where it cannot be done now."""
    try:
        BY_HAND[act](registration)
    except (waiting.NotWaitingError, ClosedError) as refused:
        raise RefusedError from refused


class AttendeeForm(forms.Form):
    act = forms.ChoiceField(choices=[(name, name) for name in (*BY_HAND, "check-in", "undo")])


class AttendeeView(EventPage):
    """One registration whole, with what staff may do about it."""

    permissions = (SEES,)
    template_name = "events_admin/attendee.html"
    header_icon = "user"
    registration: Registration

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.user.has_perm(SEES):
            found = Registration.objects.select_related("organization", "event", "checked_in_by", "registered_by")
            key = {"pk": min(kwargs["registration"], 2**63 - 1), "event": min(kwargs["pk"], 2**63 - 1)}
            self.registration = get_object_or_404(found, **key)
        return super().dispatch(request, *args, **kwargs)

    def get_page_title(self) -> str:
        return name_of(self.registration)

    def get_breadcrumbs_items(self) -> list[Any]:
        items = super().get_breadcrumbs_items()
        attendees = {"url": reverse("event_attendees", args=[self.event.pk]), "label": _("Attendees")}
        return [*items[:-1], attendees, items[-1]]

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        row = self.registration
        return self.page(
            registration=row,
            organization=organization_of(row),
            sees_needs=may_see_needs(request.user),
            may_act=request.user.has_perm(ACTS),
            answers=[(question, answer_to(question, row.answers)) for question in self._questions],
            has_certificate=is_certified(row),
        )

    @property
    def _questions(self) -> list[EventQuestion]:
        return list(self.event.questions.all())

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not request.user.has_perm(ACTS):
            raise PermissionDenied
        form = AttendeeForm(request.POST)
        if form.is_valid():
            self._act(form.cleaned_data["act"])
        if not Registration.objects.filter(pk=self.registration.pk).exists():  # one that was never confirmed
            return redirect("event_attendees", self.event.pk)
        return redirect(attendee_address(self.registration))

    def _act(self, act: str) -> None:
        actor, row = self.request.user, self.registration
        if act == "undo":
            attendance.undo_check_in(row, actor=actor)
        elif act == "check-in":
            try:
                attendance.check_in(row, actor=actor)
            except attendance.NotSeatedError:
                messages.error(self.request, _now("Only who has a seat is checked in: seat the person first."))
                return
        else:
            try:
                by_hand(row, act)
            except RefusedError:
                messages.error(self.request, _now("This cannot be done to this registration any more."))
                return
            after = Registration.objects.filter(pk=row.pk).values_list("state", flat=True).first() or ""
            audit.record("event.registration_moved", actor=actor, target=row, before=row.state, after=after)
        messages.success(self.request, _now("Done: %(name)s") % {"name": row})
