"""From a document to draft pages. Nothing is published here, and nothing that a person wrote is overwritten unasked."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from django.db import transaction
from django.utils.text import slugify
from wagtail.blocks import StreamValue
from wagtail.coreutils import find_available_slug
from wagtail.models import Locale, Page

from home.models import StrategyIndexPage, StrategyPage
from home.models.imports import ImportedText

from .body import Block, Paragraph
from .fingerprints import fingerprint, section_fingerprints
from .placing import parent_for
from .richtext import features_of, html_of, paragraphs, stored, stream_of
from .structure import Document, Part, Section

StrategyPages = StrategyIndexPage | StrategyPage
Action = Literal["created", "updated", "drafted", "unchanged", "published", "edited", "foreign", "in_review", "gone"]
NOTICE_FEATURES = ("bold", "italic", "link")


@dataclass
class Outcome:
    """What became of a version or a part. `sections`: level and label; `edited`: the keys that a person changed."""

    label: str
    action: Action
    page: Page | None = None
    sections: list[tuple[int, str]] = field(default_factory=list)
    edited: list[str] = field(default_factory=list)
    children: list[Outcome] = field(default_factory=list)


@transaction.atomic
def write(
    document: Document,
    *,
    year: int,
    annex_years: Sequence[int],
    locale: Locale,
    parent: Page | None,
    replace: bool,
    dry_run: bool = False,
) -> Outcome:
    """Write the document and its annexes as drafts: all of it or, on an error or a dry run, nothing.

    `annex_years` has one year for each annex. Raises DocumentError where the parent cannot hold a version.
    """
    place, slug = parent_for(parent, locale, year)
    outcome = _Version(document, year, locale, replace).write(place, slug)
    for annex, annex_year in zip(document.annexes, annex_years, strict=True):
        version = _Version(annex, annex_year, locale, replace)
        outcome.children.append(version.write(outcome.page or place, str(annex_year)))
    if dry_run:
        transaction.set_rollback(True)
    return outcome


class _Version:
    """One version being written."""

    def __init__(self, document: Document, year: int, locale: Locale, replace: bool) -> None:
        self.document, self.year, self.locale, self.replace = document, year, locale, replace
        records = ImportedText.objects.filter(locale=locale, year=year).select_related("page").order_by("pk")
        self.known = {(record.part, record.section): record for record in records}
        self.written: dict[tuple[str, str], ImportedText] = {}

    # -- the key -------------------------------------------------------------------------------------------------
    def record(self, part: str, section: str = "") -> ImportedText | None:
        return self.known.get((part, section))

    def remember(self, page: StrategyPages, mark: str, part: str, section: str = "", block: str | None = None) -> None:
        note = ImportedText(
            locale=self.locale,
            year=self.year,
            part=part,
            section=section,
            page_id=page.pk,
            fingerprint=mark,
            block=block,
        )
        self.written[part, section] = note

    def save_notes(self) -> None:
        """Keep what was written, and forget sections that a written part no longer has."""
        ImportedText.objects.bulk_create(
            self.written.values(),
            update_conflicts=True,
            unique_fields=["locale", "year", "part", "section"],
            update_fields=["page", "fingerprint", "block", "written_at"],
        )
        old = [
            record.pk
            for key, record in self.known.items()
            if key[1] and (key[0], "") in self.written and key not in self.written
        ]
        ImportedText.objects.filter(pk__in=old).delete()

    def named(self, french: str, english: str, number: str) -> str:
        """A title in the document's language for what has none, whatever language the terminal speaks."""
        return f"{french if self.locale.language_code == 'fr' else english} {number}"

    # -- the version's own page ----------------------------------------------------------------------------------
    def write(self, parent: Page, slug: str) -> Outcome:
        title = self.document.title or self.named("Stratégie", "Strategy", str(self.year))
        fields = {
            "title": title[:255],
            "version_year": self.year,
            "body": stream_of(self.document.introduction),
            "copyright_notice": paragraphs(self.document.notice, NOTICE_FEATURES),
        }
        record = self.record("")
        page = (
            self.page_of(record)
            or StrategyIndexPage.objects.filter(locale=self.locale, version_year=self.year).order_by("path").first()
        )
        outcome = Outcome(f"{title} ({self.year})", "created")
        if page is None:
            page = self.new(StrategyIndexPage, fields, slug, part="")
            self.add(parent, None, page)
        else:
            page, outcome.action = self.change(page, record, fields)
        if outcome.action in {"created", "updated", "drafted"}:
            self.remember(page, fingerprint(page), "")
        outcome.page = page
        self.write_parts(page, outcome)
        self.save_notes()
        return outcome

    def write_parts(self, index: StrategyIndexPage, outcome: Outcome) -> None:
        before: Page | None = None
        taken: set[str] = set()
        for part in self.document.parts:
            key = _key(part.number, part.title, taken)
            done = self.write_part(index, part, key, before)
            before = done.page or before
            outcome.children.append(done)
        for (key, section), record in self.known.items():
            if key and not section and key not in taken:
                title = record.page.draft_title or record.page.title
                outcome.children.append(Outcome(title, "gone", record.page))

    # -- a part --------------------------------------------------------------------------------------------------
    def write_part(self, index: StrategyIndexPage, part: Part, key: str, before: Page | None) -> Outcome:
        title = part.title or self.named("Partie", "Part", part.number)
        introduction, sections = _arranged(part, title)
        keys, raw = self.sections(key, sections)
        fields = {
            "title": title[:255],
            "number": part.number[:20],
            "introduction": stored(html_of(introduction), features_of("inline")),
            "sections": raw,
        }
        record = self.record(key)
        page = self.page_of(record) or self.namesake(index, part, title)
        outcome = Outcome(
            f"{part.number} {title}".strip(),
            "created",
            sections=[(section.level, f"{section.number} {section.title}".strip()) for section in sections],
        )
        if page is None:
            page = self.new(StrategyPage, fields, slugify(title)[:80] or f"part-{key}", part=key)
            self.add(index, before, page)
        else:
            outcome.edited = self.edited_sections(page, key)
            page, outcome.action = self.change(page, record, fields)
        if outcome.action in {"created", "updated", "drafted"}:
            self.remember(page, fingerprint(page), key)
            self.remember_sections(page, key, keys)
        outcome.page = page
        return outcome

    def sections(self, part: str, sections: Sequence[Section]) -> tuple[list[str], list[dict[str, Any]]]:
        """The keys and raw blocks of the sections; one that was written before keeps the id of its block."""
        taken: set[str] = set()
        keys = [_key(section.number, section.title, taken) for section in sections]
        raw = []
        for key, section in zip(keys, sections, strict=True):
            record = self.record(part, key)
            value = {
                "number": section.number[:20],
                "level": str(section.level),
                "title": section.title[:200],
                "anchor": "",
                "body": stream_of(section.body),
            }
            block = str(record.block) if record and record.block else str(uuid.uuid4())
            raw.append({"type": "section", "value": value, "id": block})
        return keys, raw

    def remember_sections(self, page: StrategyPage, part: str, keys: Sequence[str]) -> None:
        written = section_fingerprints(page)
        for key, (block, mark) in zip(keys, written.items(), strict=True):
            self.remember(page, mark, part, key, block)

    def edited_sections(self, page: StrategyPage, part: str) -> list[str]:
        """The sections that are not as the import wrote them."""
        now = section_fingerprints(_latest(page))
        return [
            section
            for (own, section), record in self.known.items()
            if own == part and section and now.get(str(record.block)) != record.fingerprint
        ]

    def namesake(self, index: StrategyIndexPage, part: Part, title: str) -> StrategyPage | None:
        """A part with this number, or without number this title, that a person made."""
        pages = StrategyPage.objects.child_of(index)
        return pages.filter(number=part.number, **({} if part.number else {"title": title})).first()

    # -- pages ---------------------------------------------------------------------------------------------------
    def page_of(self, record: ImportedText | None) -> Any:
        return record.page.specific if record else None

    def new(self, model: type[StrategyPages], fields: dict[str, Any], slug: str, part: str) -> Any:
        page = model(live=False, has_unpublished_changes=True, locale=self.locale, slug=slug)
        _fill(page, fields)
        if key := self.counterpart(part):
            page.translation_key = key
        return page

    def counterpart(self, part: str) -> uuid.UUID | None:
        """The translation key of the same version or numbered part in the other language, if it was imported too."""
        if part and not part[0].isdigit():
            return None
        other = ImportedText.objects.filter(year=self.year, part=part, section="").exclude(locale=self.locale).first()
        if not other or Page.objects.filter(translation_key=other.page.translation_key, locale=self.locale).exists():
            return None
        return other.page.translation_key

    def add(self, parent: Page, before: Page | None, page: StrategyPages) -> None:
        """Put a new draft under its parent, after the part before it."""
        page.slug = find_available_slug(parent, page.slug)
        if before is not None:
            Page.objects.get(pk=before.pk).add_sibling("right", instance=page)
        else:
            Page.objects.get(pk=parent.pk).add_child(instance=page)
        page.save_revision()

    def change(self, page: Any, record: ImportedText | None, fields: dict[str, Any]) -> tuple[Any, Action]:
        """Write an existing page as a new draft where that is allowed; say what was done."""
        latest = _latest(page)
        before = fingerprint(latest)
        _fill(latest, fields)
        if fingerprint(latest) == before:
            return page, "unchanged"
        if not self.replace:
            if page.live:
                return page, "published"
            if record is None:
                return page, "foreign"
            if page.locked or page.workflow_in_progress:
                return page, "in_review"
            if before != record.fingerprint:
                return page, "edited"
        latest.save_revision()
        if page.live:
            return latest, "drafted"
        # The row of a page that never was published says what its draft says.
        latest.save()
        return latest, "updated"


