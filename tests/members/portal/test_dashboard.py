"""The dashboard: what waits, what is new, whom I belong to; never what is not for me."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from cms import access, caching
from members.models import MemberIndexPage, User
from members.models.affiliations import OrganizationRole
from tests.factories.conversations import AnnouncementFactory, ConversationFactory
from tests.factories.organizations import AffiliationFactory, OrganizationFactory
from tests.factories.pages import restrict
from tests.factories.people import UserFactory

pytestmark = pytest.mark.django_db
FR, EN = "/fr/espace/", "/en/portal/"


def test_only_who_is_signed_in_gets_in_and_no_cache_keeps_it(visit, visitor, member):
    for address, sign_in in ((FR, "/fr/compte/connexion/"), (EN, "/en/account/sign-in/")):
        response = visit.get(address)
        assert response.status_code == 302
        assert response["Location"].startswith(sign_in)
    response = visitor(user=member).get(EN)
    assert "no-store" in response["Cache-Control"]
    assert 'content="noindex"' in response.content.decode()


def test_a_deactivated_person_is_out(visitor, member):
    browser = visitor(user=member)
    User.objects.filter(pk=member.pk).update(is_active=False)
    assert browser.get(EN).status_code == 302


def test_both_languages_say_the_same_in_their_words(visitor, member):
    browser = visitor(user=member)
    french, english = browser.read(FR), browser.read(EN)
    assert "Mon espace" in french
    assert "My space" in english
    assert "My space" not in french
    assert f'href="{EN}"' in french


def test_somebody_without_an_organization_is_told_what_to_do(visitor, member):
    assert "You belong to no organization yet" in visitor(user=member).read(EN)


def test_the_card_names_my_organization_my_role_and_my_colleagues(visitor):
    mine = AffiliationFactory(administrator=True)
    colleague = AffiliationFactory(
        organization=mine.organization, person=UserFactory(first_name="Chantal", last_name="Roy")
    )
    gone = AffiliationFactory(organization=mine.organization, person=UserFactory(first_name="Gone"))
    gone.ended_at = timezone.now()
    gone.save()
    AffiliationFactory(person=UserFactory(first_name="Stranger"))
    page = visitor(user=mine.person).read(EN)
    assert mine.organization.title_en in page
    assert str(colleague.person) in page
    assert str(OrganizationRole.ADMINISTRATOR.label) in page
    assert "Gone" not in page
    assert "Stranger" not in page


def test_my_organization_leads_to_no_page_of_a_directory_that_is_closed_to_me(visitor):
    mine = AffiliationFactory()
    page = MemberIndexPage.objects.get(locale__language_code="en")
    address = f'href="{page.url}{mine.organization.slug_en}/"'
    assert address in visitor(user=mine.person).read(EN)
    restrict(page, access.FUNDERS)
    assert address not in visitor(user=mine.person).read(EN)


def test_an_announcement_shows_to_its_groups_only_and_in_its_time(visitor, person):
    now = timezone.now()
    AnnouncementFactory(title_en="For members", codes=[access.MEMBERS])
    AnnouncementFactory(title_en="For funders", codes=[access.FUNDERS])
    AnnouncementFactory(title_en="For both", codes=[access.MEMBERS, access.FUNDERS])
    AnnouncementFactory(title_en="For everyone", title_fr="Pour tout le monde")
    AnnouncementFactory(title_en="Tomorrow", starts_at=now + timedelta(days=1))
    AnnouncementFactory(title_en="Over", starts_at=now - timedelta(days=2), ends_at=now - timedelta(hours=1))
    page = visitor(user=person(access.MEMBERS)).read(EN)
    shown = {
        name for name in ("For members", "For funders", "For both", "For everyone", "Tomorrow", "Over") if name in page
    }
    assert shown == {"For members", "For both", "For everyone"}
    assert page.count("For both") == 1
    assert "Pour tout le monde" in visitor(user=person()).read(FR)


def test_what_an_announcement_says_is_text_and_its_links_are_safe(visitor, member):
    AnnouncementFactory(text_en="<script>alert(1)</script> javascript:alert(1) https://example.org/page")
    page = visitor(user=member).read(EN)
    assert "<script>alert(1)" not in page
    assert 'href="https://example.org/page" rel="nofollow"' in page
    assert 'href="javascript' not in page


def test_unread_answers_wait_for_me_and_nobody_elses(visitor, member, person):
    from members.services.conversations import answer_as_staff

    answer_as_staff(conversation=ConversationFactory(person=member), staff=None, text="An answer.")
    assert "1 message to read" in visitor(user=member).read(EN)
    assert "Nothing waits for you." in visitor(user=person(access.MEMBERS)).read(EN)


def test_staff_are_told_of_conversations_that_wait_and_led_to_the_admin(visitor, administrator, editor):
    ConversationFactory()
    page = visitor(user=administrator).read(EN)
    assert "1 conversation waits for an answer of staff" in page
    assert 'href="/cms/"' in page
    assert "conversation waits" not in visitor(user=editor).read(EN)


def fill(member, count):
    mine = member.affiliations.first() or AffiliationFactory(person=member)
    for _number in range(count):
        AffiliationFactory(organization=mine.organization)
        AnnouncementFactory(codes=[access.MEMBERS])
        ConversationFactory(person=member)
        OrganizationFactory()


def test_the_queries_stay_the_same_however_much_there_is(visitor, member):
    counts = []
    for _size in range(2):
        fill(member, 2 if not counts else 12)
        User.objects.filter(pk=member.pk).update(visited_at=timezone.now())
        browser = visitor(user=member)
        browser.get(EN)
        caching.forget()
        browser.get(EN)
        with CaptureQueriesContext(
            connection,
        ) as captured:
            assert browser.get(EN).status_code == 200
        counts.append(len(captured))
    assert counts[0] == counts[1]
    assert counts[1] <= 20, "\n".join(query["sql"][:140] for query in captured)


def test_a_new_organization_is_news_and_leads_to_its_page_in_each_language(visitor, member):
    OrganizationFactory(title_fr="Pont du Nord", title_en="Northern Bridge")
    OrganizationFactory(title_en="Not yet", live=False)
    browser = visitor(user=member)
    assert 'href="/fr/membres/pont-du-nord/"' in browser.read(FR)
    page = browser.read(EN)
    assert 'href="/en/members/northern-bridge/"' in page
    assert "Not yet" not in page
