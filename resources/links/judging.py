"""What an answer says about a link, and when to ask again.

- A good answer: it works, and whatever was before is forgotten. Asked again after a week.
- 401, 403, 407, 451 and 999 (what some networks tell robots): something is there that does not let everyone in. It
  works.
- 429: the server minds being asked, which says nothing of the page. What was known stands; asked again tomorrow.
- 404 and 410: broken, once two checks in a row say so.
- Anything else, and no answer: broken after three checks in a row, the second a day after the first, the third two
  days after that. Until then the link is unsure.
- A broken link is asked again after a week, as one is that is not asked for (`guard`).
"""

from __future__ import annotations

import datetime

from resources.links.asking import Answer
from resources.models import LinkCheck

State = LinkCheck.State
A_DAY = datetime.timedelta(days=1)
A_WEEK = datetime.timedelta(days=7)
RESERVED = frozenset({401, 403, 407, 451, 999})
GONE = frozenset({404, 410})
CHECKS_UNTIL_BROKEN = 3
MOST_FAILURES = 1000


def judge(check: LinkCheck, answer: Answer, now: datetime.datetime) -> None:
    """Write into `check`, which is not saved, what `answer` says about it."""
    was_gone = check.status in GONE
    check.checked_at, check.status, check.problem = now, answer.status, answer.problem
    if answer.refused:
        _settle(check, State.REFUSED, now)
    elif answer.status == 429:
        if check.state == State.WAITING:
            check.state = State.UNSURE
        check.due_at = now + A_DAY
    elif answer.status is not None and (200 <= answer.status < 400 or answer.status in RESERVED):
        _settle(check, State.WORKS, now)
    else:
        _count_failure(check, now, twice_gone=was_gone and answer.status in GONE)


def _settle(check: LinkCheck, state: str, now: datetime.datetime) -> None:
    check.state, check.failures, check.broken_since, check.due_at = state, 0, None, now + A_WEEK


def _count_failure(check: LinkCheck, now: datetime.datetime, *, twice_gone: bool) -> None:
    check.failures = min(check.failures + 1, MOST_FAILURES)
    if check.state == State.BROKEN or twice_gone or check.failures >= CHECKS_UNTIL_BROKEN:
        check.state, check.due_at = State.BROKEN, now + A_WEEK
        check.broken_since = check.broken_since or now
    else:
        check.state, check.due_at = State.UNSURE, now + A_DAY * 2 ** (check.failures - 1)
