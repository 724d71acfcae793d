#!/usr/bin/env python3
"""Django's command line for the portal."""

import os
import sys


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cms.settings.dev")
    from django.core.exceptions import ImproperlyConfigured
    from django.core.management import execute_from_command_line

    from cms.database import running_server
    from cms.ops.postgres import ServerError

    try:
        with running_server():
            execute_from_command_line(sys.argv)
    except (ServerError, ImproperlyConfigured) as error:
        sys.exit(str(error))


if __name__ == "__main__":
    main()
