"""That the monthly mail of what is to be reviewed went out."""

from __future__ import annotations

from django.db import models
from django.utils import timezone


class ReviewMail(models.Model):
    """The mail of one month (its first day, in Alberta): a row is made with it, so that there is one at most."""

    month = models.DateField(primary_key=True)
    sent_at = models.DateTimeField(default=timezone.now)
    found = models.PositiveIntegerField(default=0)
    """How many resources were due; with none, nobody got a mail."""

    def __str__(self) -> str:
        return f"{self.month:%Y-%m}"
