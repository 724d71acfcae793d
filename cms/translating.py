"""What editors do with translations: submit, synchronize, send to moderation, take up again.

wagtail-localize does the work; here it is given the newest text of a draft, keeps what was written by hand, stays
within the workflow, and says what went wrong instead of swallowing it (docs/architecture.md, "Pages and records").
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.db import DataError, transaction
from django.db.models.signals import post_save
from django.utils import timezone
from django.utils.text import capfirst, slugify
from django.utils.translation import gettext as _
from wagtail.coreutils import find_available_slug
from wagtail.models import Locale, Page, WorkflowState
from wagtail_localize.models import StringTranslation, Translation, TranslationSource, post_save_string_translation
from wagtail_localize.operations import TranslationCreator
from wagtail_localize.segments import StringSegmentValue
from wagtail_localize.segments.extract import extract_segments

LONGEST_SLUG = 250  # the field's 255, with room for a number


def newest_text(page: Page) -> Page:
    """Return `page` as it is to be translated: what is published, or the newest draft of what never was."""
    page = page.specific
    return page if page.live else page.get_latest_revision_as_object()


def describe(error: ValidationError, model: type[Page]) -> list[str]:
    """Return a sentence for each thing that a ValidationError complains about, its field named."""
    found: list[str] = []
    errors = error.error_dict if hasattr(error, "error_dict") else {"": error.error_list}
    for name, problems in errors.items():
        label = ""
        if name and name != "__all__":
            label = f"{capfirst(str(model._meta.get_field(name).verbose_name))}\u00a0: "
        for problem in problems:
            found += [f"{label}{message}" for message in _messages(problem)]
    return found


def _messages(problem: Any) -> Iterator[str]:
    """Yield the messages of an error, those inside blocks included."""
    if hasattr(problem, "as_json_data"):
        yield from _block_messages(problem.as_json_data())
    else:
        yield from problem.messages


def _block_messages(data: Any) -> Iterator[str]:
    if isinstance(data, dict):
        for value in data.values():
            yield from _block_messages(value)
    elif isinstance(data, list | tuple):
        for value in data:
            yield from _block_messages(value)
    elif data:
        yield str(data)


class Submitter(TranslationCreator):
    """localize's creator, which takes the newest text, makes what lies above first, and tells what failed."""

    def __init__(self, user: Any, target_locales: Sequence[Locale]) -> None:
        super().__init__(user, target_locales)
        self.problems: list[str] = []
        self.made_above: list[Page] = []

    def submit(self, page: Page, *, subtree: bool = False) -> None:
        """Submit `page`, with all pages under it if so wished."""
        self.create_translations(page)
        if subtree:
            for child in page.get_children():
                self.submit(child, subtree=True)

    def create_translations(self, instance: Any, include_related_objects: bool = True) -> None:
        if not isinstance(instance, Page):
            super().create_translations(instance, include_related_objects)
            return
        if instance.translation_key in self.seen_objects:
            return
        self.seen_objects.add(instance.translation_key)
        self._make_above(instance)
        source, _made = TranslationSource.update_or_create_from_instance(newest_text(instance))
        for locale in self.target_locales:
            if locale.pk == source.locale_id:
                continue
            translation, _made = Translation.objects.update_or_create(
                source=source, target_locale=locale, defaults={"enabled": True}
            )
            self.mappings[source].append(translation)
            try:
                translation.save_target(user=self.user, publish=False)
            except ValidationError as error:
                self.problems += describe(error, type(instance.specific))
            except DataError:  # localize writes a draft before it is checked
                self.problems.append(_("A text is too long for its place."))

    def _make_above(self, page: Page) -> None:
        """Submit the page above too where it has no translation: a page cannot hang in the air."""
        parent = page.get_parent()
        if parent is None or parent.is_root():
            return
        missing = [locale for locale in self.target_locales if not parent.has_translation(locale)]
        if missing:
            self.create_translations(parent)
            self.made_above.append(parent)


@transaction.atomic
def synchronize(source: TranslationSource) -> None:
    """Bring `source` up to the newest text of its page."""
    page = newest_text(source.get_source_instance())
    source, _made = TranslationSource.update_or_create_from_instance(page)
    source.last_updated_at = timezone.now()
    source.save(update_fields=["last_updated_at"])


def missing_texts(translation: Translation) -> int:
    """Return how many texts of `translation` are not translated yet."""
    total, translated = translation.get_progress()
    return int(total - translated)


