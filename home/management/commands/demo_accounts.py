"""`manage.py demo_accounts`: who can sign in to the demo, and the codes of their second factors at this moment."""

import os
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from cms.ops import keys
from cms.ops.accounts import DEMO_ACCOUNTS, current_code, factor_key, factor_secret


class Command(BaseCommand):
    help = "List the demo's accounts: role, address, and for staff the authenticator's secret and its present code."

    def handle(self, *args: Any, **options: Any) -> None:
        key = factor_key(keys.load(settings.VAR_DIR, os.environ))
        role_width = max(len(account.role) for account in DEMO_ACCOUNTS)
        width = max(len(account.email) for account in DEMO_ACCOUNTS)
        for account in DEMO_ACCOUNTS:
            line = f"{account.role:<{role_width}}  {account.email:<{width}}"
            if account.is_staff:
                secret = factor_secret(key, account.email)
                line += f"  {secret}  {current_code(secret)}"
            self.stdout.write(line.rstrip())
