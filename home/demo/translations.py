"""Makes translations known to wagtail-localize from texts that are already written in both languages.

The translated words are given as a page that is never saved: the same blocks with the same ids in the other language.
What can be translated is taken from both in wagtail-localize's own way and matched by its place, so that an editor
finds every sentence beside its translation, and a later change marks the translation as behind.
"""

from __future__ import annotations

import json
import uuid
from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from bs4 import BeautifulSoup
from wagtail.models import Locale, Page
from wagtail_localize.models import (
    OverridableSegment,
    SegmentOverride,
    StringSegment,
    StringTranslation,
    TranslatableObject,
    Translation,
    TranslationSource,
)
from wagtail_localize.segments import OverridableSegmentValue, StringSegmentValue, TemplateSegmentValue
from wagtail_localize.segments.extract import extract_segments

from home.demo.texts import ContentError


def translate(page: Page, words: Page, *, user: Any, publish: bool) -> Page:
    """Make the translation of `page` with the words of `words`, and return it.

    Raises ContentError where the two texts are not built alike: a paragraph more or less, a list for a paragraph.
    """
    source, _ = TranslationSource.update_or_create_from_instance(page)
    locale = Locale.objects.get(pk=words.locale_id)
    translation, _ = Translation.objects.get_or_create(source=source, target_locale=locale)
    target = extract_segments(words)
    _check_templates(page, extract_segments(page), target)
    _add_strings(page, source, locale, target, user)
    _add_overrides(source, locale, target, user)
    # Publishing is not left to wagtail-localize, which does it after the transaction.
    translation.save_target(user=user, publish=False)
    translated = translation.get_target_instance()
    if publish:
        translated.get_latest_revision().publish(user=user)
    return Page.objects.get(pk=translated.pk).specific


def forget(translation_keys: Iterable[uuid.UUID]) -> None:
    """Drop all that wagtail-localize knows of these pages: sources, translations, and the translated strings."""
    keys = list(translation_keys)
    StringTranslation.objects.filter(context__object__in=keys).delete()
    TranslationSource.objects.filter(object__in=keys).delete()  # with its segments, which hold the object
    TranslatableObject.objects.filter(pk__in=keys).delete()


def _check_templates(page: Page, source: list[Any], target: list[Any]) -> None:
    shapes = [
        {segment.path: segment.template for segment in given if isinstance(segment, TemplateSegmentValue)}
        for given in (source, target)
    ]
    for path in shapes[0].keys() | shapes[1].keys():
        if shapes[0].get(path) != shapes[1].get(path):
            both = "\n".join(str(shape.get(path)) for shape in shapes)
            raise ContentError(f"{page.title}: the two languages differ in shape at {path}:\n{both}")


def _add_strings(page: Page, source: TranslationSource, locale: Locale, target: list[Any], user: Any) -> None:
    words: dict[str, list[StringSegmentValue]] = defaultdict(list)
    for segment in target:
        if isinstance(segment, StringSegmentValue):
            words[segment.path].append(segment)
    translations = {}
    segments = StringSegment.objects.filter(source=source).select_related("string", "context").order_by("order")
    for segment in segments:
        path = segment.context.path
        if not words[path]:
            raise ContentError(f"{page.title}: not translated, at {path}: {segment.string.data}")
        value = words[path].pop(0)
        data = _with_link_ids_of(json.loads(segment.attrs), value)
        translations[segment.string_id, segment.context_id] = StringTranslation(
            translation_of_id=segment.string_id,
            locale=locale,
            context_id=segment.context_id,
            data=data,
            translation_type=StringTranslation.TRANSLATION_TYPE_MANUAL,
            last_translated_by=user,
        )
    left = [segment for rest in words.values() for segment in rest]
    if left:
        raise ContentError(f"{page.title}: in the translation alone, at {left[0].path}: {left[0].string.data}")
    StringTranslation.objects.bulk_create(translations.values())


def _with_link_ids_of(attrs: dict[str, dict[str, str]], value: StringSegmentValue) -> str:
    """Return the translated string with each link named as in the source, wherever it stands in the sentence."""
    if not value.attrs:
        return value.string.data
    soup = BeautifulSoup(value.string.data, "html.parser")
    free = dict(attrs)
    for link in soup.find_all("a"):
        wanted = value.attrs[link["id"]]
        name = next((name for name, found in free.items() if found == wanted), None)
        if name is None:
            raise ContentError(f"A link stands in the translation alone: {value.string.data}")
        del free[name]
        link["id"] = name
    return str(soup)


def _add_overrides(source: TranslationSource, locale: Locale, target: list[Any], user: Any) -> None:
    """Keep what the translation chooses for itself: the file in its own language, say."""
    chosen = {segment.path: segment.data for segment in target if isinstance(segment, OverridableSegmentValue)}
    for segment in OverridableSegment.objects.filter(source=source).select_related("context"):
        wanted = chosen.get(segment.context.path)
        if wanted is not None and wanted != json.loads(segment.data_json):
            SegmentOverride.objects.update_or_create(
                locale=locale,
                context=segment.context,
                defaults={"data_json": json.dumps(wanted), "last_translated_by": user},
            )
