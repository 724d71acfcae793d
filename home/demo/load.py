"""Puts the demo content into the portal: once. What is there already, a person's edits above all, stays as it is."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils import translation
from wagtail.models import Collection, Page

from cms import search_feeding
from cms.models import Navigation, NoticeBar, PortalDocument, PortalImage, PortalSettings
from cms.roles import ADMINISTRATORS, EDITORS, TRANSLATORS
from events.models import EventDocument, Recording
from home.demo.events import clear_events, load_events
from home.demo.events.load import CLEARED as EVENTS_CLEARED
from home.demo.indexing import indexed_once
from home.demo.joining import load_joining
from home.demo.ledger import Ledger
from home.demo.media import load_media
from home.demo.organizations import load_organizations
from home.demo.pages import Files, PageLoader
from home.demo.people import account_of, load_people
from home.demo.plan import PAGES
from home.demo.portal import load_portal
from home.demo.private import load_private
from home.demo.toolkit import clear_toolkit, load_presets, load_toolkit
from home.demo.toolkit.load import CLEARED as TOOLKIT_CLEARED
from home.demo.translations import forget
from home.demo.vocabulary import TERMS
from resources.models import ResourceFile

Say = Callable[[str], None]
#: Kinds of things that a reset makes anew.
CLEARED = ("page", "image", "document", "collection", "portal", *TOOLKIT_CLEARED, *EVENTS_CLEARED)


@transaction.atomic
def load(*, password: str, say: Say, reset: bool = False) -> None:
    """Load the demo, telling each step by `say`. With `reset`, pages and files of earlier loads are made anew."""
    with translation.override("fr"):
        with indexed_once():
            _load(password=password, say=say, reset=reset)
        say(f"Search: {sum(search_feeding.rebuild().values())} entries and words")


def _load(*, password: str, say: Say, reset: bool) -> None:
    ledger = Ledger()
    if reset:
        say(f"Taken away: {clear(ledger)} things of earlier loads")
    people = load_people(password)
    say(f"Accounts: {len(people)}")
    say(f"Vocabulary: {load_vocabulary(ledger)} new terms")
    say(f"Organizations: {load_organizations(ledger)} new")
    before = len(ledger.ids)
    author = account_of(people, EDITORS)
    images, documents = load_media(ledger, author)
    say(f"Pictures and documents: {len(ledger.ids) - before} new")
    files, publisher = Files(images, documents), account_of(people, ADMINISTRATORS)
    say(f"Preset listings: {load_presets(ledger)} new")
    made = load_toolkit(ledger, files=files, author=author, publisher=publisher)
    say(f"Resources: {made} new")
    say(f"Events: {load_events(ledger, files=files, author=author)} new")
    loader = PageLoader(
        files=files,
        ledger=ledger,
        author=author,
        publisher=publisher,
        translator=account_of(people, TRANSLATORS),
    )
    pages = loader.load()
    say(f"Pages: {sum(len(spec.languages) for spec in pages)} new")
    filled = load_portal(loader, ledger)
    say(f"Menus and settings: {', '.join(filled) or 'as they were'}")
    say(f"Private area: {load_private(ledger)} new")
    say(f"Invitations and requests: {load_joining(ledger)} new")


def load_vocabulary(ledger: Ledger) -> int:
    """Make the terms that were never made; an editor's changes and deletions stay. Returns how many were made."""
    made = 0
    for model, terms in TERMS.items():
        known = set(model.objects.values_list("key", flat=True))
        for order, (key, french, english) in enumerate(terms, start=1):
            mark = f"{model._meta.model_name}/{key}"
            if key in known or mark in ledger:
                continue
            numbered = {"number": order} if model._meta.model_name == "communitytier" else {}
            ledger.note(mark, model.objects.create(key=key, name_fr=french, name_en=english, order=order, **numbered))
            made += 1
    return made


def clear(ledger: Ledger) -> int:
    """Delete what earlier loads made, vocabulary and accounts left alone, and empty the home pages' history."""
    count = clear_events(ledger) + clear_toolkit(ledger)
    loader = PageLoader(files=Files({}, {}), ledger=ledger, author=None, publisher=None, translator=None)
    for spec in PAGES:
        for language in spec.languages:
            page = loader.find(spec, language)
            if page is None:
                continue
            if spec.key == "home":
                page.revisions.all().delete()
                Page.objects.filter(pk=page.pk).update(latest_revision=None, live_revision=None)
                continue
            count += page.get_descendants(inclusive=True).count()
            Page.objects.get(pk=page.pk).delete()
    forget(loader.translation_key(spec) for spec in PAGES)
    held = PortalDocument.objects.filter(  # by resources and events of people
        Q(pk__in=ResourceFile.objects.filter(document__isnull=False).values("document"))
        | Q(pk__in=EventDocument.objects.filter(document__isnull=False).values("document"))
        | Q(pk__in=Recording.objects.filter(video__isnull=False).values("video"))
        | Q(pk__in=Recording.objects.filter(transcript__isnull=False).values("transcript"))
    )
    kept: dict[type, Any] = {PortalDocument: held.values("pk"), Collection: held.values("collection")}
    for kind, model in (("image", PortalImage), ("document", PortalDocument), ("collection", Collection)):
        ids = [pk for key, pk in ledger.ids.items() if key.startswith(f"{kind}/")]
        for row in model.objects.filter(pk__in=ids).exclude(pk__in=kept.get(model, ())):
            row.delete()
            count += 1
    for settings in (Navigation, NoticeBar, PortalSettings):
        settings.objects.all().delete()
    ledger.forget({key for key in ledger.ids if key.split("/")[0] in CLEARED})
    return count
