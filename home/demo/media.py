"""Puts pictures, a film and documents in place, in collections of their own."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

from django.core.files.base import ContentFile
from django.core.files.images import ImageFile
from wagtail.models import Collection, CollectionViewRestriction

from cms import access
from cms.models import PortalDocument, PortalImage
from home.demo import drawings
from home.demo.files import read_lines, word_file
from home.demo.film import film
from home.demo.ledger import Ledger
from home.demo.pdf import pdf_file
from home.demo.texts import CONTENT

CREDIT = "Dessin fait pour ce portail / Drawn for this portal"
PUBLIC, PRIVATE = "Démonstration / Demo", "Membres seulement / Members only"
#: Collections that some only may see: name → code of their access group.
RESTRICTED = {
    PRIVATE: access.MEMBERS,
    "Coordination PTN / PNT coordination": access.SISTER_ASSOCIATIONS,
    "Bailleurs de fonds / Funders": access.FUNDERS,
    "PLI et RIF / LIPs and RIFs": access.LIPS_AND_RIFS,
}
PNT, FUNDERS, LIPS = list(RESTRICTED)[1:]

#: Pictures: name → (title for editors, focal point as x, y, width, height, collection).
IMAGES: dict[str, tuple[str, tuple[int, int, int, int] | None, str]] = {
    "horizon": ("Soleil et collines / Sun and hills", (1130, 560, 700, 520), PUBLIC),
    "canola-field": ("Champ de canola / Canola field", (900, 560, 900, 700), PUBLIC),
    "grain-elevator": ("Silo à grains / Grain elevator", (1000, 480, 700, 860), PUBLIC),
    "rockies": ("Rocheuses et lac / Rockies and a lake", (800, 420, 1000, 700), PUBLIC),
    "river-valley": ("Ville au bord d’une rivière / River valley town", (950, 520, 1000, 560), PUBLIC),
    "winter-road": ("Route d’hiver / Winter road", (740, 640, 700, 640), PUBLIC),
    "northern-lights": ("Aurores boréales / Northern lights", (900, 520, 1200, 900), PUBLIC),
    "community-quilt": ("Courtepointe / Community quilt", None, PUBLIC),
    "members-quilt": ("Courtepointe des membres / Members’ quilt", None, PRIVATE),
}


@dataclass(frozen=True)
class Document:
    """A file of the demo; its text stands in `content/<language>/files/<text>.txt`."""

    name: str
    title: str
    file_name: str
    language: str
    make: Callable[[], bytes]
    collection: str = PUBLIC


def _text(name: str, language: str) -> str:
    return (CONTENT / language / "files" / f"{name}.txt").read_text(encoding="utf-8")


def _made(kind: str, name: str, language: str) -> Callable[[], bytes]:
    make = pdf_file if kind == "pdf" else word_file
    return lambda: make(read_lines(_text(name, language)), language)


def _plain(name: str, language: str) -> Callable[[], bytes]:
    return lambda: _text(name, language).encode()


DOCUMENTS: tuple[Document, ...] = (
    Document(
        "summary-fr", "La stratégie en une page", "strategie-en-une-page.pdf", "fr", _made("pdf", "summary", "fr")
    ),
    Document("summary-en", "The strategy on one page", "strategy-on-one-page.pdf", "en", _made("pdf", "summary", "en")),
    Document(
        "first-week-fr",
        "La première semaine : liste de vérification",
        "premiere-semaine.docx",
        "fr",
        _made("docx", "first-week", "fr"),
    ),
    Document(
        "first-week-en", "The first week: a checklist", "first-week.docx", "en", _made("docx", "first-week", "en")
    ),
    Document("film", "Aurores boréales / Northern lights", "northern-lights.webm", "other", film),
    Document("captions-fr", "Sous-titres : aurores boréales", "aurores-boreales.vtt", "fr", _plain("captions", "fr")),
    Document("captions-en", "Captions: northern lights", "northern-lights.vtt", "en", _plain("captions", "en")),
    Document(
        "members-notes-fr",
        "Notes pour les membres",
        "notes-pour-les-membres.pdf",
        "fr",
        _made("pdf", "members-notes", "fr"),
        PRIVATE,
    ),
    Document(
        "members-notes-en",
        "Notes for members",
        "notes-for-members.pdf",
        "en",
        _made("pdf", "members-notes", "en"),
        PRIVATE,
    ),
    *(
        Document(f"{name}-{language}", title, file_name, language, _made("pdf", name, language), collection)
        for name, collection, titles in (
            (
                "pnt-minutes",
                PNT,
                {"fr": ("Compte rendu mensuel", "compte-rendu"), "en": ("Monthly minutes", "minutes")},
            ),
            (
                "funders-summary",
                FUNDERS,
                {"fr": ("Résumé par région", "resume-par-region"), "en": ("Summary by region", "summary-by-region")},
            ),
            (
                "lips-checklist",
                LIPS,
                {"fr": ("Revoir le plan local", "plan-local"), "en": ("The local plan again", "local-plan")},
            ),
        )
        for language, (title, stem) in titles.items()
        for file_name in (f"{stem}.pdf",)
    ),
)


def load_media(ledger: Ledger, user: Any) -> tuple[dict[str, int | None], dict[str, int | None]]:
    """Make the files that were never made; return the ids of images and documents by name (None: deleted since)."""
    images = {name: _load(ledger, f"image/{name}", PortalImage, partial(_image, name, ledger, user)) for name in IMAGES}
    documents = {
        document.name: _load(
            ledger, f"document/{document.name}", PortalDocument, partial(_document, document, ledger, user)
        )
        for document in DOCUMENTS
    }
    return images, documents


def _load(ledger: Ledger, key: str, model: Any, make: Callable[[], Any]) -> int | None:
    if key in ledger:
        found = ledger.ids[key]
        return found if model.objects.filter(pk=found).exists() else None
    made = make()
    ledger.note(key, made)
    return made.pk


def _image(name: str, ledger: Ledger, user: Any) -> PortalImage:
    title, focus, collection = IMAGES[name]
    drawing = "community-quilt" if name == "members-quilt" else name
    content = drawings.drawn(drawing)
    image = PortalImage(
        title=title,
        file=ImageFile(io.BytesIO(content), name=f"{name}.webp"),
        collection=demo_collection(collection, ledger),
        credit=CREDIT,
        uploaded_by_user=user,
        file_size=len(content),
        file_hash=hashlib.sha1(content, usedforsecurity=False).hexdigest(),
    )
    if focus:
        image.focal_point_x, image.focal_point_y, image.focal_point_width, image.focal_point_height = focus
    image.save()
    return image


def _document(document: Document, ledger: Ledger, user: Any) -> PortalDocument:
    content = document.make()
    row = PortalDocument(
        title=document.title,
        language=document.language,
        collection=demo_collection(document.collection, ledger),
        uploaded_by_user=user,
        file_size=len(content),
        file_hash=hashlib.sha1(content, usedforsecurity=False).hexdigest(),
    )
    row.file.save(document.file_name, ContentFile(content), save=False)
    row.save()
    return row


def demo_collection(name: str, ledger: Ledger) -> Collection:
    """Return the demo's collection of that name; restricted ones may be seen by their group only."""
    key = f"collection/{name}"
    root = Collection.get_first_root_node()
    if found := Collection.objects.filter(pk=ledger.ids.get(key)).first():
        return found
    collection = root.add_child(name=name)
    if name in RESTRICTED:
        restriction = CollectionViewRestriction.objects.create(
            collection=collection, restriction_type=CollectionViewRestriction.GROUPS
        )
        restriction.groups.add(access.access_group(RESTRICTED[name]))
    ledger.note(key, collection)
    return collection
