"""Many people who register at the same moment: how long each waits from sending to the final answer, and who is lost.

python -m cms.bench.registrations

Prints one JSON row beside those of `make bench`. First some register one after another (the idle median), then
TOGETHER of them at once. Each signs in and opens the form before; what is timed is the form's way there and the page
that says how the registration stands.
"""

import json
import re
import statistics
import sys
import threading
import time
from urllib.parse import urlencode

from cms.bench.__main__ import served
from cms.bench.measure import Bench, Client, in_parallel, percentile

FORM = "/en/registration/event/bench-registration/"
IDLE, TOGETHER = 16, 64
MOST = 20
"""The 99th percentile at most so many times the idle median."""
TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')
STANDS = re.compile(r"You are registered\.|You are on the waiting list, at place \d+")


class Registrant:
    """Somebody who has the form open."""

    def __init__(self, bench: Bench, number: int) -> None:
        signed_in = bench.sign_in(f"bench-person-{number}@example.org")
        self.client = Client(bench.port, dict(signed_in))
        response, body = self.client.get(FORM, 200)
        token = TOKEN.search(body.decode())
        kept = re.search(r"csrftoken=([^;]+)", ", ".join(response.headers.get_all("Set-Cookie") or []))
        self.client.headers["Cookie"] = f"{signed_in['Cookie']}; csrftoken={kept[1] if kept else ''}"
        given = {"first_name": "Bench", "last_name": f"Person {number}", "organization_name": "A house"}
        self.form = urlencode(
            {**given, "language": "en", "consent": "on", "csrfmiddlewaretoken": token[1] if token else ""}
        )

    def register(self) -> float:
        """Send the form and read the answer. Returns the seconds; 0 where it is not a registration."""
        host = f"localhost:{self.client.port}"
        headers = {
            "Host": host,
            **self.client.headers,
            "Origin": f"http://{host}",
            "Content-Type": "application/x-www-form-urlencoded",
        }
        start = time.perf_counter()
        self.client.link.request("POST", FORM, self.form, headers)
        response = self.client.link.getresponse()
        response.read()
        if response.status != 302:
            return 0
        _answer, body = self.client.get(response.headers["Location"], 200)
        seconds = time.perf_counter() - start
        return seconds if STANDS.search(body.decode()) else 0


def measure(bench: Bench) -> dict[str, object]:
    """Return the row of registering."""
    numbers = iter(range(1, 1 + IDLE + TOGETHER))
    idle = [Registrant(bench, next(numbers)).register() for _each in range(IDLE)]
    people = [Registrant(bench, next(numbers)) for _each in range(TOGETHER)]
    start, times = threading.Barrier(TOGETHER), [0.0] * TOGETHER

    def work(number: int) -> None:
        start.wait()
        times[number] = people[number].register()

    in_parallel(work, TOGETHER)
    unit, slowest = statistics.median(idle) * 1000, percentile(times, 0.99) * 1000
    lost = sum(seconds == 0 for seconds in [*idle, *times])
    return {
        "page": f"{TOGETHER} registrations at once",
        "idle_median_ms": round(unit, 2),
        "median_ms": round(statistics.median(times) * 1000, 2),
        "p99_ms": round(slowest, 2),
        "p99_ratio": round(slowest / unit, 2) if unit else None,
        "lost": lost,
        "target": {"p99_ratio": MOST, "lost": 0},
        "met": not lost and slowest <= MOST * unit,
    }


def main() -> int:
    with served([]) as bench:
        print(json.dumps(measure(bench), ensure_ascii=False), flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