def _latest(page: Any) -> Any:
    return page.get_latest_revision_as_object() if page.latest_revision_id else page


def _fill(page: Any, fields: dict[str, Any]) -> None:
    for name, value in fields.items():
        if isinstance(value, list):
            block = page._meta.get_field(name).stream_block
            value = StreamValue(block, value, is_lazy=True)
        setattr(page, name, value)
    if hasattr(page, "draft_title"):
        page.draft_title = page.title


def _key(number: str, title: str, taken: set[str]) -> str:
    """The number, or the title where there is none; a second one of the same name counts on."""
    base = (number or slugify(title) or "-")[:110]
    key, count = base, 1
    while key in taken:
        count += 1
        key = f"{base}#{count}"
    taken.add(key)
    return key


def _arranged(part: Part, title: str) -> tuple[list[Block], list[Section]]:
    """The part's introduction, paragraphs only, and its sections; lists and tables before them make one more."""
    first = next((at for at, block in enumerate(part.body) if not isinstance(block, Paragraph)), len(part.body))
    before = part.body[first - 1] if 0 < first < len(part.body) else None
    if isinstance(before, Paragraph) and before.text.rstrip().endswith(":"):
        first -= 1
    introduction, rest = list(part.body[:first]), part.body[first:]
    sections = list(part.sections)
    if rest:
        sections.insert(0, Section("", "Introduction" if part.sections else title, 2, tuple(rest)))
    return introduction, sections
