"""`manage.py demo_accounts`: who can sign in to the demo."""

from typing import Any

from django.core.management.base import BaseCommand

from cms.ops.accounts import DEMO_ACCOUNTS


class Command(BaseCommand):
    help = "List the demo's accounts: role and address."

    def handle(self, *args: Any, **options: Any) -> None:
        width = max(len(account.role) for account in DEMO_ACCOUNTS)
        for account in DEMO_ACCOUNTS:
            self.stdout.write(f"{account.role:<{width}}  {account.email}")
