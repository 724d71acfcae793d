"""What must happen by itself as time passes: `manage.py run_due` does all of it, each minute.

An app adds a job in its AppConfig.ready:

    due.register("events.send_reminders", send_reminders)

A job takes nothing, does what is due now and returns a sentence for the log, or None when nothing was. It must be
safe to run again: it may be cut short at any point. One that fails does not keep the others from running.
"""

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

from django.core.management import call_command
from django.db import connection
from django.utils import timezone
from django_tasks.base import Task, TaskResultStatus
from django_tasks_db.models import DBTaskResult

logger = logging.getLogger(__name__)

Job = Callable[[], str | None]

ADVISORY_LOCK = 7_110_001  # any number that nothing else in this database locks
TASK_LOST_AFTER = timedelta(minutes=15)  # no task of ours takes that long: its worker was killed
TASK_ATTEMPTS = 3

_jobs: dict[str, Job] = {}


def register(name: str, job: Job) -> None:
    """Have `job` run each minute. A name stands for one job: registering it again replaces it."""
    _jobs[name] = job


def registered() -> dict[str, Job]:
    return dict(_jobs)


@contextmanager
def alone() -> Iterator[bool]:
    """Give whether this process is the only one at it; a second run at the same time gets False."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s)", [ADVISORY_LOCK])
        (got_it,) = cursor.fetchone()
        try:
            yield got_it
        finally:
            if got_it:
                cursor.execute("SELECT pg_advisory_unlock(%s)", [ADVISORY_LOCK])


def run_all() -> list[str]:
    """Run every job once. Returns the names of those that failed; a run beside another one does nothing."""
    failed = []
    with alone() as free:
        if not free:
            logger.info("Another run is at it.")
            return []
        for name, job in registered().items():
            try:
                told = job()
            except Exception:
                logger.exception("The job %s failed.", name)
                failed.append(name)
            else:
                if told:
                    logger.info("%s: %s", name, told)
    return failed


def is_queued(task: Task[..., Any]) -> bool:
    """Return whether `task` waits for the worker or is running: a job that would queue it can leave it at that."""
    unfinished = (TaskResultStatus.READY, TaskResultStatus.RUNNING)
    return DBTaskResult.objects.filter(task_path=task.module_path, status__in=unfinished).exists()


# --- The kernel's own jobs --------------------------------------------------------------------------


def publish_scheduled() -> None:
    """Publish and expire pages and records whose time has come."""
    call_command("publish_scheduled", verbosity=0)


def send_queued_mail() -> str | None:
    """Send the outbox: what was queued, and what could not be sent before."""
    from post_office.mail import send_queued

    sent, failed, requeued = send_queued()
    return f"{sent} sent, {failed} failed, {requeued} to be tried again" if sent or failed or requeued else None


def requeue_lost_tasks() -> str | None:
    """Put tasks back whose worker was killed under them; after TASK_ATTEMPTS they count as failed."""
    lost = DBTaskResult.objects.running().filter(started_at__lt=timezone.now() - TASK_LOST_AFTER)
    requeued = given_up = 0
    for task in lost:
        mine = DBTaskResult.objects.filter(pk=task.pk, status=TaskResultStatus.RUNNING, started_at=task.started_at)
        if len(task.worker_ids) < TASK_ATTEMPTS:
            requeued += mine.update(status=TaskResultStatus.READY, started_at=None)
        else:
            given_up += mine.update(status=TaskResultStatus.FAILED, finished_at=timezone.now())
    return f"{requeued} tasks queued again, {given_up} given up" if requeued or given_up else None


register("cms.publish_scheduled", publish_scheduled)
register("cms.send_queued_mail", send_queued_mail)
register("cms.requeue_lost_tasks", requeue_lost_tasks)
