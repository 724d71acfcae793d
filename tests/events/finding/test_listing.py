"""The events' page: what it lists, counts and sorts, for whom, and when."""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cms import access
from cms.spelling import refresh_words
from events.models import Event, EventSeats, EventStatus, RegistrationMode
from events.signals import seats_changed
from tests.conftest import Visitor
from tests.events.finding.conftest import NOW, at
from tests.factories.events import EventFactory
from tests.factories.records import TopicFactory

pytestmark = pytest.mark.django_db
FRENCH, ENGLISH = "/fr/evenements/", "/en/events/"
A_SECOND = datetime.timedelta(seconds=1)


def listed(page: str) -> list[str]:
    """Return the titles of the entries, in their order."""
    return re.findall(r'class="card__title"><a href="[^"]+"[^>]*>(?:<s>)?([^<]+)<', page)


def counts(page: str) -> dict[str, str]:
    return dict(re.findall(r'id="([\w-]+)" name="[^"]*" value="[^"]*".*?check__count">(\d+)<', page))


def test_it_reads_in_each_language_what_is_next_first(events: dict[str, Any], visit: Visitor) -> None:
    french, english = visit.read(FRENCH), visit.read(ENGLISH)
    assert listed(french) == ["Un toit pour tous", "Caucus des petites villes", "Sommet de l’établissement"]
    assert listed(english) == ["A roof for all", "Caucus des petites villes", "Settlement Summit"]
    assert "3 upcoming events" in english
    assert 'href="/fr/evenements/un-toit-pour-tous/"' in french
    assert 'href="/en/events/a-roof-for-all/"' in english


def test_what_is_in_the_other_language_only_says_so(events: dict[str, Any], visit: Visitor) -> None:
    page = visit.read(f"{ENGLISH}?kind=caucus")
    assert 'lang="fr" hreflang="fr">Caucus des petites villes' in page
    assert "in French only" in page


def test_an_entry_says_when_where_and_for_whom_in_the_form_of_the_language(
    events: dict[str, Any], visit: Visitor
) -> None:
    french, english = visit.read(FRENCH), visit.read(ENGLISH)
    assert "Thursday, March 18, 2027, 1\u00a0p.m. to 3\u00a0p.m." in english
    assert "Jeudi 18\u00a0mars\u00a02027" in french
    assert "13\u00a0h" in french
    assert "April 29, 2027 to May 1, 2027" in english
    assert "Olds and virtual" in english
    assert "Front-line staff" in english
    assert "Times are Mountain Time." in english
    assert 'datetime="2027-03-18T13:00:00-06:00"' in english


CHOICES = {
    "": ["session", "caucus", "summit"],
    "when=past": ["past"],
    "when=all": ["past", "session", "caucus", "summit"],
    "when=all&sort=date": ["past", "session", "caucus", "summit"],
    "kind=summit&kind=caucus": ["caucus", "summit"],
    "audience=front-line-staff": ["session"],
    "level=senior-leaders": ["session", "caucus", "summit"],
    "level=senior-leaders&format=hybrid": ["summit"],
    "level=front-line": ["session", "caucus"],
    "format=virtual": ["session", "caucus", "summit"],
    "format=in-person": ["summit"],
    "region=central": ["summit"],
    "topic=housing": ["session", "caucus"],
    "language=fr": ["session", "caucus", "summit"],
    "language=both": ["session", "summit"],
    "language=en&when=past": ["past"],
    "open=1": ["session"],
    "from=2027-03-19": ["caucus", "summit"],
    "to=2027-03-25": ["session", "caucus"],
    "from=2027-03-25&to=2027-03-25": ["caucus"],
    "from=2027-04-30&to=2027-04-30": ["summit"],
    "from=2027-02-01&to=2027-02-28&when=all": ["past"],
    "kind=nonsense&region=-1&topic=%F0%9F%98%80&page=0&view=x&sort=y&when=z": ["session", "caucus", "summit"],
    "view=places": ["summit", "session", "caucus"],
}


def test_each_choice_keeps_what_it_says(events: dict[str, Any], visit: Visitor) -> None:
    titles = {str(row.title_fr): key for key, row in events.items()}
    found = {query: [titles[title] for title in listed(visit.read(f"{FRENCH}?{query}"))] for query in CHOICES}
    assert found == CHOICES


def test_names_and_values_are_the_same_in_both_languages(events: dict[str, Any], visit: Visitor) -> None:
    query = "?topic=housing&when=all&from=2027-03-01&view=places"
    assert len(listed(visit.read(f"{FRENCH}{query}"))) == 2
    assert listed(visit.read(f"{ENGLISH}{query}")) == ["A roof for all", "Caucus des petites villes"]


