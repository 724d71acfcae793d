"""`manage.py remove_second_factor`: for the day when the only superuser has lost theirs."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from members.models import User
from members.services.accounts import remove_second_factor


class Command(BaseCommand):
    help = "Take a person's lost second factor off, on the server. It is noted in the audit log and told by mail."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("email")
        parser.add_argument("--identity-check", required=True, help="how you made sure who is asking")

    def handle(self, *args: Any, **options: Any) -> None:
        person = User.objects.filter(email__iexact=options["email"]).first()
        if person is None:
            raise CommandError(f"Nobody has the address {options['email']}.")
        remove_second_factor(person, helped_by=None, identity_check=options["identity_check"])
        self.stdout.write("The second factor is gone, and the person has been told.")
