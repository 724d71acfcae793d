"""The tests' databases: each run clones a migrated template instead of migrating.

The template is named by a hash of what a migrated database depends on, so it is made once for each state of the
migrations. Every worker of every run has a clone under a name of its own: runs side by side do not meet. After a test
that commits, the next one gets a fresh clone, with everything that the migrations had put in.
"""

import contextlib
import hashlib
import secrets
import time
import zlib
from collections.abc import Iterator
from importlib import metadata
from pathlib import Path
from urllib.parse import quote, urlencode

import psycopg
import pytest
from django.apps import apps
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.core.management import call_command
from django.db import connection
from django.test import TransactionTestCase
from django.utils import translation
from psycopg import sql
from pytest_django.plugin import DjangoDbBlocker

from cms import database
from cms.ops.postgres import ServerError

ROOT = Path(__file__).resolve().parents[1]
PREFIX = "portal_test"
TEMPLATES_KEPT = 3  # one for each branch that is worked on lately
# Files that decide what a migrated database holds.
FINGERPRINTED = ("apps.py", "signals.py", "roles.py", "migrations/*.py")
FINGERPRINTED_SETTINGS = (
    "AUTH_USER_MODEL",
    "INSTALLED_APPS",
    "LANGUAGES",
    "LANGUAGE_CODE",
    "MIGRATION_MODULES",
    "TIME_ZONE",
)

running = pytest.StashKey[contextlib.ExitStack]()
committed = pytest.StashKey[bool]()
cloned = pytest.StashKey["Clone"]()


# --- The template -----------------------------------------------------------------------------------


def fingerprint() -> str:
    """Hash what a migrated database depends on: packages, settings, migrations, and models that have none."""
    digest = hashlib.sha256()
    for package in sorted(f"{item.name}=={item.version}" for item in metadata.distributions()):
        digest.update(package.encode())
    with translation.override("en"):  # the names of the languages are words: they differ with who reads them
        for name in FINGERPRINTED_SETTINGS:
            digest.update(f"{name}={getattr(settings, name)!r}".encode())
    for config in apps.get_app_configs():
        folder = Path(config.path)
        if not folder.is_relative_to(ROOT) or folder.is_relative_to(ROOT / ".venv"):
            continue
        unmigrated = settings.MIGRATION_MODULES.get(config.label, "") is None
        for pattern in ("**/*.py",) if unmigrated else FINGERPRINTED:
            for path in sorted(folder.glob(pattern)):
                digest.update(str(path.relative_to(ROOT)).encode() + path.read_bytes())
    return digest.hexdigest()[:16]


@contextlib.contextmanager
def maintenance() -> Iterator[psycopg.Connection]:
    """Connect beside the tests' databases, with their credentials."""
    parameters = connection.get_connection_params() | {"dbname": "postgres"}
    wanted = ("dbname", "user", "password", "host", "port", *database.LIBPQ_OPTIONS)
    with psycopg.connect(**{key: parameters[key] for key in wanted if key in parameters}, autocommit=True) as link:
        yield link


def names(link: psycopg.Connection, prefix: str) -> list[str]:
    """Return the databases whose names begin with `prefix`, oldest first."""
    rows = link.execute("SELECT datname FROM pg_database WHERE starts_with(datname, %s) ORDER BY oid", [prefix])
    return [name for (name,) in rows]


def drop(link: psycopg.Connection, name: str) -> None:
    """Drop a database with whoever is in it; the server's own housekeeping cannot be put out, and is waited for."""
    statement = sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name))
    for pause in (0.1, 0.5, 1, 2, 4):  # seconds
        try:
            link.execute(statement)
            return
        except (psycopg.errors.InsufficientPrivilege, psycopg.errors.ObjectInUse):
            time.sleep(pause)
    link.execute(statement)


def copy(link: psycopg.Connection, name: str, template: str) -> None:
    statement = "CREATE DATABASE {} TEMPLATE {} STRATEGY file_copy"
    link.execute(sql.SQL(statement).format(sql.Identifier(name), sql.Identifier(template)))


def use(name: str) -> None:
    """Point Django's connection at the database `name`."""
    connection.close()
    settings.DATABASES["default"]["NAME"] = connection.settings_dict["NAME"] = name


def lock_key(name: str) -> int:
    return zlib.crc32(name.encode())


