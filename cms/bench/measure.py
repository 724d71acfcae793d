"""Asks a running server for pages and measures what they cost."""

import http.client
import statistics
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from http.cookies import SimpleCookie
from urllib.parse import quote

import psutil

from cms.bench.pages import SIGN_IN_PATH, Page

HOST = "127.0.0.1"
ROUNDS = 5
BLOCK_SECONDS = 1.0  # of the server's CPU, so that the kernel's clock tick of 10 ms is 1 % of it
CLIENTS = 8
LOAD_SECONDS = 3.0


class UnexpectedAnswerError(Exception):
    """A page did not answer as it should."""


@dataclass
class Client:
    """One connection, kept open; `headers` go with each of its requests."""

    port: int
    headers: dict[str, str] = field(default_factory=dict)
    link: http.client.HTTPConnection = field(init=False)

    def __post_init__(self) -> None:
        self.link = http.client.HTTPConnection(HOST, self.port, timeout=30)

    def get(
        self, path: str, status: int, headers: dict[str, str] | None = None
    ) -> tuple[http.client.HTTPResponse, bytes]:
        sent = {"Host": f"localhost:{self.port}", **self.headers, **(headers or {})}
        self.link.request("GET", path, headers=sent)
        response = self.link.getresponse()
        body = response.read()
        if response.status != status:
            raise UnexpectedAnswerError(f"{path} answers {response.status}, not {status}.")
        return response, body


@dataclass
class Block:
    """A row of requests by one client: seconds for each, and CPU seconds of web workers and database for all."""

    times: list[float]
    cpu: float
    db_cpu: float

    @property
    def cpu_each(self) -> float:
        return self.cpu / len(self.times)


def cpu_of(processes: list[psutil.Process]) -> float:
    """Return the CPU seconds that the processes have used until now."""
    total = 0.0
    for process in processes:
        try:
            times = process.cpu_times()
        except psutil.NoSuchProcess:
            continue
        total += times.user + times.system
    return total


def family(pid: int | None) -> list[psutil.Process]:
    """Return a process and its descendants; none for no process."""
    if pid is None:
        return []
    head = psutil.Process(pid)
    return [head, *head.children(recursive=True)]


@dataclass
class Bench:
    """A server under measurement: its port, its process, the database's process (None: elsewhere)."""

    port: int
    web_pid: int
    db_pid: int | None

    def headers_for(self, page: Page) -> dict[str, str]:
        """Return what goes with each request for a page: the cookie of its account, the state that is known already."""
        headers = self.sign_in(page.account)
        if page.revalidates:
            response, _body = Client(self.port, headers).get(page.path, 200)
            headers["If-None-Match"] = response.headers["ETag"]
        return headers

    def sign_in(self, account: str) -> dict[str, str]:
        """Return the cookie of a session of `account`; nothing for nobody."""
        if not account:
            return {}
        response, _body = Client(self.port).get(f"{SIGN_IN_PATH}?account={quote(account)}", 200)
        cookies = SimpleCookie(", ".join(response.headers.get_all("Set-Cookie") or []))
        return {"Cookie": f"sessionid={cookies['sessionid'].value}"}

    def warm_up(self, path: str, status: int, headers: dict[str, str] | None = None) -> None:
        """Ask each worker for a page often enough that code and connections are warm."""
        for _ in range(12):
            clients = [Client(self.port, headers or {}) for _ in range(4)]
            for client in clients:
                client.get(path, status)
            for client in clients:
                client.link.close()

    def block(self, client: Client, path: str, status: int, count: int) -> Block:
        web, database = family(self.web_pid), family(self.db_pid)
        before, db_before = cpu_of(web), cpu_of(database)
        times = []
        for _ in range(count):
            start = time.perf_counter()
            client.get(path, status)
            times.append(time.perf_counter() - start)
        return Block(times, cpu_of(web) - before, cpu_of(database) - db_before)

    def count_for(self, client: Client, path: str, status: int) -> int:
        """Return how many requests use about BLOCK_SECONDS of CPU."""
        count = 20
        while (trial := self.block(client, path, status, count)).cpu < 0.1:
            count *= 2
        return max(10, round(BLOCK_SECONDS / trial.cpu_each))

    def alternate(
        self, bare: str, path: str, status: int, headers: dict[str, str] | None = None
    ) -> tuple[list[Block], list[Block]]:
        """Measure the bare view and a page in turn, so that both meet the same machine."""
        beside, client = Client(self.port), Client(self.port, headers or {})
        bare_count, count = self.count_for(beside, bare, 200), self.count_for(client, path, status)
        pairs = [
            (self.block(beside, bare, 200, bare_count), self.block(client, path, status, count)) for _ in range(ROUNDS)
        ]
        return [pair[0] for pair in pairs], [pair[1] for pair in pairs]

    def requests_per_second(self, path: str, status: int, headers: dict[str, str]) -> float:
        """Return what CLIENTS clients get done together."""
        end = time.perf_counter() + LOAD_SECONDS
        counts = [0] * CLIENTS

        def work(number: int) -> None:
            client = Client(self.port, headers)
            while time.perf_counter() < end:
                client.get(path, status)
                counts[number] += 1

        in_parallel(work, CLIENTS)
        return sum(counts) / LOAD_SECONDS


def in_parallel(work: Callable[[int], None], count: int) -> None:
    threads = [threading.Thread(target=work, args=(number,)) for number in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def percentile(values: list[float], share: float) -> float:
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(len(ordered) * share))]


def summary(blocks: list[Block]) -> dict[str, float]:
    """Return milliseconds: CPU of web and database for a request, median and 99th percentile of the time it took."""
    times = [seconds for block in blocks for seconds in block.times]
    return {
        "cpu_ms": statistics.median(block.cpu_each for block in blocks) * 1000,
        "db_cpu_ms": statistics.median(block.db_cpu / len(block.times) for block in blocks) * 1000,
        "median_ms": statistics.median(times) * 1000,
        "p99_ms": percentile(times, 0.99) * 1000,
    }
