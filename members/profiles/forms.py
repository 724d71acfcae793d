"""The form of an organization's profile, as its administrators fill it in."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core import signing
from django.db import models
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from cms.forms import CheckedImageField
from members.models import Community, Location, Organization, SocialLink
from members.profiles.widgets import VisibilityWidget
from members.services.profile_fields import ROWS, TERMS, TEXTS, Values, clean_visibility, one_newline

SALT = "members.profile-form"
EXTRA_ROWS = 3
MAX_ROWS = 20

#: How the fields stand on the page: heading, lines of one field or of the two languages of one.
SECTIONS: tuple[tuple[Any, tuple[tuple[str, ...], ...]], ...] = (
    (
        _("Name and description"),
        (("title_fr", "title_en"), ("summary_fr", "summary_en"), ("description_fr", "description_en")),
    ),
    (_("What you offer"), (("services",), ("languages_of_service",), ("audiences",))),
    (_("Where"), (("community",), ("street", "postal_code"), ("areas_served",))),
    (
        _("How to reach you"),
        (
            ("contact_person",),
            ("email", "phone"),
            ("website_fr", "website_en"),
            ("hours_fr", "hours_en"),
        ),
    ),
    (_("Accreditation"), (("accreditation_fr", "accreditation_en"),)),
    (_("Logo"), (("logo_file",), ("logo_remove",))),
)


def with_https(field: models.Field, **options: Any) -> Any:
    """Return the form's field; an address without its scheme is taken for https."""
    if isinstance(field, models.URLField):
        options["assume_scheme"] = "https"
    return field.formfield(**options)


class ProfileForm(forms.ModelForm):
    """Everything but places and social networks, which have forms of their own (`RowForms`)."""

    logo_file = CheckedImageField(label=_("New logo"), required=False)
    logo_remove = forms.BooleanField(label=_("Show no logo"), required=False)
    base = forms.CharField(required=False, widget=forms.HiddenInput)

    class Meta:
        model = Organization
        formfield_callback = with_https
        fields = (*TEXTS, "community", *TERMS, "visibility")
        labels = {
            "title_fr": _("Name in French"),
            "title_en": _("Name in English"),
            "visibility": _("Who sees what"),
        }
        help_texts = {
            "summary_fr": _("One sentence, for lists."),
            "summary_en": _("One sentence, for lists."),
        }
        widgets = {
            **dict.fromkeys(TERMS, forms.CheckboxSelectMultiple),
            **{
                f"{name}_{language}": forms.Textarea(attrs={"rows": rows, "lang": language})
                for name, rows in (("summary", 3), ("description", 8), ("hours", 4), ("accreditation", 3))
                for language in ("fr", "en")
            },
            **{f"title_{language}": forms.TextInput(attrs={"lang": language}) for language in ("fr", "en")},
            "visibility": VisibilityWidget,
        }

    def __init__(self, *args: Any, shown: Values, base: Values, **kwargs: Any) -> None:
        """`shown` is what the form shows, `base` what the profile said then: what differs is proposed."""
        initial = {name: shown[name] for name in TEXTS}
        initial["community"] = Community.objects.filter(key=shown["community"]).values_list("pk", flat=True).first()
        for name, model in TERMS.items():
            initial[name] = list(model._default_manager.filter(key__in=shown[name]).values_list("pk", flat=True))
        initial["visibility"] = shown["visibility"]
        self.salt = f"{SALT}-{kwargs['instance'].pk}"  # what one organization's form showed is nothing to another's
        initial["base"] = signing.dumps({"base": base, "logo": shown["logo"]}, salt=self.salt, compress=True)
        kwargs["initial"] = initial
        super().__init__(*args, **kwargs)
        self.shown, self.known_base = shown, base
        logo = self.fields["logo_file"]  # Wagtail words its help once, in the language in which the server started
        size = filesizeformat(logo.max_upload_size)  # type: ignore[attr-defined]
        logo.help_text = gettext("PNG, JPEG, WebP, AVIF or GIF, at most %(size)s.") % {"size": size}
        for name in ("title_fr", "title_en"):
            self.fields[name].required = True
        for name in ("community", *TERMS):
            self.fields[name].queryset = in_order(self.fields[name].queryset)  # type: ignore[attr-defined]

    def opened_with(self) -> tuple[Values, int | None]:
        """Return what the profile said, and which logo was shown, when the form was opened."""
        try:
            opened = signing.loads(self.data.get("base", ""), salt=self.salt)
        except signing.BadSignature:
            return self.known_base, self.shown["logo"]
        return opened["base"], opened["logo"]

    def values(self) -> Values:
        """Return what was filled in, as the profile's fields are kept; the logo is what stood there, or none."""
        data = self.cleaned_data
        values: Values = {name: one_newline(data[name]) for name in TEXTS}
        values["community"] = data["community"].key if data["community"] else ""
        for name in TERMS:
            values[name] = sorted(term.key for term in data[name])
        values["visibility"] = clean_visibility(data["visibility"] or {})
        values["logo"] = None if data["logo_remove"] else self.opened_with()[1]
        return values


def in_order(queryset: Any) -> Any:
    """Return communities by name in the active language, terms as editors have put them."""
    if queryset.model is Community:
        return queryset.in_order()
    return queryset.order_by("order", "pk")


class RowForm(forms.ModelForm):
    """A row of a list; one that is left empty is no row."""

    columns: tuple[str, ...]

    def has_content(self) -> bool:
        return any(self.cleaned_data.get(column) for column in self.columns)

    def values(self) -> dict[str, str]:
        data = self.cleaned_data
        return {
            column: (data[column].key if data[column] else "") if column == "community" else one_newline(data[column])
            for column in self.columns
        }


class LocationForm(RowForm):
    columns = ROWS["locations"][1]

    class Meta:
        model = Location
        fields = ROWS["locations"][1]
        widgets = {
            f"hours_{language}": forms.Textarea(attrs={"rows": 2, "lang": language}) for language in ("fr", "en")
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["community"].required = True
        self.fields["community"].queryset = Community.objects.in_order()  # type: ignore[attr-defined]


class SocialLinkForm(RowForm):
    columns = ROWS["social_links"][1]

    class Meta:
        model = SocialLink
        formfield_callback = with_https
        fields = ROWS["social_links"][1]


class RowForms(forms.BaseFormSet):
    """The rows of a list, with some empty ones after them; works without JavaScript."""

    def rows(self) -> list[dict[str, str]]:
        """Return the rows that are filled in and not taken off."""
        kept = [form for form in self.forms if form not in self.deleted_forms and form.has_content()]
        return [form.values() for form in kept]


def _row_forms(form: type[RowForm]) -> type[RowForms]:
    made: Any = forms.formset_factory(
        form, formset=RowForms, extra=EXTRA_ROWS, can_delete=True, max_num=MAX_ROWS, validate_max=True
    )
    return made


FORM_OF_ROW: dict[str, type[RowForm]] = {"locations": LocationForm, "social_links": SocialLinkForm}


def row_forms(name: str, shown: Values, data: Any = None) -> RowForms:
    """Return the forms of the list `name` ("locations" or "social_links"), with what `shown` says."""
    keys = {community.key: community.pk for community in Community.objects.all()} if name == "locations" else {}
    initial = [
        {column: keys.get(value) if column == "community" else value for column, value in row.items()}
        for row in shown[name]
    ]
    return _row_forms(FORM_OF_ROW[name])(data, initial=initial, prefix=name)
