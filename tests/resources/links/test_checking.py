"""What answers say about links, and the runs that check those that are due."""

from __future__ import annotations

import datetime
from typing import Any

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from cms import caching
from cms.ops import due
from resources.links import checking
from resources.links.asking import Answer, Asker, Pace
from resources.links.checking import LINKS_A_HOST, LINKS_A_RUN, TAKEN_FOR, check_due, follow_links
from resources.links.judging import A_DAY, A_WEEK, judge
from resources.links.report import broken_links
from resources.models import LinkCheck, Resource
from tests.factories.resources import ResourceFactory, ResourceFileFactory
from tests.resources.links.server import Clock, Web

pytestmark = pytest.mark.django_db
State = LinkCheck.State
NOW = datetime.datetime(2026, 11, 22, 12, 0, tzinfo=datetime.UTC)


# --- Judging ----------------------------------------------------------------------------------------


def judged(*answers: Answer, state: str = State.WAITING) -> LinkCheck:
    """Return a link after these answers, each given when it was due."""
    check = LinkCheck(url="https://example.org/", state=state, due_at=NOW)
    for answer in answers:
        judge(check, answer, check.due_at)
    return check


@pytest.mark.parametrize("status", [200, 204, 206, 302, 304, 401, 403, 407, 451, 999])
def test_a_link_that_answers_works_for_a_week(status: int) -> None:
    check = judged(Answer(status))
    assert (check.state, check.status, check.failures) == (State.WORKS, status, 0)
    assert (check.checked_at, check.due_at) == (NOW, NOW + A_WEEK)


@pytest.mark.parametrize("status", [404, 410])
def test_a_page_that_is_gone_twice_is_broken(status: int) -> None:
    check = judged(Answer(status))
    assert (check.state, check.due_at, check.broken_since) == (State.UNSURE, NOW + A_DAY, None)
    check = judged(Answer(status), Answer(status))
    assert (check.state, check.status, check.broken_since) == (State.BROKEN, status, NOW + A_DAY)


@pytest.mark.parametrize("answer", [Answer(500), Answer(400), Answer(problem="timeout"), Answer(problem="tls")])
def test_another_failure_is_broken_after_three_checks_over_days(answer: Answer) -> None:
    assert judged(answer, answer).state == State.UNSURE
    check = judged(answer, answer, answer)
    assert (check.state, check.failures, check.problem) == (State.BROKEN, 3, answer.problem)
    assert check.broken_since == NOW + 3 * A_DAY
    assert check.due_at == check.broken_since + A_WEEK


def test_gone_once_after_another_failure_is_not_gone_twice() -> None:
    assert judged(Answer(500), Answer(404)).state == State.UNSURE


def test_a_broken_link_stays_so_since_when_it_was_until_it_works() -> None:
    gone = [Answer(404)] * 4
    assert judged(*gone).broken_since == NOW + A_DAY
    assert judged(*gone, Answer(500)).state == State.BROKEN
    check = judged(*gone, Answer(200))
    assert (check.state, check.broken_since, check.failures) == (State.WORKS, None, 0)


@pytest.mark.parametrize(
    ("before", "after"),
    [(State.WAITING, State.UNSURE), (State.WORKS, State.WORKS), (State.BROKEN, State.BROKEN)],
)
def test_a_server_that_minds_being_asked_says_nothing_of_the_page(before: str, after: str) -> None:
    check = judged(Answer(429), state=before)
    assert (check.state, check.failures, check.due_at) == (after, 0, NOW + A_DAY)


def test_what_is_not_public_is_refused_and_no_failure() -> None:
    check = judged(Answer(404), Answer(problem="private", refused=True))
    assert (check.state, check.problem, check.failures) == (State.REFUSED, "private", 0)
    assert check.status is None


def test_failures_are_counted_within_what_the_column_holds() -> None:
    check = LinkCheck(url="https://example.org/", failures=1000, state=State.BROKEN)
    judge(check, Answer(500), NOW)
    assert check.failures == 1000


# --- Runs -------------------------------------------------------------------------------------------


def link(url: str, **fields: Any) -> LinkCheck:
    return LinkCheck.objects.create(url=url, **fields)


class Counting(Asker):
    """Asks nobody; every link takes `costs` seconds and answers 200."""

    def __init__(self, costs: float = 0) -> None:
        clock = Clock()
        super().__init__(pace=Pace(clock, clock.sleep))
        self.costs = costs
        self.asked: list[str] = []

    def ask(self, url: str) -> Answer:
        self.asked.append(url)
        self.pace.sleep(self.costs)
        return Answer(200)


def test_a_run_asks_what_is_due_and_writes_what_it_learns(web: Web) -> None:
    web.answers |= {"/gone": 404, "/moved": "/there"}
    for path in ("there", "gone", "moved"):
        link(f"http://{path}.example.org/{path}")
    link("http://example.org/later", due_at=timezone.now() + A_DAY)
    assert check_due(web.asker()) == 3
    states = dict(LinkCheck.objects.values_list("url", "state"))
    assert states == {
        "http://there.example.org/there": State.WORKS,
        "http://gone.example.org/gone": State.UNSURE,
        "http://moved.example.org/moved": State.WORKS,
        "http://example.org/later": State.WAITING,
    }
    assert check_due(web.asker()) == 0


