"""`make check`: deployment checks as in production, migrations that are missing, message catalogues."""

import os
import secrets
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]

# Values that satisfy production's demands and lead nowhere: no check connects to anything.
PRODUCTION = {
    "DJANGO_SETTINGS_MODULE": "cms.settings.production",
    "DATABASE_URL": "postgresql://portal@localhost/portal?sslmode=require",
    "ALLOWED_HOSTS": "portal.example.org",
    "BASE_URL": "https://portal.example.org",
    "EMAIL_HOST": "mail.example.org",
    "DEFAULT_FROM_EMAIL": "portal@example.org",
}


def steps() -> list[tuple[str, list[str], dict[str, str]]]:
    """Return each step's name, its manage.py arguments and its environment."""
    production = PRODUCTION | {"SECRET_KEY": secrets.token_urlsafe(64)}
    development = {"DJANGO_SETTINGS_MODULE": "cms.settings.test"}
    return [
        ("Deployment", ["check", "--deploy", "--fail-level", "WARNING"], production),
        ("Migrations", ["makemigrations", "--check", "--dry-run"], development),
        ("Catalogues", ["check_catalogues"], development),
    ]


def main() -> int:
    failed = []
    for name, arguments, settings in steps():
        print(f"{name}:", flush=True)
        command = [sys.executable, "manage.py", *arguments]
        if subprocess.run(command, cwd=ROOT, env={**os.environ, **settings}).returncode:
            failed.append(name)
    if failed:
        print(f"Not in order: {', '.join(failed)}.", file=sys.stderr)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
