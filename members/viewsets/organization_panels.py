"""The form of an organization in the admin."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import (
    FieldPanel,
    FieldRowPanel,
    InlinePanel,
    MultiFieldPanel,
    ObjectList,
    Panel,
    PublishingPanel,
    TabbedInterface,
)

from cms.drafts import DraftForm
from members.models import Organization
from members.profiles.widgets import VisibilityWidget
from members.services.organizations import clean_domains


class OrganizationForm(DraftForm):
    """Refuses e-mail domains that say nothing about where somebody works."""

    def clean_email_domains(self) -> list[str]:
        try:
            return clean_domains(self.cleaned_data["email_domains"] or [])
        except ValueError as error:
            raise ValidationError(
                _("“%(domain)s” cannot be used: write a domain of the organization’s own, such as example.org."),
                params={"domain": str(error)},
            ) from None


class PeriodsPanel(Panel):
    """The membership periods of an organization that is there already, and the ways to them."""

    class BoundPanel(Panel.BoundPanel):
        template_name = "members_admin/periods_panel.html"

        def is_shown(self) -> bool:
            return super().is_shown() and self.request.user.has_perm("members.view_membershipperiod")

        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            from members.models import MembershipPeriod

            viewset = MembershipPeriod.snippet_viewset  # type: ignore[attr-defined]
            organization = self.instance
            rows = organization.membership_periods.all() if organization.pk else []
            return {
                **super().get_context_data(parent_context),
                "periods": [
                    {"period": row, "url": reverse(viewset.get_url_name("edit"), args=[row.pk])} for row in rows
                ],
                "add_url": f"{reverse(viewset.get_url_name('add'))}?organization={organization.pk}"
                if organization.pk
                else "",
            }


def both(name: str, **options: Any) -> FieldRowPanel:
    """Return a text of both languages side by side."""
    return FieldRowPanel([FieldPanel(f"{name}_{language}", **options) for language in ("fr", "en")])


def checks(name: str) -> FieldPanel:
    return FieldPanel(name, widget=forms.CheckboxSelectMultiple)


LOCATION_PANELS = [
    both("name"),
    FieldRowPanel([FieldPanel("community"), FieldPanel("street"), FieldPanel("postal_code")]),
    FieldRowPanel([FieldPanel("phone"), FieldPanel("email")]),
    both("hours", widget=forms.Textarea(attrs={"rows": 2})),
]

TABS = [
    ObjectList(
        [both("title"), both("summary"), both("description"), both("accreditation"), FieldPanel("logo")],
        heading=_("Texts"),
    ),
    ObjectList(
        [
            FieldPanel("kind"),
            FieldRowPanel([FieldPanel("is_aaisa_member"), FieldPanel("is_ircc_funded")]),
            checks("services"),
            checks("languages_of_service"),
            checks("audiences"),
            PeriodsPanel(heading=_("Membership periods")),
        ],
        heading=_("Facts"),
    ),
    ObjectList(
        [
            FieldPanel("community"),
            FieldRowPanel([FieldPanel("street"), FieldPanel("postal_code")]),
            checks("areas_served"),
            InlinePanel("locations", panels=LOCATION_PANELS, heading=_("Further places"), label=_("Place")),
        ],
        heading=_("Places"),
    ),
    ObjectList(
        [
            FieldPanel("contact_person"),
            FieldRowPanel([FieldPanel("email"), FieldPanel("phone")]),
            both("website"),
            both("hours", widget=forms.Textarea(attrs={"rows": 3})),
            InlinePanel(
                "social_links",
                panels=[FieldRowPanel([FieldPanel("network"), FieldPanel("url")])],
                heading=_("Social networks"),
                label=_("Social network"),
            ),
        ],
        heading=_("Contact"),
    ),
    ObjectList([FieldPanel("visibility", widget=VisibilityWidget)], heading=_("Who sees what")),
    ObjectList(Organization.promote_panels, heading=_("Promote")),
    ObjectList(
        [
            FieldPanel("key"),
            FieldPanel("email_domains"),
            FieldPanel("publishes_at_once"),
            FieldPanel("access"),
            MultiFieldPanel([FieldPanel("review_on"), FieldPanel("behind_language")], heading=_("Follow-up")),
            PublishingPanel(),
        ],
        heading=_("Settings"),
    ),
]

# On the model: Wagtail then knows that its panels are shown.
Organization.edit_handler = TabbedInterface(TABS, base_form_class=OrganizationForm)
