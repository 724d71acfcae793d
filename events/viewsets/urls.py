"""Addresses of the admin's own pages about events."""

from __future__ import annotations

from django.urls import URLPattern, path

from events.viewsets import attendees, certificates, check_in, copying, invitations, messages, recordings, reports

urls: list[URLPattern] = [
    path("events/<int:pk>/copy/", copying.CopyView.as_view(), name="event_copy"),
    path("events/<int:pk>/repeat/", copying.RepeatView.as_view(), name="event_repeat"),
    path("events/<int:pk>/attendees/", attendees.AttendeeList.as_view(), name="event_attendees"),
    path(
        "events/<int:pk>/attendees/results/",
        attendees.AttendeeList.as_view(results_only=True),
        name="event_attendees_results",
    ),
    path("events/<int:pk>/attendees/<int:registration>/", attendees.AttendeeView.as_view(), name="event_attendee"),
    path("events/<int:pk>/check-in/", check_in.CheckInView.as_view(), name="event_check_in"),
    path("events/check-in/<str:token>/", check_in.CheckInByCodeView.as_view(), name="event_check_in_by_code"),
    path("events/<int:pk>/write/", messages.WriteView.as_view(), name="event_write"),
    path("events/<int:pk>/invitations/", invitations.InvitationsView.as_view(), name="event_invitations"),
    path("events/<int:pk>/certificates/", certificates.CertificatesView.as_view(), name="event_certificates"),
    path(
        "events/<int:pk>/certificates/all/", certificates.AllCertificatesView.as_view(), name="event_all_certificates"
    ),
    path(
        "events/<int:pk>/certificates/<int:registration>/",
        certificates.CertificateView.as_view(),
        name="event_certificate",
    ),
    path(
        "events/<int:pk>/recordings/<uuid:uid>/",
        recordings.RecordingResourceView.as_view(),
        name="event_recording_resource",
    ),
    path("reports/events/", reports.FundersReport.as_view(), name="events_report"),
]