def test_a_run_asks_a_few_links_and_few_of_one_host_the_longest_due_first() -> None:
    now = timezone.now()
    for number in range(LINKS_A_HOST + 2):
        link(f"http://one.example.org/{number}", due_at=now - A_DAY + datetime.timedelta(seconds=number))
    for number in range(LINKS_A_RUN + 5):
        link(f"http://{number}.example.org/", due_at=now - datetime.timedelta(minutes=number))
    asker = Counting()
    assert check_due(asker) == LINKS_A_RUN
    assert [url for url in asker.asked if "one" in url] == [f"http://one.example.org/{n}" for n in range(LINKS_A_HOST)]
    assert asker.asked[:2] == ["http://one.example.org/0", f"http://{LINKS_A_RUN + 4}.example.org/"]  # by turns


def test_a_run_ends_when_its_time_is_up_and_leaves_the_rest_due() -> None:
    for number in range(9):
        link(f"http://{number}.example.org/")
    asker = Counting(costs=15)
    assert check_due(asker) == 2
    assert LinkCheck.objects.filter(state=State.WAITING, due_at__lte=timezone.now()).count() == 7


def test_a_run_beside_another_asks_other_links() -> None:
    link("http://example.org/a")
    mine = checking._take()
    assert len(mine) == 1
    asker = Counting()
    assert check_due(asker) == 0
    assert asker.asked == []


def test_links_of_a_run_that_was_cut_short_are_taken_again_later() -> None:
    taken = link("http://example.org/a")
    checking._take()
    taken.refresh_from_db()
    assert timezone.now() < taken.due_at <= timezone.now() + TAKEN_FOR
    assert taken.state == State.WAITING


def test_a_link_that_was_forgotten_or_taken_by_another_run_meanwhile_is_left_alone() -> None:
    class Meanwhile(Counting):
        def ask(self, url: str) -> Answer:
            LinkCheck.objects.filter(url="http://a.example.org/").delete()
            LinkCheck.objects.filter(url="http://b.example.org/").update(due_at=NOW)
            return super().ask(url)

    link("http://a.example.org/")
    link("http://b.example.org/")
    check_due(Meanwhile())
    assert list(LinkCheck.objects.values_list("url", "state")) == [("http://b.example.org/", State.WAITING)]


def test_links_that_make_no_sense_are_refused_and_hold_nobody_up() -> None:
    for url in ("http://[::1", "http://127.0.0.1/", "https://example.org:22/", "http://a@example.org/"):
        link(url)
    clock = Clock()
    assert check_due(Asker(pace=Pace(clock, clock.sleep))) == 4
    assert set(LinkCheck.objects.values_list("state", flat=True)) == {State.REFUSED}


# --- The job ----------------------------------------------------------------------------------------


@pytest.fixture
def asked(settings: Any, monkeypatch: pytest.MonkeyPatch) -> Counting:
    """Links are checked, but nobody is asked."""
    settings.LINK_CHECK = True
    asker = Counting()
    monkeypatch.setattr(checking, "Asker", lambda: asker)
    return asker


def test_a_link_of_a_published_resource_is_checked_by_itself(asked: Counting) -> None:
    ResourceFileFactory(url="https://example.org/a")
    assert due.registered()["resources.follow_links"] is follow_links
    assert follow_links() == "the toolkit holds links to elsewhere: 1"
    assert asked.asked == ["https://example.org/a"]
    assert follow_links() is None
    assert len(asked.asked) == 1


def test_nothing_is_asked_where_the_installation_does_not_want_it(asked: Counting, settings: Any) -> None:
    settings.LINK_CHECK = False
    ResourceFileFactory(url="https://example.org/a")
    assert follow_links() is None
    assert not LinkCheck.objects.exists()


def test_links_are_collected_when_something_changed_and_not_every_minute(asked: Counting) -> None:
    assert checking.collect_when_changed() == 0
    ResourceFileFactory(url="https://example.org/a")
    assert checking.collect_when_changed() is None
    cache.delete(checking._PAUSE)
    assert checking.collect_when_changed() == 1
    cache.delete(checking._PAUSE)
    assert checking.collect_when_changed() is None
    caching.raise_stamp()
    assert checking.collect_when_changed() == 1


# --- The report -------------------------------------------------------------------------------------


def test_the_report_names_broken_and_refused_links_with_their_published_resources() -> None:
    resources = [ResourceFactory(), ResourceFactory()]
    draft = ResourceFactory(live=False)
    for state in State.values:
        link(f"https://example.org/{state}", state=state).resources.set([*resources, draft])
    link("https://example.org/draft", state=State.BROKEN).resources.set([draft])
    rows = [(check.state, [resource.pk for resource in check.resources.all()]) for check in broken_links()]
    assert rows == [(state, [resource.pk for resource in resources]) for state in (State.BROKEN, State.REFUSED)]


def test_the_report_costs_the_same_however_many_links_there_are() -> None:
    resource = ResourceFactory()

    def cost() -> int:
        with CaptureQueriesContext(connection) as queries:
            assert all(list(check.resources.all()) == [resource] for check in broken_links())
        return len(queries)

    for number in range(20):
        link(f"https://example.org/{number}", state=State.BROKEN).resources.add(resource)
        if number == 1:
            few = cost()
    assert cost() == few
    assert Resource.objects.count() == 1
