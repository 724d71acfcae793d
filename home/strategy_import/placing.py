"""Where a version of the strategy goes in the tree."""

from __future__ import annotations

from wagtail.models import Locale, Page

from home.models import HomePage, StrategyIndexPage

from .problems import DocumentError, _

SLUGS = {"fr": "strategie", "en": "strategy"}


def parent_for(chosen: Page | None, locale: Locale, year: int) -> tuple[Page, str]:
    """The parent of a version and its slug under it.

    A version lies under the page that was chosen. Else the first one of a language lies under its home page, and any
    other under that first one, at the address of its year.
    Raises DocumentError where the chosen page is of another kind or language, or the language has no home page.
    """
    if chosen is not None:
        return _checked(chosen, locale), str(year) if isinstance(chosen.specific, StrategyIndexPage) else _slug(locale)
    home = HomePage.objects.filter(locale=locale).order_by("path").first()
    if home is None:
        raise DocumentError(
            _("There is no home page in the language “%(locale)s” yet: make one first."), locale=locale.language_code
        )
    current = StrategyIndexPage.objects.child_of(home).exclude(version_year=year).order_by("-live", "path").first()
    return (current, str(year)) if current else (home, _slug(locale))


def _slug(locale: Locale) -> str:
    return SLUGS.get(locale.language_code, "strategy")


def _checked(chosen: Page, locale: Locale) -> Page:
    if not isinstance(chosen.specific, HomePage | StrategyIndexPage):
        raise DocumentError(
            _("Page %(id)s is neither a home page nor a version of the strategy: a version cannot be put under it."),
            id=chosen.pk,
        )
    if chosen.locale_id != locale.pk:
        raise DocumentError(
            _("Page %(id)s is in the language “%(other)s”, not “%(locale)s”."),
            id=chosen.pk,
            other=chosen.locale.language_code,
            locale=locale.language_code,
        )
    return chosen
