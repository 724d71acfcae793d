"""What stands on every page: menus, footer, contact details, social links and the notice bar."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel, PageChooserPanel
from wagtail.contrib.settings.models import BaseGenericSetting, register_setting
from wagtail.models import Orderable

from cms.bilingual import Bilingual, Localized


class Link(Orderable, Bilingual):
    """A link of a menu: to a page, in whichever language the reader is, or to an address."""

    page = models.ForeignKey(
        "wagtailcore.Page",
        verbose_name=_("page"),
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="+",
        help_text=_("In either language: each reader is led to the page in their own."),
    )
    url_fr = models.URLField(_("address in French"), blank=True, help_text=_("Where no page is chosen."))
    url_en = models.URLField(_("address in English"), blank=True)
    label_fr = models.CharField(
        _("label in French"), max_length=60, blank=True, help_text=_("Without one, the page's title is shown.")
    )
    label_en = models.CharField(_("label in English"), max_length=60, blank=True)
    label = Localized("label")
    url = Localized("url")

    panels = [
        PageChooserPanel("page"),
        FieldRowPanel([FieldPanel("url_fr"), FieldPanel("url_en")]),
        FieldRowPanel([FieldPanel("label_fr"), FieldPanel("label_en")]),
    ]

    class Meta(Orderable.Meta):
        abstract = True

    def clean(self) -> None:
        super().clean()
        if not self.page_id and not (self.url_fr or self.url_en):
            raise ValidationError({"page": _("Choose a page, or give an address.")})
        if not self.page_id and not (self.label_fr and self.label_en):
            raise ValidationError({"label_fr": _("An address needs a label in both languages.")})


@register_setting(icon="list-ul", order=100)
class Navigation(BaseGenericSetting, ClusterableModel):
    """The main menu and the footer's links."""

    panels = [
        InlinePanel("menu_links", heading=_("Main menu"), label=_("link"), max_num=7),
        InlinePanel("footer_links", heading=_("Footer"), label=_("link"), max_num=12),
    ]

    class Meta:
        verbose_name = _("Menus")


class MenuLink(Link):
    navigation = ParentalKey(Navigation, on_delete=models.CASCADE, related_name="menu_links")


class FooterLink(Link):
    navigation = ParentalKey(Navigation, on_delete=models.CASCADE, related_name="footer_links")


@register_setting(icon="mail", order=110)
class PortalSettings(BaseGenericSetting, Bilingual):
    """The association's name, how to reach it, and its social networks."""

    name_fr = models.CharField(_("portal's name in French"), max_length=80, default="Petits centres de l’Alberta")
    name_en = models.CharField(_("portal's name in English"), max_length=80, default="Alberta’s Small Centres")
    about_fr = models.CharField(_("footer sentence in French"), max_length=250, blank=True)
    about_en = models.CharField(_("footer sentence in English"), max_length=250, blank=True)
    address_fr = models.TextField(_("postal address in French"), blank=True)
    address_en = models.TextField(_("postal address in English"), blank=True)
    email = models.EmailField(_("e-mail address"), blank=True)
    phone = models.CharField(_("telephone"), max_length=40, blank=True)
    contact_recipients = models.CharField(
        _("who receives the contact form"),
        max_length=250,
        blank=True,
        help_text=_("E-mail addresses, separated by commas."),
    )
    linkedin_url = models.URLField("LinkedIn", blank=True)
    facebook_url = models.URLField("Facebook", blank=True)
    youtube_url = models.URLField("YouTube", blank=True)
    instagram_url = models.URLField("Instagram", blank=True)
    social_image = models.ForeignKey(
        "cms.PortalImage",
        verbose_name=_("image for social networks"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text=_("Used by every page that has none of its own."),
    )
    name = Localized("name")
    about = Localized("about")
    address = Localized("address")

    required_pairs = ("name",)
    SOCIAL_NETWORKS = ("linkedin", "facebook", "youtube", "instagram")

    panels = [
        FieldRowPanel([FieldPanel("name_fr"), FieldPanel("name_en")]),
        FieldRowPanel([FieldPanel("about_fr"), FieldPanel("about_en")]),
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("address_fr"), FieldPanel("address_en")]),
                FieldRowPanel([FieldPanel("email"), FieldPanel("phone")]),
                FieldPanel("contact_recipients"),
            ],
            heading=_("Contact details"),
        ),
        MultiFieldPanel(
            [FieldPanel(f"{network}_url") for network in SOCIAL_NETWORKS] + [FieldPanel("social_image")],
            heading=_("Social networks"),
        ),
    ]

    class Meta:
        verbose_name = _("Contact details and social networks")

    def clean(self) -> None:
        super().clean()
        for address in self.recipients:
            try:
                validate_email(address)
            except ValidationError:
                raise ValidationError(
                    {"contact_recipients": _("“%(address)s” is not an e-mail address.") % {"address": address}}
                ) from None

    @property
    def social_links(self) -> list[tuple[str, str]]:
        """The networks that have an address: (name as the network writes it, address)."""
        fields: list[Any] = [self._meta.get_field(f"{network}_url") for network in self.SOCIAL_NETWORKS]
        return [(str(field.verbose_name), value) for field in fields if (value := getattr(self, field.name))]

    @property
    def recipients(self) -> list[str]:
        """The addresses that receive the contact form."""
        given = [part.strip() for part in self.contact_recipients.split(",") if part.strip()]
        return given or ([self.email] if self.email else [])


@register_setting(icon="warning", order=90)
class NoticeBar(BaseGenericSetting, Bilingual):
    """The emergency notice: one sentence on top of every page, in both languages, for as long as it holds."""

    class Tone(models.TextChoices):
        INFORMATION = "information", _("Information")
        WARNING = "warning", _("Warning")
        EMERGENCY = "emergency", _("Emergency")

    tone = models.CharField(_("kind"), max_length=12, choices=Tone.choices, default=Tone.INFORMATION)
    text_fr = models.CharField(_("text in French"), max_length=300, blank=True)
    text_en = models.CharField(_("text in English"), max_length=300, blank=True)
    page = models.ForeignKey(
        "wagtailcore.Page",
        verbose_name=_("page that says more"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    shown_from = models.DateTimeField(_("shown from"), null=True, blank=True, help_text=_("Mountain Time."))
    shown_until = models.DateTimeField(_("shown until"), null=True, blank=True, help_text=_("Mountain Time."))
    text = Localized("text")

    panels = [
        FieldPanel("tone"),
        FieldRowPanel([FieldPanel("text_fr"), FieldPanel("text_en")]),
        PageChooserPanel("page"),
        FieldRowPanel([FieldPanel("shown_from"), FieldPanel("shown_until")]),
    ]

    class Meta:
        verbose_name = _("Notice bar")

    def clean(self) -> None:
        super().clean()
        if bool(self.text_fr) != bool(self.text_en):
            field = "text_en" if self.text_fr else "text_fr"
            raise ValidationError({field: _("The notice is shown to everyone: write it in both languages.")})
        if self.shown_from and self.shown_until and self.shown_until <= self.shown_from:
            raise ValidationError({"shown_until": _("The end must come after the start.")})

    def is_shown(self, now: Any = None) -> bool:
        """Whether the bar stands on the pages at `now` (aware datetime; default: this moment)."""
        now = now or timezone.now()
        return (
            bool(self.text_fr and self.text_en)
            and (self.shown_from is None or self.shown_from <= now)
            and (self.shown_until is None or now < self.shown_until)
        )
