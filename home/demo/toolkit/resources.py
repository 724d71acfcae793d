"""Makes a resource of the demo: its row with its terms and files, what it leads to, what was written later."""

from __future__ import annotations

import datetime
import json
import uuid
from functools import cached_property, partial
from typing import Any

from django.contrib.auth.models import Group
from django.utils import timezone
from wagtail.models import Collection

from cms import access
from cms.bilingual import LANGUAGES
from cms.models import Audience, PortalDocument, ResourceType, Topic
from home.demo.blocks import NAMESPACE, Builder
from home.demo.ledger import Ledger
from home.demo.media import FUNDERS, LIPS, PRIVATE, demo_collection
from home.demo.pages import Files
from home.demo.texts import ContentError, Item
from home.demo.toolkit.files import make_document
from home.demo.toolkit.reading import WORDS, FileText, ResourceText
from members.models import Organization
from resources.models import DocumentText, FileVersion, Resource, ResourceFile

TOOLKIT = "Boîte à outils / Toolkit"
#: Access group → the collection in which the files of its resources lie.
COLLECTIONS = {access.MEMBERS: PRIVATE, access.FUNDERS: FUNDERS, access.LIPS_AND_RIFS: LIPS}


class Shelf:
    """What resources refer to, read once, and whose names stand in their history."""

    def __init__(self, *, ledger: Ledger, files: Files, author: Any, publisher: Any) -> None:
        self.ledger = ledger
        self.files = files
        self.author = author
        self.publisher = publisher
        self.now = timezone.now()
        self._collections: dict[str, Collection] = {}

    @cached_property
    def known(self) -> dict[type, dict[str, Any]]:
        """What a key may name: rows by model and key; a term that an editor has deleted is not among them."""
        models = (Topic, Audience, ResourceType, Organization)
        return {model: {row.key: row for row in model.objects.all()} for model in models}

    def rows(self, model: type, keys: list[str]) -> list[Any]:
        return [self.known[model][key] for key in keys if key in self.known[model]]

    def day(self, ago: int) -> datetime.datetime:
        return self.now - datetime.timedelta(days=ago)

    def collection(self, code: str) -> Collection:
        """Return where the files of resources for the access group `code` lie; "": for everyone."""
        name = COLLECTIONS.get(code, TOOLKIT)
        if name not in self._collections:
            self._collections[name] = demo_collection(name, self.ledger)
        return self._collections[name]

    def find_id(self, language: str, kind: str, name: str) -> int | None:
        return self.files.find_id(kind, name, language)


class _Finder:
    """Finds files for the words in one language."""

    def __init__(self, shelf: Shelf, language: str) -> None:
        self.find_id = partial(shelf.find_id, language)


def make_resource(text: ResourceText, shelf: Shelf) -> Resource:
    """Make a resource with its files, terms and partners: published, unless the fact `state` says "draft"."""
    published = text.number("published")
    is_live = text.fact("state") != "draft"
    if published is None and is_live:
        raise ContentError(f"{text.key}: nothing says since when it is published.")
    first = shelf.day(published or 0)
    resource = Resource(
        key=text.key,
        setting=text.fact("setting", "both"),
        year=text.number("year"),
        licence=text.fact("licence"),
        source_year=text.number("source_year"),
        resource_type=next(iter(shelf.rows(ResourceType, text.keys("type"))), None),
        live=is_live,
        created_at=first,
        first_published_at=first if is_live else None,
        last_published_at=shelf.day(text.number("updated") or published or 0) if is_live else None,
        review_on=_review_day(text, shelf),
        **_words(text, shelf),
    )
    resource.topics.set(shelf.rows(Topic, text.keys("topics")))
    resource.audiences.set(shelf.rows(Audience, text.keys("audiences")))
    resource.partners.set(shelf.rows(Organization, text.keys("partners")))
    resource.access.set(Group.objects.filter(access_group__code__in=text.keys("access")))
    _add_files(text, resource, shelf)
    if not is_live:
        resource.save_revision(user=shelf.author, log_action=True)
    shelf.ledger.note(f"resource/{text.key}", resource)
    return resource


def _review_day(text: ResourceText, shelf: Shelf) -> datetime.date | None:
    days = text.number("review")
    return None if days is None else timezone.localdate(shelf.now) + datetime.timedelta(days=days)


def _words(text: ResourceText, shelf: Shelf) -> dict[str, str]:
    values: dict[str, str] = {}
    for language in LANGUAGES:
        if written := text.words.get(language):
            values |= {f"{name}_{language}": written.fields.get(name, "") for name in WORDS}
            values[f"body_{language}"] = _body(text.key, language, written.items, shelf)
    return values


def _body(key: str, language: str, items: list[Item], shelf: Shelf) -> str:
    return json.dumps(Builder(f"resource/{key}", _Finder(shelf, language)).body(items))


# --- files ----------------------------------------------------------------------------------------


def _add_files(text: ResourceText, resource: Resource, shelf: Shelf) -> None:
    """Save the resource with its files and links, and note which document has stood at each address since when."""
    collection = shelf.collection(text.fact("access"))
    made = {
        file.name: make_document(text, file, collection=collection, user=shelf.author, ledger=shelf.ledger)
        for file in text.files
        if not file.is_link
    }
    DocumentText.objects.bulk_create(words for _document, words in made.values())
    documents = {name: document for name, (document, _words) in made.items()}
    standing = [file for file in text.files if not file.followed_by]
    resource.files.set([_file(text.key, file, documents.get(file.name)) for file in standing])
    resource.save()
    if resource.live:
        resource.file_versions.all().delete()  # what saving has noted: all of it as of now
        FileVersion.objects.bulk_create(_versions(text, resource, documents))


def _file(key: str, file: FileText, document: PortalDocument | None) -> ResourceFile:
    return ResourceFile(
        uid=_uid(key, file.name),
        document=document,
        url=file.name if file.is_link else "",
        language=file.language,
        setting=file.setting,
        **{f"title_{language}": title for language, title in file.titles.items()},
    )


def _uid(key: str, name: str) -> uuid.UUID:
    """Return the address of a file: the same whenever the demo is loaded."""
    return uuid.uuid5(NAMESPACE, f"file:{key}/{name}")


def _versions(text: ResourceText, resource: Resource, documents: dict[str, PortalDocument]) -> list[FileVersion]:
    first, last = resource.first_published_at, resource.last_published_at
    replaced = {file.followed_by for file in text.files if file.followed_by}
    return [
        FileVersion(
            resource=resource,
            file_uid=_uid(text.key, file.followed_by or file.name),
            document=documents[file.name],
            from_at=last if file.name in replaced else first,
            until_at=last if file.followed_by else None,
        )
        for file in text.files
        if not file.is_link
    ]


# --- afterwards -----------------------------------------------------------------------------------


def relate(texts: list[ResourceText], made: dict[str, Resource]) -> None:
    """Have resources lead to the ones that their content files name, now that all are there."""
    through = Resource.related_resources.through
    through.objects.bulk_create(
        through(from_resource=made[text.key], to_resource=made[key])
        for text in texts
        for key in text.keys("related")
        if key in made
    )


def add_later(text: ResourceText, resource: Resource, shelf: Shelf) -> None:
    """Write what came later: published, so that the other language is behind, or as a draft beside the live text."""
    for language, words in text.words.items():
        if words.later:
            setattr(resource, f"body_{language}", _body(text.key, language, words.items + words.later, shelf))
    revision = resource.save_revision(user=shelf.author, changed=True, log_action=True)
    if text.fact("later") == "published":
        revision.publish(user=shelf.publisher)
