"""What the directory reads of an organization's texts: its place in the alphabet and its words, for each language."""

from __future__ import annotations

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models

from members.models.organizations import Organization


class OrganizationText(models.Model):
    """Written by `members.services.texts` whenever an organization changes; nobody else writes it.

    `public_…` holds the words that everyone may find, `members_…` those that members and partners may; what an
    organization hides is in neither. `letter_…` is "A" to "Z", or "0" for a name that begins otherwise.
    """

    organization = models.OneToOneField(Organization, on_delete=models.CASCADE, primary_key=True, related_name="text")
    sort_fr = models.TextField()
    sort_en = models.TextField()
    letter_fr = models.CharField(max_length=1)
    letter_en = models.CharField(max_length=1)
    public_fr = SearchVectorField()
    public_en = SearchVectorField()
    members_fr = SearchVectorField()
    members_en = SearchVectorField()

    class Meta:
        indexes = [
            GinIndex(fields=[name], name=f"organization_{name}")
            for name in ("public_fr", "public_en", "members_fr", "members_en")
        ]

    def __str__(self) -> str:
        return self.sort_en
