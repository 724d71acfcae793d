"""Which memberships are due for renewal, overdue or missing (DOMAIN.md: the fiscal year runs from 1 April)."""

from __future__ import annotations

import datetime
from typing import Any

from django.db.models import Case, Exists, F, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from members.models import MembershipPeriod, Organization

CURRENT, DUE, OVERDUE, MISSING = "current", "due", "overdue", "missing"
STATES = {
    CURRENT: _("In order"),
    DUE: _("Due within 90 days"),
    OVERDUE: _("Overdue"),
    MISSING: _("Member without a period"),
}
SOON = 90  # days


def first_day(fiscal_year: int) -> datetime.date:
    """Return the first day of the fiscal year that begins in `fiscal_year`."""
    return datetime.date(fiscal_year, MembershipPeriod.FISCAL_YEAR_BEGINS, 1)


def with_renewals(fiscal_year: int | None = None, today: datetime.date | None = None) -> QuerySet[Organization]:
    """Return members, and organizations that were members, each with its newest period and how it stands.

    With `fiscal_year`: only those with a period that begins in it, and that period. Adds `period_starts`,
    `period_ends`, `due_on` (None once it is renewed) and `renewal_state`, all as of `today` in Alberta.
    """
    today = today or timezone.localdate()
    periods = MembershipPeriod.objects.filter(organization=OuterRef("pk")).order_by("-starts_on")
    if fiscal_year is not None:
        periods = periods.filter(starts_on__gte=first_day(fiscal_year), starts_on__lt=first_day(fiscal_year + 1))
    due = periods.annotate(due=Case(When(renewed_at=None, then=Coalesce("renews_on", "ends_on")))).values("due")[:1]
    covered = MembershipPeriod.objects.filter(organization=OuterRef("pk"), starts_on__lte=today, ends_on__gte=today)
    organizations: Any = Organization.objects.annotate(
        period_starts=Subquery(periods.values("starts_on")[:1]),
        period_ends=Subquery(periods.values("ends_on")[:1]),
        due_on=Subquery(due),
        is_covered=Exists(covered),
    )
    kept = Q(period_starts__isnull=False)
    if fiscal_year is None:
        kept |= Q(is_aaisa_member=True)
    state = Case(
        When(due_on__lt=today, then=Value(OVERDUE)),
        When(is_aaisa_member=True, is_covered=False, then=Value(MISSING)),
        When(due_on__lte=today + datetime.timedelta(days=SOON), then=Value(DUE)),
        default=Value(CURRENT),
    )
    found: QuerySet[Organization] = organizations.filter(kept).annotate(renewal_state=state)
    return found.select_related("community").order_by(F("due_on").asc(nulls_last=True), "title_en", "pk")
