"""What `manage.py run_due` does each minute."""

from datetime import timedelta

import psycopg
import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.utils import timezone
from django_tasks.base import TaskResultStatus
from django_tasks_db.models import DBTaskResult
from post_office import mail as outbox
from post_office.models import STATUS

from cms.ops import due


@pytest.fixture
def jobs(monkeypatch):
    """An empty list of jobs, filled by the test."""
    monkeypatch.setattr(due, "_jobs", {})
    return due


@pytest.mark.django_db
def test_every_job_runs_even_when_one_before_it_fails(jobs):
    done = []
    jobs.register("broken", lambda: 1 / 0)
    jobs.register("sound", lambda: done.append("sound"))
    with pytest.raises(CommandError, match="broken"):
        call_command("run_due")
    assert done == ["sound"]


@pytest.mark.django_db
def test_a_name_stands_for_one_job(jobs):
    done = []
    jobs.register("job", lambda: done.append("old"))
    jobs.register("job", lambda: done.append("new"))
    call_command("run_due")
    assert done == ["new"]


@pytest.mark.django_db
def test_two_runs_at_once_do_the_work_once(jobs):
    done = []
    jobs.register("job", lambda: done.append("done"))
    parameters = connection.get_connection_params()
    wanted = {key: parameters[key] for key in ("dbname", "user", "password", "host", "port") if key in parameters}
    with psycopg.connect(**wanted, autocommit=True) as other:
        other.execute("SELECT pg_advisory_lock(%s)", [due.ADVISORY_LOCK])
        call_command("run_due")
        assert done == []
        # Not left to the end of the connection, of which the server hears a moment later.
        other.execute("SELECT pg_advisory_unlock(%s)", [due.ADVISORY_LOCK])
    call_command("run_due")
    assert done == ["done"]


@pytest.mark.django_db
def test_mail_that_waits_in_the_outbox_is_sent(mailoutbox):
    queued = outbox.send(
        recipients=["someone@example.org"], sender="portal@example.org", subject="Hello", message="…", priority="medium"
    )
    assert mailoutbox == []
    call_command("run_due")
    assert [message.subject for message in mailoutbox] == ["Hello"]
    queued.refresh_from_db()
    assert queued.status == STATUS.sent


@pytest.fixture
def running_task(db):
    """Make a task that a worker has begun."""

    def make(*, minutes_ago, attempts=1):
        return DBTaskResult.objects.create(
            status=TaskResultStatus.RUNNING,
            started_at=timezone.now() - timedelta(minutes=minutes_ago),
            worker_ids=["worker"] * attempts,
            args_kwargs={"args": [], "kwargs": {}},
            task_path="nowhere.task",
            backend_name="default",
            run_after=timezone.now(),
        )

    return make


@pytest.mark.parametrize(
    ("minutes", "attempts", "status"),
    [
        (5, 1, TaskResultStatus.RUNNING),
        (20, 1, TaskResultStatus.READY),
        (20, due.TASK_ATTEMPTS, TaskResultStatus.FAILED),
    ],
)
def test_a_task_whose_worker_was_killed_is_tried_again_a_few_times(running_task, minutes, attempts, status):
    task = running_task(minutes_ago=minutes, attempts=attempts)
    due.requeue_lost_tasks()
    task.refresh_from_db()
    assert task.status == status


@pytest.mark.django_db(transaction=True)
def test_the_timer_goes_on_until_it_is_stopped(jobs):
    rounds = []

    def job():
        rounds.append(len(rounds))
        if len(rounds) == 2:
            raise SystemExit

    jobs.register("job", job)
    with pytest.raises(SystemExit):
        call_command("run_due", every=1)
    assert rounds == [0, 1]


def test_an_interval_below_a_second_is_refused():
    with pytest.raises(CommandError, match="at least one second"):
        call_command("run_due", every=0)
