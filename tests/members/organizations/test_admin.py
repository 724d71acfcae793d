"""Organizations and what hangs on them in the admin, within each role's rights."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.conf import settings
from django.contrib.auth.models import Group
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone, translation

from cms import roles
from members.models import AuditEntry, Community, MembershipPeriod, Organization, ProfileChange, ServiceLanguage
from members.roles import OFFICERS
from members.services import audit
from tests.factories.organizations import AffiliationFactory, CommunityFactory, OrganizationFactory

pytestmark = pytest.mark.django_db


def url(model: Any, action: str, *args: Any) -> str:
    return reverse(model.snippet_viewset.get_url_name(action), args=args)


@pytest.fixture
def officer(visitor: Any, person: Any) -> Any:
    return visitor(user=person(role=OFFICERS, language="en"))


# --- the list and the form ------------------------------------------------------------------------


def test_officers_find_organizations_by_what_they_are(officer: Any) -> None:
    city = CommunityFactory(is_small_centre=False)
    OrganizationFactory(title_en="Prairie Welcome", kind="lip", is_aaisa_member=True)
    OrganizationFactory(title_en="City Works", community=city, confirmed_at=timezone.now() - timedelta(days=400))
    queries = {
        "q=prairie": "Prairie Welcome",
        "small_centre=true": "Prairie Welcome",
        "is_aaisa_member=true": "Prairie Welcome",
        "stale=false": "Prairie Welcome",
        "stale=true": "City Works",
        "small_centre=false": "City Works",
    }
    for query, found in queries.items():
        html = officer.read(f"{url(Organization, 'list')}?{query}")
        assert [name for name in ("Prairie Welcome", "City Works") if name in html] == [found], query


def test_the_list_costs_the_same_for_more_organizations(officer: Any) -> None:
    def cost() -> int:
        with CaptureQueriesContext(connection) as queries:
            officer.read(url(Organization, "list"))
        return len(queries)

    OrganizationFactory.create_batch(2)
    officer.read(url(Organization, "list"))
    few = cost()
    OrganizationFactory.create_batch(8)
    assert cost() == few


def form_data(**fields: Any) -> dict[str, Any]:
    formsets = {
        f"{name}-{part}": "0"
        for name in ("locations", "social_links")
        for part in ("TOTAL_FORMS", "INITIAL_FORMS", "MIN_NUM_FORMS", "MAX_NUM_FORMS")
    }
    return {"title_fr": "Accueil", "title_en": "Welcome", "visibility_email": "hidden", **formsets, **fields}


def test_an_officer_makes_an_organization_and_publishes_it(officer: Any) -> None:
    other = OrganizationFactory()
    data = form_data(
        kind=other.kind_id,
        community=other.community_id,
        email_domains="Example.org, @prairie.example",
        **{"action-publish": "action-publish"},
    )
    response = officer.post(url(Organization, "add"), data)
    assert response.status_code == 302, response.content.decode()
    made = Organization.objects.get(title_en="Welcome")
    assert made.live
    assert made.visibility == {"email": "hidden"}
    assert made.email_domains == ["example.org", "prairie.example"]
    html = officer.read(url(Organization, "edit", made.pk))
    assert 'name="visibility_email"' in html
    assert "No membership period yet." in html


def test_a_domain_where_anybody_has_an_address_is_refused(officer: Any) -> None:
    other = OrganizationFactory()
    data = form_data(kind=other.kind_id, community=other.community_id, email_domains="gmail.com")
    html = officer.post(url(Organization, "add"), data).content.decode()
    assert "“gmail.com” cannot be used" in html
    assert Organization.objects.count() == 1


def test_a_period_is_added_from_the_organizations_page(officer: Any) -> None:
    organization = OrganizationFactory(title_en="Prairie Welcome")
    add = f"{url(MembershipPeriod, 'add')}?organization={organization.pk}"
    assert add in officer.read(url(Organization, "edit", organization.pk))
    assert "Prairie Welcome" in officer.read(add)
    data = {"organization": organization.pk, "starts_on": "2026-04-01", "ends_on": "2027-03-31"}
    assert officer.post(add, data).status_code == 302
    assert officer.post(add, data).status_code == 200  # overlaps
    assert MembershipPeriod.objects.get().fiscal_year == 2026


# --- who may --------------------------------------------------------------------------------------

PAGES: dict[str, tuple[Any, str]] = {
    "organizations": (Organization, "list"),
    "new organization": (Organization, "add"),
    "import": (Organization, "import"),
    "communities": (Community, "list"),
    "languages": (ServiceLanguage, "list"),
    "periods": (MembershipPeriod, "list"),
    "changes": (ProfileChange, "list"),
    "audit": (AuditEntry, "list"),
}
ALLOWED = {
    OFFICERS: set(PAGES),
    roles.ADMINISTRATORS: set(PAGES),
    roles.MODERATORS: {"organizations", "communities", "languages"},
    roles.EDITORS: {"languages"},
    roles.TRANSLATORS: set(),
}


@pytest.mark.parametrize("role", ALLOWED)
def test_each_role_opens_what_it_may(visitor: Any, person: Any, role: str) -> None:
    client = visitor(user=person(role=role))
    opened = {name for name, (model, action) in PAGES.items() if client.get(url(model, action)).status_code == 200}
    assert opened == ALLOWED[role]
    reports = [client.get(reverse(name)).status_code == 200 for name in ("renewals_report", "stale_profiles_report")]
    assert set(reports) == {"audit" in ALLOWED[role]}


def test_officers_look_at_people_and_change_nobody(officer: Any, person: Any) -> None:
    somebody = person(first_name="Amina", email="amina@example.org")
    assert "amina@example.org" in officer.read("/cms/users/")
    officer.post(f"/cms/users/edit/{somebody.pk}/", {"email": "taken@example.org", "language": "en"})
    officer.post(f"/cms/users/delete/{somebody.pk}/")
    officer.post(f"/cms/bulk/members/user/delete/?id={somebody.pk}")
    somebody.refresh_from_db()
    assert somebody.email == "amina@example.org"


def test_officers_touch_no_pages_and_manage_nobody(officer: Any) -> None:
    group = Group.objects.get(name=OFFICERS)
    assert not group.page_permissions.exists()
    assert set(group.permissions.filter(content_type__model="user").values_list("codename", flat=True)) == {"view_user"}


# --- decisions ------------------------------------------------------------------------------------


@pytest.fixture
def change() -> ProfileChange:
    affiliation = AffiliationFactory(administrator=True, organization__title_en="Prairie Welcome")
    return ProfileChange.objects.create(
        organization=affiliation.organization,
        proposed_by=affiliation.person,
        proposed={"phone": "403 555-0199"},
        base={"phone": ""},
    )


@pytest.mark.parametrize("language", ["fr", "en"])
def test_an_officer_sees_the_difference_and_approves(
    visitor: Any, person: Any, change: ProfileChange, language: str
) -> None:
    client = visitor(user=person(role=OFFICERS, language=language))
    assert url(ProfileChange, "edit", change.pk) in client.read("/cms/")
    assert "403 555-0199" in client.read(url(ProfileChange, "edit", change.pk))
    assert client.post(url(ProfileChange, "edit", change.pk), {"act": "approve"}).status_code == 302
    assert Organization.objects.get(pk=change.organization_id).phone == "403 555-0199"


def test_a_change_is_not_returned_without_a_word(officer: Any, change: ProfileChange) -> None:
    address = url(ProfileChange, "edit", change.pk)
    assert officer.post(address, {"act": "return", "comment": ""}).status_code == 200
    assert officer.post(address, {"act": "return", "comment": "Digits, please."}).status_code == 302
    assert ProfileChange.objects.get().comment == "Digits, please."


def test_moderators_decide_on_no_profile(visitor: Any, moderator: Any, change: ProfileChange) -> None:
    client = visitor(user=moderator)
    assert client.post(url(ProfileChange, "edit", change.pk), {"act": "approve"}).status_code in (302, 403)
    assert ProfileChange.objects.get().state == ProfileChange.State.PENDING


# --- reports --------------------------------------------------------------------------------------


def member_since(starts: date, **fields: Any) -> Organization:
    organization = OrganizationFactory(is_aaisa_member=True, title_en=fields.pop("title_en"))
    ends = starts + timedelta(days=364)
    MembershipPeriod.objects.create(organization=organization, starts_on=starts, ends_on=ends, **fields)
    return organization


def test_renewals_tell_due_overdue_missing_and_in_order(officer: Any) -> None:
    today = timezone.localdate()
    member_since(today - timedelta(days=340), title_en="Due soon")
    member_since(today - timedelta(days=400), title_en="Long overdue")
    member_since(today - timedelta(days=340), title_en="Renewed", renewed_at=today)
    OrganizationFactory(is_aaisa_member=True, title_en="Never paid")
    OrganizationFactory(title_en="No member")
    names = ("Due soon", "Long overdue", "Renewed", "Never paid", "No member")
    expected = {
        "": set(names[:4]),
        "state=due": {"Due soon"},
        "state=overdue": {"Long overdue"},
        "state=missing": {"Never paid"},
        "state=current": {"Renewed"},
        "due_within=30": {"Due soon"},
        "due_within=5": set(),
    }
    for query, found in expected.items():
        html = officer.read(f"{reverse('renewals_report')}?{query}")
        assert {name for name in names if name in html} == found, query


def test_renewals_of_a_fiscal_year_and_their_export(officer: Any) -> None:
    member_since(date(2024, 4, 1), title_en="=Evil()", renewed_at=date(2025, 3, 1))
    member_since(date(2025, 3, 31), title_en="Another")
    html = officer.read(f"{reverse('renewals_report')}?fiscal_year=2024")
    assert "Another" in html  # 31 March is still of the year that began in 2024
    assert officer.get(f"{reverse('renewals_report')}?fiscal_year=x&due_within=x").status_code == 200
    answer = officer.get(f"{reverse('renewals_report')}?export=csv")
    content = b"".join(answer.streaming_content).decode()
    assert "'=Evil()" in content
    assert officer.get(f"{reverse('renewals_report')}?export=xlsx").status_code == 200


def test_profiles_that_nobody_confirmed_for_a_year_are_reported(officer: Any) -> None:
    OrganizationFactory(title_en="Stale", confirmed_at=timezone.now() - timedelta(days=400))
    OrganizationFactory(title_en="Fresh", confirmed_at=timezone.now())
    html = officer.read(reverse("stale_profiles_report"))
    assert "Stale" in html
    assert "Fresh" not in html


# --- the audit log --------------------------------------------------------------------------------


def test_the_audit_log_is_read_searched_filtered_and_exported(officer: Any, person: Any) -> None:
    organization = OrganizationFactory(title_en="Prairie Welcome")
    audit.record("profile.confirmed", actor=person(first_name="Amina", last_name="Diallo"), target=organization)
    audit.record("some.unknown_act", target=organization)
    listed = url(AuditEntry, "list")
    assert "some.unknown_act" in officer.read(listed)
    assert "Amina Diallo" in officer.read(f"{listed}?action=profile.confirmed")
    for query in ("action=profile.confirmed", "actor_label=amina", "q=amina"):
        assert "some.unknown_act" not in officer.read(f"{listed}?{query}"), query
    assert "Amina Diallo" in officer.read(f"{listed}?organization=prairie")
    assert "Amina Diallo" not in officer.read(f"{listed}?organization=elsewhere")
    content = b"".join(officer.get(f"{listed}?export=csv").streaming_content).decode()
    assert "Amina Diallo" in content


@pytest.mark.parametrize("language", [code for code, _name in settings.LANGUAGES])
def test_acts_have_names_in_both_languages(language: str) -> None:
    from members import audit_labels

    with translation.override(language):
        named = dict(audit_labels.choices())
    assert named["profile.confirmed"]
    if language == "fr":
        with translation.override("en"):
            english = dict(audit_labels.choices())
        assert {action for action in named if named[action] == english[action]} == set()


def test_nobody_writes_in_the_audit_log(visitor: Any, admin_user: Any) -> None:
    entry = audit.record("profile.confirmed")
    client = visitor(user=admin_user)
    for action, args in (("add", ()), ("edit", (entry.pk,)), ("delete", (entry.pk,))):
        client.post(url(AuditEntry, action, *args), {"action": "x"})
    assert AuditEntry.objects.get().action == "profile.confirmed"
    assert client.get(url(AuditEntry, "inspect", entry.pk)).status_code == 200
