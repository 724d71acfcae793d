"""Bilingual data: two columns for each text, one descriptor that reads the active language.

A bilingual model stores `name_fr` and `name_en` and declares `name = Localized("name")`; `record.name` is then
the text in the active language, or the other language's text where the first is empty. What was read knows its
language (`record.name.language`), so that a template can mark text that is not in the language of the page.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, ClassVar

from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import get_language

LANGUAGES = ("fr", "en")


def active_language() -> str:
    """Return "fr" or "en": the active language, English where another or none is active."""
    return "fr" if (get_language() or "").startswith("fr") else "en"


def other_language(language: str) -> str:
    """Return the portal's other language. Raises ValueError for a language that is not the portal's."""
    if language not in LANGUAGES:
        raise ValueError(f"Not a language of the portal: {language!r}")
    return "en" if language == "fr" else "fr"


class Unaccented(models.Func):
    """PostgreSQL's unaccent(): a text without its accents, for sorting and comparing."""

    function = "unaccent"
    output_field = models.TextField()


class LocalizedText(str):
    """A text that knows the language it is written in (`language`: "fr" or "en")."""

    language: str

    def __new__(cls, value: str, language: str) -> LocalizedText:
        text = super().__new__(cls, value)
        text.language = language
        return text

    def __getnewargs__(self) -> tuple[str, str]:  # type: ignore[override]  # pickled with its language
        return (str(self), self.language)

    @property
    def is_fallback(self) -> bool:
        """Whether the text is in the other language than the active one."""
        return self.language != active_language()


class LocalizedValue:
    """A value that is not text (a StreamField's, say) beside the language it was read in."""

    def __init__(self, value: Any, language: str) -> None:
        self.value = value
        self.language = language

    def __bool__(self) -> bool:
        return bool(self.value)

    def __iter__(self) -> Iterator[Any]:
        return iter(self.value)


class Localized:
    """Reads `<name>_fr` or `<name>_en` by the active language, the other where that one is empty."""

    def __init__(self, name: str) -> None:
        self.name = name

    def __set_name__(self, owner: type, attribute: str) -> None:
        self.attribute = attribute

    def __get__(self, instance: Any, owner: type) -> Any:
        if instance is None:
            return self
        return localized(instance, self.name)


def localized(instance: Any, name: str, language: str | None = None) -> Any:
    """Return `instance`'s text `name` in `language` (default: the active one), the other's where it is empty.

    A LocalizedText, or a LocalizedValue for what is not text.
    """
    language = language or active_language()
    value = getattr(instance, f"{name}_{language}")
    if not value:
        fallback = other_language(language)
        if other := getattr(instance, f"{name}_{fallback}"):
            value, language = other, fallback
    if value is None or isinstance(value, str):
        return LocalizedText(value or "", language)
    return LocalizedValue(value, language)


def localized_fields(model: type[models.Model]) -> list[str]:
    """Return the base names of `model`'s text pairs: every `x` with both `x_fr` and `x_en` columns."""
    names = {field.name for field in model._meta.get_fields() if hasattr(field, "attname")}
    return sorted(name[:-3] for name in names if name.endswith("_fr") and f"{name[:-3]}_en" in names)


class BilingualQuerySet(models.QuerySet):
    """Reads of bilingual rows that depend on a language."""

    def in_order(self, language: str | None = None) -> BilingualQuerySet:
        """Order by the model's `sort_text` as shown in `language` (default: the active one), É with E."""
        language = language or active_language()
        name = getattr(self.model, "sort_text", "name")
        own, other = f"{name}_{language}", f"{name}_{other_language(language)}"
        shown = models.Case(models.When(**{own: ""}, then=models.F(other)), default=models.F(own))
        return self.order_by(Unaccented(Lower(shown)), "pk")


class Bilingual(models.Model):
    """Base of every model whose texts stand in two columns; `required_pairs` must be filled in both languages."""

    required_pairs: ClassVar[tuple[str, ...]] = ()

    class Meta:
        abstract = True

    def is_complete_in(self, language: str) -> bool:
        """Whether every text that `required_pairs` names is filled in `language`."""
        return all(getattr(self, f"{name}_{language}") for name in self.required_pairs)

    @property
    def languages(self) -> tuple[str, ...]:
        """The languages in which this row is complete."""
        return tuple(language for language in LANGUAGES if self.is_complete_in(language))