def ensure_template(link: psycopg.Connection) -> str:
    """Return the template's name, after migrating it when there is none. Workers wait for the first to finish."""
    template = f"{PREFIX}_template_{fingerprint()}"
    link.execute("SELECT pg_advisory_lock(%s)", [lock_key(f"{PREFIX}_template")])
    try:
        if template not in names(link, template):
            draft = f"{PREFIX}_draft"
            drop(link, draft)
            link.execute(sql.SQL("CREATE DATABASE {} TEMPLATE template0").format(sql.Identifier(draft)))
            use(draft)
            call_command("migrate", verbosity=0, interactive=False)
            # Models without migrations last: their keys point at tables that the migrations make.
            call_command("migrate", run_syncdb=True, verbosity=0, interactive=False)
            connection.close()
            link.execute(
                sql.SQL("ALTER DATABASE {} RENAME TO {}").format(sql.Identifier(draft), sql.Identifier(template))
            )
            for old in names(link, f"{PREFIX}_template_")[:-TEMPLATES_KEPT]:
                drop(link, old)
    finally:
        link.execute("SELECT pg_advisory_unlock(%s)", [lock_key(f"{PREFIX}_template")])
    return template


class Clone:
    """A migrated database of its own."""

    def __init__(self, link: psycopg.Connection, template: str) -> None:
        self.link, self.template = link, template
        self.name = f"{PREFIX}_run_{secrets.token_hex(4)}"
        # Held as long as this process lives: whoever finds it free knows that the database was left behind.
        link.execute("SELECT pg_advisory_lock(%s)", [lock_key(self.name)])
        copy(link, self.name, template)

    def renew(self) -> None:
        """Begin again from the template."""
        connection.close()
        drop(self.link, self.name)
        copy(self.link, self.name, self.template)

    def remove(self) -> None:
        connection.close()
        drop(self.link, self.name)
        self.link.execute("SELECT pg_advisory_unlock(%s)", [lock_key(self.name)])

    def url(self) -> str:
        """Return this database's DATABASE_URL."""
        parameters = connection.settings_dict
        credentials = ":".join(quote(parameters[key], safe="") for key in ("USER", "PASSWORD"))
        port = f":{parameters['PORT']}" if parameters["PORT"] else ""
        options = urlencode({"host": parameters["HOST"], **parameters["OPTIONS"]})
        return f"postgresql://{credentials}@{port}/{self.name}?{options}"


def drop_abandoned(link: psycopg.Connection) -> None:
    """Drop the databases of runs that were killed."""
    for name in names(link, f"{PREFIX}_run_"):
        if link.execute("SELECT pg_try_advisory_lock(%s)", [lock_key(name)]).fetchone() == (True,):
            drop(link, name)
            link.execute("SELECT pg_advisory_unlock(%s)", [lock_key(name)])


# --- pytest -----------------------------------------------------------------------------------------


def pytest_configure(config: pytest.Config) -> None:
    """Leave what a test committed: its database is dropped before the next test, so that emptying it is in vain."""
    TransactionTestCase._fixture_teardown = lambda case: None


def pytest_sessionstart(session: pytest.Session) -> None:
    """Hold the server for the whole run; workers live within the life of the process that started them."""
    config = session.config
    if hasattr(config, "workerinput") or config.option.collectonly:
        return
    config.stash[running] = contextlib.ExitStack()
    try:
        config.stash[running].enter_context(database.running_server())
    except (ServerError, ImproperlyConfigured) as error:
        raise pytest.UsageError(str(error)) from None


def pytest_unconfigure(config: pytest.Config) -> None:
    config.stash.get(running, contextlib.ExitStack()).close()


@pytest.fixture(scope="session")
def django_db_setup(
    request: pytest.FixtureRequest, django_test_environment: None, django_db_blocker: DjangoDbBlocker
) -> Iterator[None]:
    """Give this worker a clone of the template; takes the place of pytest-django's own."""
    with maintenance() as link:
        with django_db_blocker.unblock():
            template = ensure_template(link)
            drop_abandoned(link)
            clone = Clone(link, template)
            use(clone.name)
        request.config.stash[cloned] = clone
        yield
        with django_db_blocker.unblock():
            clone.remove()


@pytest.fixture(scope="module")
def spare_database(django_db_setup: None, request: pytest.FixtureRequest) -> Iterator[str]:
    """Give the DATABASE_URL of one more migrated database, for tests that start processes of their own."""
    own = request.config.stash[cloned]
    spare = Clone(own.link, own.template)
    yield spare.url()
    spare.remove()


def commits(item: pytest.Item) -> bool:
    """Say whether a test works on the database without a transaction around it."""
    marker = item.get_closest_marker("django_db")
    marked = marker is not None and bool(marker.kwargs.get("transaction") or (marker.args and marker.args[0]))
    return marked or not {"transactional_db", "live_server"}.isdisjoint(getattr(item, "fixturenames", ()))


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item: pytest.Item) -> None:
    stash = item.config.stash
    if stash.get(committed, False) and uses_database(item):
        stash[cloned].renew()
        stash[committed] = False


@pytest.hookimpl(trylast=True)
def pytest_runtest_teardown(item: pytest.Item) -> None:
    if commits(item) and cloned in item.config.stash:
        item.config.stash[committed] = True


def uses_database(item: pytest.Item) -> bool:
    return commits(item) or bool(item.get_closest_marker("django_db")) or "db" in getattr(item, "fixturenames", ())
