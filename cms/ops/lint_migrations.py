"""Looks over the project's migrations for steps that would break the release that is still running.

The linter is called as a library: as a command it would have to be an installed app of the portal.
"""

import os
import sys
from pathlib import Path

import django

from cms.database import running_server
from cms.ops.postgres import ServerError

ROOT = Path(__file__).resolve().parents[2]

# What the linter holds against steps of our own, read by a person and found harmless; each with its reason.
REVIEWED = {
    "0002_homes_and_roles": "only fills what the first migration made; its variables are named after what they hold",
    "0003_index_pages": "makes pages where there are none; its variables are named after what they hold",
    "0002_members": "makes new tables; the indexes are on them, and on people, of whom there are few before it",
    "0006_search_by_places": "locks the table of the search for the seconds that writing and indexing it anew takes",
    "0003_cache_table": "makes a table that nothing has used before, and drops it on the way back",
}


def main() -> int:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cms.settings.test")
    os.environ.setdefault("LOG_LEVEL", "WARNING")
    django.setup()
    from django.apps import apps
    from django_migration_linter import MigrationLinter

    ours = [
        config.label
        for config in apps.get_app_configs()
        if Path(config.path).is_relative_to(ROOT) and ".venv" not in Path(config.path).parts
    ]
    try:
        with running_server():
            linter = MigrationLinter(
                str(ROOT),
                include_apps=ours,
                no_cache=True,
                ignore_name=list(REVIEWED),
                quiet=["ok", "ignore"],
                ignore_initial_migrations=True,  # nothing runs yet that they could break
            )
            linter.lint_all_migrations()
    except ServerError as error:
        print(error, file=sys.stderr)
        return 1
    linter.print_summary()
    return 1 if linter.has_errors else 0


if __name__ == "__main__":
    sys.exit(main())
