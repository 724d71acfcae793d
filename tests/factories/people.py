"""People."""

from typing import Any

import factory
from allauth.mfa.models import Authenticator
from django.contrib.auth import get_user_model
from factory.django import DjangoModelFactory

from members.accounts import encryption


class UserFactory(DjangoModelFactory):
    class Meta:
        model = get_user_model()
        skip_postgeneration_save = True

    email = factory.Sequence(lambda number: f"person{number}@example.org")
    password = factory.django.Password("a long enough password")


TOTP_SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


def give_factor(user: Any) -> Authenticator:
    """Give `user` an authenticator app that holds TOTP_SECRET, unless they have one."""
    found = Authenticator.objects.filter(user=user, type=Authenticator.Type.TOTP).first()
    return found or Authenticator.objects.create(
        user=user, type=Authenticator.Type.TOTP, data={"secret": encryption.encrypt(TOTP_SECRET)}
    )
