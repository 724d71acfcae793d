"""Puts the pages in place: made first, so that links find them; then filled, published and translated."""

from __future__ import annotations

import datetime
import json
import uuid
from typing import Any

from django.apps import apps
from django.core.exceptions import FieldDoesNotExist
from django.db import models, transaction
from django.utils import timezone
from wagtail.contrib.redirects.models import Redirect
from wagtail.fields import StreamField
from wagtail.models import Locale, Page, PageViewRestriction, Site

from cms import access
from cms.models import Audience
from home.demo.blocks import NAMESPACE, Builder
from home.demo.ledger import Ledger
from home.demo.plan import INDEX_PAGES, PAGES, PageSpec
from home.demo.texts import ContentError, Item, Text, read_text
from home.demo.translations import translate
from members.models import PrivateIndexPage

#: Blocks that go into a StreamField of their own, in place of the body.
STREAMS = {"path": "paths", "link": "hero_links", "story": "story", "pages": "listings", "resources": "listings"}


class Files:
    """Ids of the demo's images and documents by name; None for one that a person has deleted."""

    def __init__(self, images: dict[str, int | None], documents: dict[str, int | None]) -> None:
        self.images = images
        self.documents = documents

    def find_id(self, kind: str, name: str, language: str) -> int | None:
        """Return the id of an "image" or "document" called `name`: the one in `language` where there are two."""
        known = self.images if kind == "image" else self.documents
        for candidate in (f"{name}-{language}", name):
            if candidate in known:
                return known[candidate]
        raise ContentError(f"No {kind} of the demo is called “{name}”.")


