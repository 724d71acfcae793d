"""Fills an empty language of a resource by DeepL, as a draft that somebody is to read.

wagtail-localize cuts streams into texts and puts them together again, as it does for pages: links, pictures and the
order of blocks stay. What somebody wrote is never overwritten, and nothing is published.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from wagtail.fields import StreamField
from wagtail.models import Locale
from wagtail_localize.machine_translators import get_machine_translator
from wagtail_localize.segments import StringSegmentValue, TemplateSegmentValue
from wagtail_localize.segments.extract import StreamFieldSegmentExtractor
from wagtail_localize.segments.ingest import StreamFieldSegmentsWriter
from wagtail_localize.strings import StringValue

from cms.bilingual import LANGUAGES, localized_fields, other_language
from cms.published import locked
from resources.models import Resource

#: What makes a language empty: the button is there when one of these can be filled.
MAIN = ("title", "summary", "body")
NOT_TRANSLATED = frozenset({"slug"})


def is_possible() -> bool:
    """Whether the portal has a service that translates."""
    return get_machine_translator() is not None


def fillable(thing: Any, language: str) -> list[str]:
    """Return the texts of a resource, or of one of its files, that are empty in `language` and not in the other."""
    other = other_language(language)
    return [
        name
        for name in localized_fields(type(thing))
        if name not in NOT_TRANSLATED and not getattr(thing, f"{name}_{language}") and getattr(thing, f"{name}_{other}")
    ]


def fillable_language(resource: Resource) -> str:
    """Return the language of which a main text is empty while the other has it; "" where there is none."""
    for language in LANGUAGES:
        if set(MAIN) & set(fillable(resource, language)):
            return language
    return ""


@dataclass
class _Text:
    """One text of a resource or of a file (`uid`), cut into what is translated."""

    uid: Any
    name: str
    source: Any
    segments: list[Any] = field(default_factory=list)

    @property
    def strings(self) -> Iterator[StringValue]:
        return (segment.string for segment in self.segments if isinstance(segment, StringSegmentValue))


def fill(resource: Resource, language: str, *, user: Any) -> list[str]:
    """Fill what is empty in `language` from the other language, as a new draft marked "translated by machine".

    The service is asked before anything is locked; what somebody wrote in the meantime stays. Returns the names of
    the texts that were filled. Raises TranslationServiceError, with a sentence for the editor.
    """
    texts = list(_texts(resource.get_latest_revision_as_object(), language))
    translated = _translated([string for text in texts for string in text.strings], language)
    return _write(resource, texts, translated, language, user)


def _texts(draft: Resource, language: str) -> Iterator[_Text]:
    other = other_language(language)
    things: tuple[Any, ...] = (draft, *draft.files.all())
    for thing in things:
        for name in fillable(thing, language):
            uid = None if thing is draft else thing.uid
            stored: Any = thing._meta.get_field(f"{name}_{other}")
            value = getattr(thing, stored.name)
            if isinstance(stored, StreamField):
                value = _copied(stored, value)
                yield _Text(uid, name, value, _segments(stored, value))
            else:
                yield _Text(uid, name, value, [StringSegmentValue("", value)])


def _copied(stored: Any, value: Any) -> Any:
    """Return a stream of its own: localize changes it in place.

    Its blocks are read first, so that the items of lists that were stored without an id have one.
    """
    list(value)
    return stored.to_python(stored.get_prep_value(value))


def _segments(stored: Any, value: Any) -> list[Any]:
    """Return the texts of a stream. Chosen pages, images and documents stay, so that they are no matter here."""
    found = StreamFieldSegmentExtractor(stored).handle_stream_block(value)
    kept = [segment for segment in found if isinstance(segment, StringSegmentValue | TemplateSegmentValue)]
    return [segment.with_order(order) for order, segment in enumerate(kept) if not segment.is_empty()]


def _translated(strings: list[StringValue], language: str) -> dict[StringValue, StringValue]:
    translator = get_machine_translator()
    if translator is None or not strings:
        return {}
    source, target = (Locale.objects.get(language_code=code) for code in (other_language(language), language))
    found: dict[StringValue, StringValue] = translator.translate(source, target, list(dict.fromkeys(strings)))
    return found


@transaction.atomic
def _write(
    resource: Resource, texts: list[_Text], translated: dict[StringValue, StringValue], language: str, user: Any
) -> list[str]:
    row = locked(resource)
    draft = row.get_latest_revision_as_object()
    task = row.current_workflow_task_state
    files = list(draft.files.all())
    things = {None: draft, **{file.uid: file for file in files}}
    filled = []
    for text in texts:
        thing = things.get(text.uid)
        if translated and thing is not None and text.name in fillable(thing, language):
            setattr(thing, f"{text.name}_{language}", _put_together(thing, text, translated, language))
            filled.append(text.name)
    if filled:
        draft.is_machine_translated = True
        draft.files.set(files)
        newest = draft.save_revision(user=user, clean=False, log_action=True)
        if task is not None:
            task.revision = newest
            task.save(update_fields=["revision"])
    return filled


def _put_together(thing: Any, text: _Text, translated: dict[StringValue, StringValue], language: str) -> Any:
    stored: Any = thing._meta.get_field(f"{text.name}_{language}")
    if not isinstance(stored, StreamField):
        (segment,) = text.segments
        return translated[segment.string].render_text()
    segments = [
        StringSegmentValue(segment.path, translated[segment.string], attrs=segment.attrs, order=segment.order)
        if isinstance(segment, StringSegmentValue)
        else segment
        for segment in text.segments
    ]
    StreamFieldSegmentsWriter(stored, None, None).handle_stream_block(text.source, segments)
    return _copied(stored, text.source)