# --- checking -------------------------------------------------------------------------------------


def checked_target(translation: Translation) -> Page:
    """Return the translated page as it would be saved, its slug free; nothing is written.

    Raises ValidationError, after marking the texts that it is about: localize shows them in its editor. It checks
    by itself only after it wrote to the database, and fails there.
    """
    page = translation.source.get_ephemeral_translated_instance(translation.target_locale, fallback=True)
    slug = slugify(page.slug)
    try:
        if len(slug) > LONGEST_SLUG:
            raise ValidationError({"slug": _("Shorten the slug: it is part of the address.")})
        page.slug = find_available_slug(page.get_parent(), slug, ignore_page_id=page.pk) if slug else ""
        page.full_clean()
    except ValidationError as error:
        _mark(translation, error)
        raise
    return page


def _mark(translation: Translation, error: ValidationError) -> None:
    for name, problems in getattr(error, "error_dict", {}).items():
        texts = StringTranslation.objects.filter(
            translation_of__segments__source=translation.source,
            context__object_id=translation.source.object_id,
            context__path=name,
            locale=translation.target_locale,
        )
        for text in texts.distinct():
            text.set_field_error(problems)


def publish(translation: Translation, user: Any) -> Page:
    """Publish what is translated, and return the page. Raises ValidationError."""
    checked_target(translation)
    translation.save_target(user=user, publish=True)
    return translation.get_target_instance()


# --- moderation -----------------------------------------------------------------------------------


@transaction.atomic
def submit_to_moderation(translation: Translation, user: Any) -> WorkflowState | None:
    """Save what is translated as a draft and put it in the page's workflow; what is live stays as it is.

    Returns the state of the workflow, None where the page has none. Raises ValidationError.
    """
    page = checked_target(translation)
    revision = page.save_revision(user=user)
    state = page.current_workflow_state
    if state is None:
        workflow = page.get_workflow()
        return workflow.start(page, user) if workflow else None
    if state.status == WorkflowState.STATUS_NEEDS_CHANGES:
        state.resume(user=user)
    else:  # with the moderators already: they are to read the newest
        state.current_task_state.revision = revision
        state.current_task_state.save(update_fields=["revision"])
    return state


# --- taking up again ------------------------------------------------------------------------------


def texts_by_place(page: Page) -> dict[str, list[str]]:
    """Return the texts of `page` as localize cuts them, by their place in it."""
    places: dict[str, list[str]] = defaultdict(list)
    for segment in extract_segments(page):
        if isinstance(segment, StringSegmentValue) and not segment.is_empty():
            places[segment.path].append(segment.string.data)
    return places


@transaction.atomic
def adopt_texts(translation: Translation, user: Any) -> int:
    """Take what was written by hand on the translated page, while its translation was stopped, into the translation.

    Returns how many places could not be taken over, since they have another shape than in the original; what stood
    there stays in the page's history.
    """
    written = texts_by_place(newest_text(translation.get_target_instance()))
    segments = defaultdict(list)
    for segment in translation.source.stringsegment_set.select_related("context", "string").order_by("order"):
        segments[segment.context.path].append(segment)
    lost = len(set(written) - set(segments))
    for path, originals in segments.items():
        texts = written.get(path, [])
        if len(texts) != len(originals):
            lost += 1
            continue
        for original, text in zip(originals, texts, strict=True):
            if text != original.string.data:
                StringTranslation.objects.update_or_create(
                    translation_of=original.string,
                    locale=translation.target_locale,
                    context=original.context,
                    defaults={
                        "data": text,
                        "translation_type": StringTranslation.TRANSLATION_TYPE_MANUAL,
                        "tool_name": "",
                        "last_translated_by": user,
                        "has_error": False,
                        "field_error": "",
                    },
                )
    return lost


# --- titles that are too long ---------------------------------------------------------------------


def show_translated_title(sender: Any, instance: StringTranslation, **kwargs: Any) -> None:
    """Show a translated title in the admin's lists, cut to what fits; publishing says that it is too long.

    In place of localize's receiver, which writes a title of any length and fails in the database.
    """
    if instance.context and instance.context.path == "title":
        longest = Page._meta.get_field("draft_title").max_length
        Page.objects.filter(translation_key=instance.context.object_id, locale_id=instance.locale_id).update(
            draft_title=instance.data[:longest]
        )


post_save.disconnect(post_save_string_translation, sender=StringTranslation)
post_save.connect(show_translated_title, sender=StringTranslation, dispatch_uid="translated-title")
