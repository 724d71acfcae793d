"""The demo content in a database of its own, loaded once for each state of its code and cloned by whoever needs it."""

from __future__ import annotations

import contextlib
import hashlib
import shutil
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from django.conf import settings
from django.core.files.storage import storages
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.signals import setting_changed
from django.utils import timezone

from cms import caching
from cms.tree import build_tree
from tests import plugin_database as databases

PASSWORD = "prairie-lumiere-2026"
ROOT = Path(__file__).resolve().parents[1]


def demo_fingerprint() -> str:
    """Hash what the loaded demo depends on: its code and texts, and the day, from which its dates are counted."""
    digest = hashlib.sha256(databases.fingerprint().encode())
    digest.update(timezone.localdate().isoformat().encode())
    for folder in ("home/demo", "home/models", "cms/models", "cms/blocks", "members/models", "resources/models"):
        for path in sorted((ROOT / folder).rglob("*")):
            if path.is_file() and path.suffix != ".pyc":
                digest.update(str(path.relative_to(ROOT)).encode() + path.read_bytes())
    return digest.hexdigest()[:16]


def demo_files(name: str) -> Path:
    return Path(settings.VAR_DIR) / name


def make_demo_database(link: psycopg.Connection, template: str) -> str:
    """Return the name of the database with the demo content, after loading it when there is none."""
    name = f"{databases.PREFIX}_demo_{demo_fingerprint()}"
    link.execute("SELECT pg_advisory_lock(%s)", [databases.lock_key(f"{databases.PREFIX}_demo")])
    try:
        if name in databases.names(link, name) and demo_files(name).exists():
            return name
        for old in databases.names(link, f"{databases.PREFIX}_demo_"):
            databases.drop(link, old)
            shutil.rmtree(demo_files(old), ignore_errors=True)
        draft = f"{databases.PREFIX}_demodraft"
        databases.drop(link, draft)
        databases.copy(link, draft, template)
        before = connection.settings_dict["NAME"]
        databases.use(draft)
        try:
            with files_under(demo_files(name)), pytest.MonkeyPatch.context() as environ:
                environ.setenv("DEMO_PASSWORD", PASSWORD)
                caching.forget()
                call_command("load_demo", verbosity=0)
                for node in build_tree().public():  # makes the pictures, so that nobody waits for them
                    assert Client(headers={"host": "localhost"}).get(node.url).status_code == 200, node.url
        finally:
            databases.use(before)
        link.execute(f'ALTER DATABASE "{draft}" RENAME TO "{name}"')
    finally:
        link.execute("SELECT pg_advisory_unlock(%s)", [databases.lock_key(f"{databases.PREFIX}_demo")])
    return name


def keep_files(**folders: Path | str) -> None:
    """Keep files under the folder of each setting (MEDIA_ROOT, PRIVATE_ROOT)."""
    for setting, folder in folders.items():
        Path(folder).mkdir(parents=True, exist_ok=True)
        setattr(settings, setting, folder)
        setting_changed.send(sender=None, setting=setting, value=folder, enter=True)
    storages._storages.clear()


@contextlib.contextmanager
def files_under(folder: Path) -> Iterator[None]:
    """Keep uploaded files under `folder`."""
    before = {name: getattr(settings, name) for name in ("MEDIA_ROOT", "PRIVATE_ROOT")}
    keep_files(MEDIA_ROOT=folder / "media", PRIVATE_ROOT=folder / "private")
    try:
        yield
    finally:
        keep_files(**before)


@contextlib.contextmanager
def demo_clone(own: databases.Clone) -> Iterator[str]:
    """Have Django use a clone of the demo, files included, in the place of a worker's `own` database."""
    with databases.maintenance() as link:
        demo = make_demo_database(link, own.template)
        name = f"{own.name}_demo"
        # Held as long as the clone is: another run would take its database for one that was left behind.
        link.execute("SELECT pg_advisory_lock(%s)", [databases.lock_key(name)])
        databases.copy(link, name, demo)
        files = demo_files(name)
        shutil.copytree(demo_files(demo), files, dirs_exist_ok=True)
        databases.use(name)
        caching.forget()
        try:
            with files_under(files):
                yield name
        finally:
            databases.use(own.name)
            caching.forget()
            databases.drop(link, name)
            shutil.rmtree(files, ignore_errors=True)
