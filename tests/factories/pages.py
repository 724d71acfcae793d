"""Pages of the public site, and their translations."""

from __future__ import annotations

from typing import Any

import factory
import wagtail_factories
from django.utils import timezone
from wagtail.models import Locale, Page, PageViewRestriction

from cms import access
from home.models import AudiencePage, ContactPage, StandardPage, StrategyIndexPage, StrategyPage
from members.models import PrivateIndexPage, PrivatePage


class PortalPageFactory(wagtail_factories.PageFactory):
    """A published page under `parent`, in its parent's language."""

    class Meta:
        abstract = True

    title = factory.Sequence(lambda number: f"Page {number}")
    live = True
    first_published_at = factory.LazyFunction(timezone.now)
    last_published_at = factory.LazyFunction(timezone.now)

    @classmethod
    def _create_instance(cls, model_class: type[Page], parent: Page, kwargs: dict[str, Any]) -> Page:
        kwargs.setdefault("locale", Page.objects.get(pk=parent.pk).locale)
        # A fresh parent: treebeard counts children on the object it is given.
        return super()._create_instance(model_class, Page.objects.get(pk=parent.pk), kwargs)


class StandardPageFactory(PortalPageFactory):
    class Meta:
        model = StandardPage


class ContactPageFactory(PortalPageFactory):
    class Meta:
        model = ContactPage

    title = "Contact"


class AudiencePageFactory(PortalPageFactory):
    class Meta:
        model = AudiencePage


class StrategyIndexPageFactory(PortalPageFactory):
    class Meta:
        model = StrategyIndexPage

    title = "Strategy"
    version_year = 2020
    copyright_notice = "<p>© AAISA, all rights reserved</p>"


class StrategyPageFactory(PortalPageFactory):
    class Meta:
        model = StrategyPage


def translate(page: Page, *, title: str, parent: Page | None = None, live: bool = True, **fields: Any) -> Page:
    """Return `page`'s translation under the translation of its parent (or `parent`), published unless told."""
    language = "fr" if page.locale.language_code == "en" else "en"
    locale = Locale.objects.get(language_code=language)
    parent = parent or page.get_parent().get_translation(locale)
    return PortalPageFactory._create_instance(
        type(page),
        parent,
        {
            **{field.name: getattr(page, field.name) for field in page._meta.local_fields if not field.primary_key},
            "title": title,
            "translation_key": page.translation_key,
            "locale": locale,
            "live": live,
            "first_published_at": timezone.now() if live else None,
            "last_published_at": timezone.now() if live else None,
            **fields,
        },
    )


def restrict(page: Page, *codes: str) -> PageViewRestriction:
    """Keep `page` for the people of the access groups `codes`; for anyone signed in where none is named."""
    kind = PageViewRestriction.GROUPS if codes else PageViewRestriction.LOGIN
    restriction, _made = PageViewRestriction.objects.update_or_create(page=page, defaults={"restriction_type": kind})
    restriction.groups.set([access.access_group(code) for code in codes])
    return restriction


class PrivatePageFactory(PortalPageFactory):
    """A page of the private spaces; without a `parent` directly under their index in `language`."""

    class Meta:
        model = PrivatePage

    @classmethod
    def _create_instance(cls, model_class: type[Page], parent: Page | None, kwargs: dict[str, Any]) -> Page:
        index = PrivateIndexPage.objects.filter(locale__language_code=kwargs.pop("language", "en"))
        return super()._create_instance(model_class, parent or index.get(), kwargs)