def test_counts_tell_what_each_value_would_give(events: dict[str, Any], visit: Visitor) -> None:
    found = counts(visit.read(f"{ENGLISH}?topic=housing&kind=caucus"))
    assert found["kind-caucus"] == "1"
    assert found["kind-virtual-session"] == "1"
    assert "kind-summit" not in found
    assert found["language-fr"] == "1"
    assert "open-1" not in found
    assert counts(visit.read(f"{ENGLISH}?topic=housing"))["open-1"] == "1"


def test_the_address_keeps_the_whole_state(events: dict[str, Any], visit: Visitor) -> None:
    page = visit.read(f"{ENGLISH}?kind=caucus&when=all&from=2027-03-01&view=places")
    assert 'href="/en/events/?kind=caucus&amp;view=month&amp;when=all' not in page  # "view" comes last
    assert "/en/events/?kind=caucus&amp;when=all&amp;from=2027-03-01&amp;view=month" in page
    assert 'href="/en/events/?kind=caucus&amp;view=places&amp;when=all"' in page  # without the first day
    assert 'href="/en/events/?view=places&amp;when=all&amp;from=2027-03-01"' in page  # without the kind
    assert 'href="/en/events/?view=places&amp;when=all"' in page  # clear all
    assert '<input type="hidden" name="when" value="all">' in page
    assert 'name="from" value="2027-03-01"' in page


# --- for whom -----------------------------------------------------------------------------------------


def test_members_find_and_count_what_is_for_members(
    events: dict[str, Any], visitor: Callable[..., Visitor], person: Callable[..., Any]
) -> None:
    member, partner = visitor(user=person(access.MEMBERS)), visitor(user=person(access.OTHER_PARTNERS))
    for query in ("", "?view=places", "?q=meeting"):
        assert "Members’ meeting" in listed(member.read(f"{ENGLISH}{query}")), query
        assert "Members’ meeting" not in visit_text(partner, query), query
        assert "Members’ meeting" not in visit_text(visitor(), query), query
    assert "Members’ meeting" in visit_text(member, "?view=month")
    assert "Members’ meeting" not in visit_text(partner, "?view=month")
    assert counts(member.read(ENGLISH))["format-in-person"] == "2"
    assert counts(partner.read(ENGLISH))["format-in-person"] == "1"
    assert "kind-committee-meeting" not in counts(partner.read(ENGLISH))


def visit_text(visitor: Visitor, query: str) -> str:
    return visitor.read(f"{ENGLISH}{query}")


def test_what_is_restricted_or_unpublished_is_gone_at_once(events: dict[str, Any], visit: Visitor) -> None:
    assert "A roof for all" in listed(visit.read(ENGLISH))
    row = events["session"]
    row.access.set([access.access_group(access.FUNDERS)])
    row.save()
    assert "A roof for all" not in listed(visit.read(ENGLISH))
    events["summit"].unpublish()
    assert "Settlement Summit" not in visit.read(f"{ENGLISH}?view=month&month=2027-04")


def test_entries_are_judged_again_as_their_rows_are_now(events: dict[str, Any], visit: Visitor) -> None:
    """Even were an index in memory out of date, a restricted title would not be shown."""
    visit.read(ENGLISH)
    group = access.access_group(access.FUNDERS)
    Event.access.through.objects.create(event=events["session"], group=group)  # behind everyone's back
    assert "A roof for all" not in visit.read(ENGLISH)


# --- the clock ----------------------------------------------------------------------------------------


def test_an_event_is_upcoming_until_it_ends_and_past_right_after(
    events: dict[str, Any], visit: Visitor, clock: time_machine.Traveller
) -> None:
    """No index is made anew in between: nothing has changed but the time."""
    end = at(3, 18, 15)
    clock.move_to(end)
    assert "A roof for all" in listed(visit.read(ENGLISH))
    assert "A roof for all" not in listed(visit.read(f"{ENGLISH}?when=past"))
    clock.move_to(end + A_SECOND)
    assert "A roof for all" not in listed(visit.read(ENGLISH))
    assert listed(visit.read(f"{ENGLISH}?when=past")) == ["A roof for all", "February update"]


