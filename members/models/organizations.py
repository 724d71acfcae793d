"""Organizations, the communities they are in, their places and their membership."""

from __future__ import annotations

import datetime
from typing import Any, ClassVar

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models.functions import Coalesce
from django.http import HttpRequest
from django.utils.functional import cached_property
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey, ParentalManyToManyField
from wagtail.models import Orderable
from wagtail.search import index

from cms.bilingual import LANGUAGES, Bilingual, BilingualQuerySet, Localized
from cms.models import Audience, CommunityTier, OrganizationKind, Record, RecordQuerySet, Region, Service
from cms.slugs import free_slug
from members.models.vocabulary import ServiceLanguage


class Community(index.Indexed, Bilingual):
    """A town or city of Alberta, with its tier and its place on the map (WGS 84, degrees)."""

    key = models.SlugField(_("key"), max_length=80, unique=True, blank=True)
    name_fr = models.CharField(_("name in French"), max_length=80)
    name_en = models.CharField(_("name in English"), max_length=80)
    name = Localized("name")
    tier = models.ForeignKey(
        CommunityTier, verbose_name=_("tier"), null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    region = models.ForeignKey(Region, verbose_name=_("region"), on_delete=models.PROTECT, related_name="+")
    latitude = models.DecimalField(_("latitude"), max_digits=6, decimal_places=3)
    longitude = models.DecimalField(_("longitude"), max_digits=7, decimal_places=3)
    population = models.PositiveIntegerField(_("population"), null=True, blank=True)
    is_small_centre = models.BooleanField(
        _("small centre"), default=True, help_text=_("Anywhere in Alberta outside Calgary and Edmonton.")
    )

    required_pairs = ("name",)
    objects = BilingualQuerySet.as_manager()
    search_fields = [
        index.SearchField("name_fr", boost=2),
        index.SearchField("name_en", boost=2),
        index.AutocompleteField("name_fr"),
        index.AutocompleteField("name_en"),
    ]

    class Meta:
        verbose_name = _("community")
        verbose_name_plural = _("communities")
        ordering = ["name_en", "pk"]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.key = self.key or slugify(self.name_en or self.name_fr)[:80]
        super().save(*args, **kwargs)


class Visibility(models.TextChoices):
    """Who sees a field of an organization's profile."""

    PUBLIC = "public", _("Everyone")
    MEMBERS = "members", _("Members and partners who are signed in")
    HIDDEN = "hidden", _("Nobody but the organization and AAISA’s staff")


#: Fields of the profile whose readers an organization chooses, and what holds until it does.
FIELD_VISIBILITY: dict[str, str] = {
    "description": Visibility.PUBLIC,
    "email": Visibility.PUBLIC,
    "phone": Visibility.PUBLIC,
    "address": Visibility.PUBLIC,
    "website": Visibility.PUBLIC,
    "hours": Visibility.PUBLIC,
    "social_links": Visibility.PUBLIC,
    "contact_person": Visibility.MEMBERS,
    "accreditation": Visibility.PUBLIC,
    "locations": Visibility.PUBLIC,
    "people": Visibility.PUBLIC,
}


class OrganizationQuerySet(RecordQuerySet):
    """Reads of organizations by intent."""

    def small_centres(self) -> OrganizationQuerySet:
        """Keep those of small centres (DOMAIN.md, "small centre")."""
        return self.filter(community__is_small_centre=True)

    def members(self) -> OrganizationQuerySet:
        """Keep AAISA's member organizations."""
        return self.filter(is_aaisa_member=True)

    def unconfirmed_since(self, moment: datetime.datetime) -> OrganizationQuerySet:
        """Keep published ones whose profile nobody confirmed (or published) after `moment`: stale."""
        sure = Coalesce("confirmed_at", "first_published_at", "created_at")
        return self.filter(live=True).annotate(last_sure=sure).filter(last_sure__lt=moment)

    def with_last_question(self) -> OrganizationQuerySet:
        """Add `last_asked_at`: when its administrators were last asked whether the profile is still right."""
        return self.annotate(last_asked_at=models.Max("confirmations__asked_at"))


class Organization(Record):
    """An organization of the network: its name in both languages, the rest of its texts in either.

    "Small centre" follows from its community. Kind, AAISA member and IRCC-funded are independent of each other.
    """

    key = models.SlugField(
        _("key"), max_length=120, unique=True, blank=True, help_text=_("The name by which imports know it.")
    )
    kind = models.ForeignKey(
        OrganizationKind, verbose_name=_("kind"), null=True, on_delete=models.PROTECT, related_name="organizations"
    )
    is_aaisa_member = models.BooleanField(_("member of AAISA"), default=False)
    is_ircc_funded = models.BooleanField(_("funded by IRCC"), default=False)
    description_fr = models.TextField(_("description in French"), max_length=4000, blank=True)
    description_en = models.TextField(_("description in English"), max_length=4000, blank=True)
    description = Localized("description")
    community = models.ForeignKey(
        Community,
        verbose_name=_("community"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="organizations",
        help_text=_("Empty for an organization outside Alberta, such as a sister association."),
    )
    street = models.CharField(_("street address"), max_length=200, blank=True)
    postal_code = models.CharField(_("postal code"), max_length=7, blank=True)
    areas_served = ParentalManyToManyField(Community, verbose_name=_("areas served"), blank=True, related_name="+")
    services = ParentalManyToManyField(Service, verbose_name=_("services"), blank=True, related_name="organizations")
    languages_of_service = ParentalManyToManyField(
        ServiceLanguage, verbose_name=_("languages of service"), blank=True, related_name="organizations"
    )
    audiences = ParentalManyToManyField(Audience, verbose_name=_("audiences"), blank=True, related_name="+")
    contact_person = models.CharField(_("contact person"), max_length=120, blank=True)
    email = models.EmailField(_("e-mail address"), blank=True)
    phone = models.CharField(_("telephone"), max_length=40, blank=True)
    website_fr = models.URLField(_("website in French"), blank=True)
    website_en = models.URLField(_("website in English"), blank=True)
    website = Localized("website")
    hours_fr = models.TextField(_("opening hours in French"), max_length=500, blank=True)
    hours_en = models.TextField(_("opening hours in English"), max_length=500, blank=True)
    hours = Localized("hours")
    accreditation_fr = models.TextField(_("accreditation in French"), max_length=1000, blank=True)
    accreditation_en = models.TextField(_("accreditation in English"), max_length=1000, blank=True)
    accreditation = Localized("accreditation")
    logo = models.ForeignKey(
        settings.WAGTAILIMAGES_IMAGE_MODEL,
        verbose_name=_("logo"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    visibility = models.JSONField(_("who sees which field"), default=dict, blank=True)
    email_domains = ArrayField(
        models.CharField(max_length=120),
        verbose_name=_("e-mail domains"),
        default=list,
        blank=True,
        help_text=_("A person whose address ends so may ask to join. Separated by commas, such as: example.org"),
    )
    publishes_at_once = models.BooleanField(
        _("trusted"),
        default=False,
        help_text=_("Its administrators’ changes to the profile are published without waiting for staff."),
    )
    confirmed_at = models.DateTimeField(_("profile last confirmed"), null=True, blank=True, editable=False)

    index_page = "memberindexpage"
    required_pairs = ("title",)
    objects = OrganizationQuerySet.as_manager()  # type: ignore[misc]
    search_fields = [*Record.search_fields, index.FilterField("kind"), index.FilterField("community")]

    class Meta:
        verbose_name = _("organization")
        verbose_name_plural = _("organizations")
        constraints = [
            models.UniqueConstraint(
                fields=[f"slug_{language}"],
                condition=~models.Q(**{f"slug_{language}": ""}),
                name=f"one_organization_for_each_{language}_slug",
            )
            for language in LANGUAGES
        ]

    def clean(self) -> None:
        """Refuse an organization without its name in both languages."""
        super().clean()
        missing = [name for name in ("title_fr", "title_en") if not getattr(self, name)]
        if missing:
            raise ValidationError({name: _("An organization needs its name in both languages.") for name in missing})

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.key = self.key or self._free_key()
        super().save(*args, **kwargs)

    def with_content_json(self, content: dict[str, Any]) -> Any:
        """Return the organization as a revision has it; when it was confirmed is a fact of the row."""
        organization = super().with_content_json(content)
        row = type(self).objects.filter(pk=self.pk).values_list("confirmed_at", flat=True)
        organization.confirmed_at = row.first()
        return organization

    def _free_key(self) -> str:
        base = slugify(self.title_en or self.title_fr)[:110] or "organization"
        return free_slug(type(self).objects.exclude(pk=self.pk), "key", base)

    @property
    def is_small_centre(self) -> bool:
        """Whether it is in a small centre: anywhere outside Calgary and Edmonton."""
        return self.community is not None and self.community.is_small_centre

    @cached_property
    def region(self) -> Region | None:
        return self.community.region if self.community else None

    def visibility_of(self, field: str) -> str:
        """Return who sees `field` of FIELD_VISIBILITY: the organization's choice, else the default."""
        chosen = self.visibility.get(field)
        return chosen if chosen in Visibility.values else FIELD_VISIBILITY[field]

    def get_preview_template(self, request: HttpRequest, mode_name: str) -> str:
        return "pages/organization.html"

    def get_preview_context(self, request: HttpRequest, mode_name: str) -> dict[str, Any]:
        """Return what its page shows of the draft to the editor who looks at it."""
        from members.directory.views import organization_context

        return organization_context(request, self)


class Location(Orderable, Bilingual):
    """A further place at which an organization serves people."""

    organization = ParentalKey(Organization, on_delete=models.CASCADE, related_name="locations")
    name_fr = models.CharField(_("name in French"), max_length=120, blank=True)
    name_en = models.CharField(_("name in English"), max_length=120, blank=True)
    name = Localized("name")
    community = models.ForeignKey(
        Community, verbose_name=_("community"), null=True, on_delete=models.PROTECT, related_name="locations"
    )
    street = models.CharField(_("street address"), max_length=200, blank=True)
    postal_code = models.CharField(_("postal code"), max_length=7, blank=True)
    phone = models.CharField(_("telephone"), max_length=40, blank=True)
    email = models.EmailField(_("e-mail address"), blank=True)
    hours_fr = models.TextField(_("opening hours in French"), max_length=500, blank=True)
    hours_en = models.TextField(_("opening hours in English"), max_length=500, blank=True)
    hours = Localized("hours")

    class Meta(Orderable.Meta):
        verbose_name = _("place")
        verbose_name_plural = _("places")

    def __str__(self) -> str:
        return str(self.name or self.community or self.street)


class SocialLink(Orderable):
    """An organization's page on a social network."""

    class Network(models.TextChoices):
        FACEBOOK = "facebook", "Facebook"
        INSTAGRAM = "instagram", "Instagram"
        LINKEDIN = "linkedin", "LinkedIn"
        YOUTUBE = "youtube", "YouTube"
        X = "x", "X"
        OTHER = "other", _("Other")

    organization = ParentalKey(Organization, on_delete=models.CASCADE, related_name="social_links")
    network = models.CharField(_("network"), max_length=10, choices=Network.choices)
    url = models.URLField(_("address"))

    class Meta(Orderable.Meta):
        verbose_name = _("social network")
        verbose_name_plural = _("social networks")

    def __str__(self) -> str:
        return self.url


class MembershipPeriod(models.Model):
    """A period for which an organization is a member of AAISA. Dates are days in Alberta, both included."""

    FISCAL_YEAR_BEGINS: ClassVar[int] = 4
    """Month: the fiscal year runs from 1 April to 31 March (DOMAIN.md)."""

    organization = models.ForeignKey(
        Organization, verbose_name=_("organization"), on_delete=models.CASCADE, related_name="membership_periods"
    )
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("until"))
    renews_on = models.DateField(_("to be renewed by"), null=True, blank=True)
    renewed_at = models.DateField(_("renewed on"), null=True, blank=True)
    note = models.CharField(_("note"), max_length=250, blank=True)

    class Meta:
        verbose_name = _("membership period")
        verbose_name_plural = _("membership periods")
        ordering = ["-starts_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(ends_on__gte=models.F("starts_on")), name="membership_ends_after_it_starts"
            )
        ]

    def __str__(self) -> str:
        return f"{self.starts_on} – {self.ends_on}"

    @property
    def fiscal_year(self) -> int:
        """The year in which the fiscal year of its first day begins."""
        return self.starts_on.year - (self.starts_on.month < self.FISCAL_YEAR_BEGINS)

    def clean(self) -> None:
        """Refuse a period that ends before it begins, or that overlaps another of the same organization."""
        super().clean()
        if not (self.starts_on and self.ends_on):
            return
        if self.ends_on < self.starts_on:
            raise ValidationError({"ends_on": _("The period ends before it begins.")})
        if self.organization_id is None:
            return
        others = MembershipPeriod.objects.filter(organization=self.organization_id).exclude(pk=self.pk)
        if others.filter(starts_on__lte=self.ends_on, ends_on__gte=self.starts_on).exists():
            raise ValidationError(_("This organization already has a membership period in these days."))
