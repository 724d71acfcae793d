"""`manage.py reencrypt_second_factors`: brings the secrets of second factors under the first key."""

from __future__ import annotations

from typing import Any

from allauth.mfa.models import Authenticator
from django.core.management.base import BaseCommand
from django.db import transaction

from members.accounts import encryption

FIELDS = {Authenticator.Type.TOTP: "secret", Authenticator.Type.RECOVERY_CODES: "seed"}


class Command(BaseCommand):
    help = "Encrypt the stored secrets of second factors anew, under the first of MFA_ENCRYPTION_KEYS."

    @transaction.atomic
    def handle(self, *args: Any, **options: Any) -> None:
        done, lost = 0, 0
        for row in Authenticator.objects.filter(type__in=FIELDS).select_for_update():
            field = FIELDS[Authenticator.Type(row.type)]
            try:
                row.data[field] = encryption.reencrypt(row.data[field])
            except encryption.UnreadableSecretError:
                lost += 1
                continue
            row.save(update_fields=["data"])
            done += 1
        self.stdout.write(f"{done} secrets are under the first key; {lost} could not be read.")