def test_registration_opens_and_closes_by_the_clock(visit: Visitor, clock: time_machine.Traveller) -> None:
    EventFactory(
        title_en="Windowed",
        starts_at=at(4, 20),
        registration_mode=RegistrationMode.OPEN,
        registration_opens_at=at(3, 20, 8),
        registration_closes_at=at(4, 10, 17),
    )
    EventFactory(title_en="Without end", starts_at=at(4, 20), registration_mode=RegistrationMode.MEMBERS)

    def open_ones() -> list[str]:
        return listed(visit.read(f"{ENGLISH}?open=1"))

    assert open_ones() == ["Without end"]
    assert "Registration opens March 20, 2027" in visit.read(ENGLISH)
    clock.move_to(at(3, 20, 8))
    assert open_ones() == ["Windowed", "Without end"]
    clock.move_to(at(4, 10, 17))
    assert open_ones() == ["Without end"]
    assert "Registration closed" in visit.read(ENGLISH)
    clock.move_to(at(4, 20, 10, 30))
    assert open_ones() == []  # it has begun
    assert "Without end" in listed(visit.read(ENGLISH))


def test_what_is_full_is_open_to_nobody_until_a_seat_is_free(
    visit: Visitor, clock: time_machine.Traveller, django_capture_on_commit_callbacks: Any
) -> None:
    event = EventFactory(title_en="Small", starts_at=at(4, 20), registration_mode=RegistrationMode.OPEN, capacity=2)
    seats = EventSeats.objects.create(event=event, taken=1)
    assert listed(visit.read(f"{ENGLISH}?open=1")) == ["Small"]
    EventSeats.objects.filter(pk=seats.pk).update(taken=2)
    with django_capture_on_commit_callbacks(execute=True):
        seats_changed.send(sender=EventSeats, event=event, is_full=True, was_full=False)
    assert listed(visit.read(f"{ENGLISH}?open=1")) == []
    assert "Full: waiting list" in visit.read(ENGLISH)
    EventSeats.objects.filter(pk=seats.pk).update(taken=1)
    with django_capture_on_commit_callbacks(execute=True):
        seats_changed.send(sender=EventSeats, event=event, is_full=False, was_full=True)
    assert listed(visit.read(f"{ENGLISH}?open=1")) == ["Small"]


@pytest.mark.parametrize(
    ("status", "mode", "is_open", "said"),
    [
        (EventStatus.OPEN, RegistrationMode.OPEN, True, "Open for registration"),
        (EventStatus.OPEN, RegistrationMode.OUTSIDE, True, "Open for registration"),
        (EventStatus.OPEN, RegistrationMode.INVITATION, False, "By invitation"),
        (EventStatus.OPEN, RegistrationMode.NONE, False, ""),
        (EventStatus.PLANNED, RegistrationMode.OPEN, False, ""),
        (EventStatus.FULL, RegistrationMode.OPEN, False, "Full: waiting list"),
        (EventStatus.CLOSED, RegistrationMode.OPEN, False, "Registration closed"),
        (EventStatus.MOVED_ONLINE, RegistrationMode.OPEN, True, "Moved online"),
        (EventStatus.POSTPONED, RegistrationMode.OPEN, False, "Postponed"),
        (EventStatus.CANCELLED, RegistrationMode.OPEN, False, "Cancelled"),
        (EventStatus.SUSPENDED, RegistrationMode.OPEN, False, "Suspended"),
    ],
)
def test_a_badge_says_how_an_event_stands(
    visit: Visitor, clock: time_machine.Traveller, status: str, mode: str, is_open: bool, said: str
) -> None:
    EventFactory(title_en="One", status=status, registration_mode=mode, starts_at=at(4, 1))
    assert listed(visit.read(f"{ENGLISH}?open=1")) == (["One"] if is_open else [])
    entry = visit.read(ENGLISH).partition('class="entry"')[2].partition("</li>")[0]
    states = re.findall(r'class="state[^>]*><svg.*?</svg>([^<]+)<', entry)
    assert states[:1] == ([said] if said else [])
    assert ("<s>One</s>" in entry) == (status in ("postponed", "cancelled", "suspended"))


def test_what_moved_online_is_virtual_wherever_it_was_planned(
    visit: Visitor, clock: time_machine.Traveller, olds: Any
) -> None:
    EventFactory(
        title_en="Moved", status=EventStatus.MOVED_ONLINE, format="in-person", community=olds, starts_at=at(4, 1)
    )
    assert listed(visit.read(f"{ENGLISH}?format=virtual")) == ["Moved"]
    assert listed(visit.read(f"{ENGLISH}?format=in-person")) == []
    assert listed(visit.read(f"{ENGLISH}?region=central")) == []
    assert "<h3>Virtual</h3>" in visit.read(f"{ENGLISH}?view=places")


# --- bad days, and nothing found ------------------------------------------------------------------------


