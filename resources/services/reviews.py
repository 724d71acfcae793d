"""Which resources are to be reviewed, and the monthly mail that says so to those who may change them."""

from __future__ import annotations

import datetime
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone, translation

from cms import mail
from cms.portal import Portal
from members.models import NotificationSettings, User
from members.services.digest import last_due
from resources.models import Resource, ReviewMail

COMING = datetime.timedelta(days=31)
"""What falls due within so long after a mail stands in it."""
NAMED = 40
"""So many of each kind are named in a mail; the report has all."""


def to_review(today: datetime.date | None = None, *, within: datetime.timedelta = COMING) -> Any:
    """Return the published resources whose review is overdue or falls due `within` so long, the longest due first."""
    return Resource.objects.due_for_review((today or timezone.localdate()) + within)


def recipients() -> Any:
    """Return who gets the mail: staff who may change resources, each once.

    Whoever has switched off Wagtail's mail about what waits for moderation, in their account there, wants none of
    this either: both tell staff of work.
    """
    allowed = Q(
        groups__permissions__codename="change_resource", groups__permissions__content_type__app_label="resources"
    )
    people = User.objects.filter(allowed, is_active=True).exclude(wagtail_userprofile__submitted_notifications=False)
    return people.distinct().order_by("pk")


def mail_reviews(now: datetime.datetime | None = None) -> str | None:
    """Send the mail of this month, unless it went out (a timed job): from its first weekday on, at the first run.

    Nothing goes out where nothing is due. Returns a sentence for the log, or None.
    """
    now = now or timezone.now()
    month = timezone.localtime(last_due(NotificationSettings.Frequency.MONTHLY, now)).date().replace(day=1)
    if ReviewMail.objects.filter(month=month).exists():
        return None
    with transaction.atomic():
        _row, made = ReviewMail.objects.get_or_create(month=month, defaults={"sent_at": now})
        if not made:
            return None
        today = timezone.localtime(now).date()
        found = list(to_review(today).defer("body_fr", "body_en"))
        ReviewMail.objects.filter(month=month).update(found=len(found))
        sent = _write(found, today) if found else 0
    return f"{len(found)} resources to review, {sent} people told"


def _write(found: list[Resource], today: datetime.date) -> int:
    overdue = [resource for resource in found if resource.review_on and resource.review_on < today]
    coming = found[len(overdue) :]
    people = list(recipients())
    for person in people:
        with translation.override(person.language):
            context = {
                "overdue": [_line(resource) for resource in overdue[:NAMED]],
                "overdue_left": len(overdue[NAMED:]),
                "coming": [_line(resource) for resource in coming[:NAMED]],
                "coming_left": len(coming[NAMED:]),
                "report": Portal.absolute(reverse("resources_to_review")),
            }
        mail.send("resources_to_review", to=[person.email], language=person.language, context=context)
    return len(people)


def _line(resource: Resource) -> dict[str, Any]:
    address = reverse(Resource.snippet_viewset.get_url_name("edit"), args=[resource.pk])
    return {"title": str(resource), "day": resource.review_on, "address": Portal.absolute(address)}