class PageLoader:
    """Makes the pages of the plan that were never made before; what is there stays as it is."""

    def __init__(self, *, files: Files, ledger: Ledger, author: Any, publisher: Any, translator: Any) -> None:
        self.files = files
        self.ledger = ledger
        self.author = author
        self.publisher = publisher
        self.translator = translator
        self.locales = {locale.language_code: locale for locale in Locale.objects.all()}
        self.made: list[PageSpec] = []

    # --- finding --------------------------------------------------------------------------------

    def translation_key(self, spec: PageSpec) -> uuid.UUID:
        if spec.key == "home":
            return Site.objects.get(is_default_site=True).root_page.translation_key
        return uuid.uuid5(NAMESPACE, f"page:{spec.key}")

    def find(self, spec: PageSpec, language: str) -> Page | None:
        pages = Page.objects.filter(translation_key=self.translation_key(spec), locale=self.locales[language])
        return pages.specific().first()

    def find_named(self, name: str, language: str) -> Page | None:
        """Return the page that content files call `name`: one of the plan, or one that a migration makes."""
        if name in INDEX_PAGES:
            return apps.get_model(INDEX_PAGES[name]).objects.filter(locale=self.locales[language]).first()
        spec = next((spec for spec in PAGES if spec.key == name), None)
        if spec is None:
            raise ContentError(f"No page of the demo is called “{name}”.")
        return self.find(spec, language)

    def finder(self, language: str, file_language: str) -> _Finder:
        return _Finder(self, language, file_language)

    # --- loading --------------------------------------------------------------------------------

    def load(self) -> list[PageSpec]:
        """Make what is missing, and return the pages that were made."""
        redirects = set(Redirect.objects.values_list("pk", flat=True))
        for language in ("fr", "en"):
            specs = [spec for spec in PAGES if spec.source == language]
            fresh = [spec for spec in specs if self._make(spec)]
            for spec in fresh:
                self._fill(spec)
            for spec in fresh:
                if spec.is_translated:
                    self._translate(spec)
            for spec in fresh:
                self._add_later(spec)
            self.made += fresh
        if self.made:
            # A translation begins with the slug of its source, where nobody ever saw it; Wagtail makes a redirect of
            # that at the end of the transaction, just before this.
            made = Redirect.objects.filter(automatically_created=True).exclude(pk__in=redirects)
            transaction.on_commit(lambda: made.delete())
        return self.made

    def _make(self, spec: PageSpec) -> bool:
        """Make an empty page for `spec`; False where it was made before, or has no place any more."""
        if spec.key == "home":
            return self._is_untouched_home(spec)
        if f"page/{spec.key}" in self.ledger or self.find(spec, spec.source):
            return False
        parent = self._parent(spec, spec.source)
        if parent is None:
            return False
        text = read_text(spec.key, spec.source)
        page = self._model(spec)(
            title=text.fields["title"],
            slug=text.fields["slug"],
            locale=self.locales[spec.source],
            translation_key=self.translation_key(spec),
            owner=self.author,
            live=False,
        )
        parent.add_child(instance=page)
        self.ledger.note(f"page/{spec.key}", page)
        return True

    def _is_untouched_home(self, spec: PageSpec) -> bool:
        homes = [self.find(spec, language) for language in spec.languages]
        return all(home is not None and home.latest_revision_id is None for home in homes)

    def _parent(self, spec: PageSpec, language: str) -> Page | None:
        if spec.parent == "spaces":  # made by a migration
            return PrivateIndexPage.objects.filter(locale=self.locales[language]).first()
        parents = {other.key: other for other in PAGES}
        return self.find(parents[spec.parent], language)

    def _model(self, spec: PageSpec) -> type[Page]:
        return apps.get_model(spec.model if "." in spec.model else f"home.{spec.model}")

    def _fill(self, spec: PageSpec) -> None:
        page = self.find(spec, spec.source)
        assert page is not None  # noqa: S101 - made a moment ago
        text = read_text(spec.key, spec.source)
        for name, value in self._values(spec, text, spec.source).items():
            setattr(page, name, value)
        if spec.key == "home":  # the slug of a home page is the portal's own
            page.slug = Page.objects.get(pk=page.pk).slug
        if spec.access:
            restrict(page, spec.access)
        self._publish(spec, page)

    def _publish(self, spec: PageSpec, page: Page) -> None:
        if spec.scheduled_in:
            day = timezone.localtime() + datetime.timedelta(days=spec.scheduled_in)
            page.go_live_at = day.replace(hour=9, minute=0, second=0, microsecond=0)
        page.full_clean()
        page.save_revision(user=self.author, clean=False, log_action=True).publish(user=self.publisher)

    def _translate(self, spec: PageSpec) -> None:
        page = self.find(spec, spec.source)
        text = read_text(spec.key, spec.target)
        words = self._model(spec)(
            locale=self.locales[spec.target], **self._values(spec, text, spec.target, page_language=spec.source)
        )
        if spec.key == "home":
            found = self.find(spec, spec.target)
            words.slug = found.slug if found else "home"
        translated = translate(page, words, user=self.translator, publish=not spec.scheduled_in)
        if spec.access:
            restrict(translated, spec.access)

    def _add_later(self, spec: PageSpec) -> None:
        """Publish what was written after the translation, so that the translation is behind."""
        text = read_text(spec.key, spec.source)
        if not text.later:
            return
        page = self.find(spec, spec.source)
        assert page is not None  # noqa: S101
        text.items += text.later
        page.body = self._values(spec, text, spec.source)["body"]
        page.save_revision(user=self.author, changed=True).publish(user=self.publisher)

    # --- values ---------------------------------------------------------------------------------

    def _values(self, spec: PageSpec, text: Text, language: str, page_language: str = "") -> dict[str, Any]:
        """Return the page's fields; links lead to pages in `page_language` (default: the text's own)."""
        finder = self.finder(page_language or language, language)
        builder = Builder(spec.key, finder)
        model = self._model(spec)
        values: dict[str, Any] = {**spec.fields, **self._plain(model, text, builder)}
        if spec.audience:
            values["audience"] = Audience.objects.get(key=spec.audience)
        if spec.social_image:
            values["social_image_id"] = finder.find_id("image", spec.social_image)
        streams = self._streams(spec, model, text, builder)
        return values | {name: json.dumps(stream) for name, stream in streams.items()}

    def _plain(self, model: type[Page], text: Text, builder: Builder) -> dict[str, Any]:
        values: dict[str, Any] = {}
        for name, written in text.fields.items():
            field = _field(model, name, text.name)
            values[name] = builder.rich(written) if name == "introduction" else written
            if isinstance(field, StreamField):
                raise ContentError(f"{text.name}: {name} holds blocks, not a line.")
        for item in text.items:
            if item.kind == "field":
                _field(model, item.argument, text.name)
                values[item.argument] = builder.rich(item.text)
        return values

    def _streams(self, spec: PageSpec, model: type[Page], text: Text, builder: Builder) -> dict[str, list[Any]]:
        apart: dict[str, list[Item]] = {}
        body: list[Item] = []
        for item in text.items:
            if item.kind in STREAMS:
                apart.setdefault(STREAMS[item.kind], []).append(item)
            elif item.kind != "field":
                body.append(item)
        streams = {name: builder.body(items, name) for name, items in apart.items()}
        if model.__name__ == "StrategyPage":
            streams["sections"] = builder.sections(body)
            streams["delivered_by"] = builder.chosen_pages(spec.delivered_by, "delivered_by")
        elif body:
            streams["body"] = builder.body(body)
        for name in streams:
            _field(model, name, text.name)
        return streams


class _Finder:
    """Finds ids for one text: pages in one language, files in the text's own where there are two."""

    def __init__(self, loader: PageLoader, page_language: str, file_language: str) -> None:
        self.loader = loader
        self.page_language = page_language
        self.file_language = file_language

    def find_id(self, kind: str, name: str) -> int | None:
        if kind == "preset":
            return self.loader.ledger.ids.get(f"preset/{name}")
        if kind == "page":
            page = self.loader.find_named(name, self.page_language)
            return page.pk if page else None
        return self.loader.files.find_id(kind, name, self.file_language)


def restrict(page: Page, code: str) -> None:
    """Let only the people of the access group `code` read `page`, unless somebody has already said who may."""
    restriction, made = PageViewRestriction.objects.get_or_create(
        page=page, defaults={"restriction_type": PageViewRestriction.GROUPS}
    )
    group = access.access_group(code)
    if made or not restriction.groups.filter(pk=group.pk).exists():
        restriction.groups.add(group)


def _field(model: type[Page], name: str, where: str) -> models.Field:
    try:
        return model._meta.get_field(name)
    except FieldDoesNotExist:
        raise ContentError(f"{where}: {model.__name__} has no field “{name}”.") from None