@pytest.mark.parametrize(
    "day", ["2027-02-30", "27-01-01", "2027-W01-1", "20270301", "soon", "-1", "0001-01-01", "9999-12-31", "²027-01-01"]
)
def test_an_impossible_day_is_as_if_not_there_and_says_so(events: dict[str, Any], visit: Visitor, day: str) -> None:
    response = visit.get(ENGLISH, {"from": day})
    page = response.content.decode()
    assert response.status_code == 200
    assert len(listed(page)) == 3
    assert f"“{day}” is no date" in page


def test_a_first_day_after_the_last_one_is_explained(events: dict[str, Any], visit: Visitor) -> None:
    page = visit.read(f"{ENGLISH}?from=2027-05-01&to=2027-03-01")
    assert "The first day comes after the last one" in page
    assert len(listed(page)) == 3


def test_where_nothing_is_upcoming_other_dates_are_offered(events: dict[str, Any], visit: Visitor) -> None:
    page = visit.read(f"{ENGLISH}?kind=quarterly-update")
    assert listed(page) == []
    assert "There is 1 at other dates." in page
    assert 'href="/en/events/?kind=quarterly-update&amp;when=all"' in page


def test_a_portal_without_events_says_so_in_words(visit: Visitor) -> None:
    assert "No event is planned at the moment" in visit.read(ENGLISH)
    assert visit.get(f"{ENGLISH}?view=month").status_code == 200
    assert visit.get(f"{ENGLISH}?view=places").status_code == 200


# --- search ---------------------------------------------------------------------------------------------


def test_a_search_folds_accents_and_stems_in_both_languages(events: dict[str, Any], visit: Visitor) -> None:
    assert listed(visit.read(f"{FRENCH}?q=etablissements")) == ["Sommet de l’établissement"]
    assert listed(visit.read(f"{ENGLISH}?q=roofs")) == ["A roof for all"]
    assert "1 upcoming event for “roofs”" in visit.read(f"{ENGLISH}?q=roofs")
    assert listed(visit.read(f"{ENGLISH}?q=update&when=past")) == ["February update"]
    assert set(listed(visit.read(f"{ENGLISH}?q=housing"))) == {"A roof for all", "Caucus des petites villes"}


def test_a_word_spelled_wrong_leads_to_the_one_that_is_there(events: dict[str, Any], visit: Visitor) -> None:
    refresh_words()
    assert '<a href="/en/events/?q=settlement">settlement</a>' in visit.read(f"{ENGLISH}?q=setlement")


def test_the_search_of_the_site_and_what_it_suggests_know_events(events: dict[str, Any], visit: Visitor) -> None:
    assert "Settlement Summit" in visit.read("/en/search/?q=summit")
    assert "Settlement Summit" in visit.read("/en/search/suggestions/?q=settl")
    assert "Members’ meeting" not in visit.read("/en/search/suggestions/?q=memb")


# --- cost and nonsense -----------------------------------------------------------------------------------


def test_queries_do_not_grow_with_rows_or_values(visit: Visitor, clock: time_machine.Traveller) -> None:
    def asked(query: str) -> int:
        visit.read(f"{ENGLISH}{query}")  # what is kept under the stamp is read now
        with CaptureQueriesContext(connection) as captured:
            visit.read(f"{ENGLISH}{query}")
        return len(captured)

    views = ("", "?q=housing", "?view=month&month=2027-04", "?view=places")
    EventFactory(title_en="One housing", starts_at=at(4, 2))
    few = [asked(view) for view in views]
    for number in range(20):
        EventFactory(
            title_en=f"More housing {number}",
            starts_at=at(4, 1 + number),
            topics=[TopicFactory(key=f"topic-{number}")],
        )
    assert [asked(view) for view in views] == few
    assert max(few) <= 8


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    pairs=st.lists(
        st.tuples(
            st.sampled_from(["q", "topic", "kind", "from", "to", "month", "when", "sort", "view", "page", "open", "x"]),
            st.text(max_size=40)
            | st.sampled_from(["housing", "month", "places", "past", "2027-03", "2027-13", "2199-12", "1950-01-01"])
            | st.sampled_from(["1", "-1", "99999999999999", "2199-12-31", "a:*", '"']),
        ),
        max_size=6,
    )
)
def test_any_query_string_gets_an_answer(pairs: list[tuple[str, str]], events: dict[str, Any], visit: Visitor) -> None:
    query = [(name, value.replace("\0", "")) for name, value in pairs]
    assert visit.get(FRENCH, query_params=query).status_code == 200


def test_the_clock_of_these_tests_stands_still(clock: time_machine.Traveller) -> None:
    assert datetime.datetime.now(tz=NOW.tzinfo) == NOW
