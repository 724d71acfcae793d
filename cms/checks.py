"""Conventions of the code, held by Django's system checks."""

from __future__ import annotations

from typing import Any

from django.apps import apps
from django.core.checks import CheckMessage, Error, register
from django.urls import URLResolver, get_resolver
from django.utils import translation

from cms.bilingual import LANGUAGES
from cms.reserved import RESERVED_SLUGS


@register()
def every_page_extends_the_base(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """Every page type of the project extends BasePage, says its parents and children, and has its own template."""
    from wagtail.models import get_page_models

    from cms.models.base import BasePage

    errors: list[CheckMessage] = []
    for model in get_page_models():
        if model.__module__.startswith("wagtail"):
            continue
        if not issubclass(model, BasePage):
            errors.append(Error(f"{model.__name__} must extend BasePage.", obj=model, id="portal.E001"))
        errors += [
            Error(f"{model.__name__} must say its {name}.", obj=model, id="portal.E002")
            for name in ("parent_page_types", "subpage_types")
            if name not in vars(model)
        ]
    return errors


@register()
def addresses_of_the_code_are_reserved(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """No page under a home page may take the place of an address that the code serves."""
    errors: list[CheckMessage] = []
    for language in LANGUAGES:
        with translation.override(language):
            missing = code_segments(language) - RESERVED_SLUGS
        errors += [
            Error(f"“{segment}” is an address of the code in {language}: add it to RESERVED_SLUGS.", id="portal.E003")
            for segment in sorted(missing)
        ]
    return errors


def code_segments(language: str) -> set[str]:
    """Return the first parts of the addresses under /`language`/ that the code serves."""
    found = set()
    for entry in get_resolver().url_patterns:
        if isinstance(entry, URLResolver) and str(entry.pattern) == f"{language}/":
            for inner in entry.url_patterns:
                first = str(inner.pattern).lstrip("^").partition("/")[0]
                if first and first.replace("-", "").replace("_", "").isalnum():
                    found.add(first)
    return found


@register()
def every_bilingual_model_has_both_columns(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """Every pair that a bilingual model requires has a column in each language."""
    from cms.bilingual import Bilingual, localized_fields

    errors: list[CheckMessage] = []
    for model in apps.get_models():
        if issubclass(model, Bilingual):
            errors += [
                Error(f"{model.__name__} requires {name} and lacks its columns.", obj=model, id="portal.E004")
                for name in sorted(set(model.required_pairs) - set(localized_fields(model)))
            ]
    return errors


@register()
def every_index_page_is_a_page_type(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """What a record names as its index page is a page type: another name would hide its records from everyone."""
    from wagtail.models import get_page_models

    from cms.models import Record

    known = {"", *(model._meta.model_name for model in get_page_models())}
    return [
        Error(f"{model.__name__} names an index page that is none: {model.index_page}.", obj=model, id="portal.E005")
        for model in apps.get_models()
        if issubclass(model, Record) and model.index_page not in known
    ]
