"""Whatever way a file comes, its content is checked, and a refusal is a sentence in the editor's language."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image
from wagtail.models import Collection

from cms.models import PortalDocument, PortalImage
from tests.factories.files import DocumentFactory, ImageFactory

pytestmark = pytest.mark.django_db


def picture(kind="PNG", size=(40, 30)) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", size, "green").save(out, kind)
    return out.getvalue()


def bomb() -> bytes:
    """A PNG of a few kilobytes that says it has 900 million pixels."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", 30_000, 30_000, 8, 0, 0, 0, 0)
    rows = zlib.compress(b"\0" * 30_001 * 50)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


def archive(**entries: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as file:
        for name, content in entries.items():
            file.writestr(name, content)
    return out.getvalue()


SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
BAD_IMAGES = {
    "a wrong type": ("page.html", b"<html></html>"),
    "an SVG with a script": ("drawing.svg", SVG),
    "an SVG named PNG": ("drawing.png", SVG),
    "a decompression bomb": ("bomb.png", bomb()),
    "a JPEG header and rubbish": ("broken.jpg", picture("JPEG")[:200] + b"rubbish" * 500),
    "a JPEG start and nothing": ("short.jpg", b"\xff\xd8\xff\xe0\x00\x10JFIF\x00"),
    "a PNG cut off": ("cut.png", picture(size=(400, 300))[:-60]),
    "an empty file": ("empty.png", b""),
    "a GIF named JPEG": ("wrong.jpg", picture("GIF")),
    "a file over the limit": ("large.png", picture() + b"\0" * (10 * 1024 * 1024 + 1)),
}
BAD_DOCUMENTS = {
    "a page with a script": ("page.html", b"<script>alert(1)</script>"),
    "a program": ("setup.exe", b"MZ" + b"\0" * 100),
    "an SVG with a script": ("drawing.svg", SVG),
    "a program named PDF": ("paper.pdf", b"MZ" + b"\0" * 100),
    "a page named text": ("notes.txt", b"<!doctype html><script>alert(1)</script>"),
    "rubbish named Word": ("letter.docx", b"PK\x03\x04rubbish"),
    "a zip named Word": ("letter.docx", archive(note=b"hello")),
    "a Word file with macros": ("letter.docx", archive(**{"word/document.xml": b"x", "word/vbaProject.bin": b"x"})),
    "a zip bomb": ("bomb.zip", archive(zeros=b"\0" * 300_000_000)),
    "a file over the limit": ("large.pdf", b"%PDF-1.4" + b"\0" * (25 * 1024 * 1024 + 1)),
    "an empty file": ("empty.pdf", b""),
}


@pytest.fixture(params=["en", "fr"])
def staff(request, visitor, person):
    client = visitor(user=person(role="Editors", language=request.param))
    client.language = request.param
    return client


ENGLISH = (" the ", " this ", "This ", "The ", " is ", "Files ", "Images ", "Not a ")


def assert_sentence(client, text):
    """The text is there, is one sentence, and is not English for those who read French."""
    assert text.strip()
    assert "Traceback" not in text
    if client.language == "fr":
        assert not any(word in text for word in ENGLISH), text


def page_errors(response):
    from bs4 import BeautifulSoup

    soup = BeautifulSoup(response.content.decode(), "html.parser")
    return " ".join(tag.get_text(" ", strip=True) for tag in soup.select(".error-message, .w-field__errors"))


def chooser_errors(response):
    from bs4 import BeautifulSoup

    soup = BeautifulSoup(response.json().get("htmlFragment") or response.json().get("html") or "", "html.parser")
    return " ".join(tag.get_text(" ", strip=True) for tag in soup.select(".error-message, .w-field__errors"))


def upload(content):
    return SimpleUploadedFile(content[0], content[1])


def send(client, way, kind, content, existing=None):
    """Upload `content` one of the five ways; return (response, what the editor reads)."""
    names = {"image": "wagtailimages", "document": "wagtaildocs"}[kind]
    root = Collection.get_first_root_node()
    data = {"title": "A file", "collection": root.pk, "tags": ""}
    if way == "add":
        response = client.post(reverse(f"{names}:add"), {**data, "file": upload(content)})
        return response, page_errors(response)
    if way == "edit":
        response = client.post(reverse(f"{names}:edit", args=[existing.pk]), {**data, "file": upload(content)})
        return response, page_errors(response)
    if way == "several":
        response = client.post(
            reverse(f"{names}:add_multiple"),
            {"title": "A file", "collection": root.pk, "files[]": upload(content)},
            HTTP_X_REQUESTED_WITH="XMLHttpRequest",
        )
        answer = response.json() if response.status_code == 200 else {}
        return response, "" if answer.get("success") else str(answer.get("error_message", ""))
    prefix = "image-chooser-upload" if kind == "image" else "document-chooser-upload"
    fields = {f"{prefix}-{name}": value for name, value in {**data, "file": upload(content)}.items()}
    response = client.post(reverse(f"{names}_chooser:create"), fields, HTTP_X_REQUESTED_WITH="XMLHttpRequest")
    return response, chooser_errors(response) if response.status_code == 200 else ""


WAYS = ["add", "edit", "several", "chooser"]


@pytest.mark.parametrize("way", WAYS)
def test_a_good_image_and_a_good_document_are_taken(visitor, editor, way):
    client = visitor(user=editor)
    image, document = ImageFactory(), DocumentFactory()
    response, said = send(client, way, "image", ("photo.png", picture()), image)
    assert response.status_code in (200, 302)
    assert not said
    response, said = send(client, way, "document", ("paper.pdf", b"%PDF-1.4 text"), document)
    assert response.status_code in (200, 302)
    assert not said
    added = 0 if way == "edit" else 1
    assert PortalImage.objects.count() == PortalDocument.objects.count() == 1 + added


@pytest.mark.parametrize("way", WAYS)
def test_bad_images_are_refused_with_a_sentence(staff, way):
    existing = ImageFactory()
    for name, content in BAD_IMAGES.items():
        response, said = send(staff, way, "image", content, existing)
        assert response.status_code == 200, name
        assert_sentence(staff, said)
    assert PortalImage.objects.count() == 1
    existing.refresh_from_db()
    assert Image.open(existing.file.path).size == (400, 300)


@pytest.mark.parametrize("way", WAYS)
def test_bad_documents_are_refused_with_a_sentence(staff, way):
    existing = DocumentFactory()
    for name, content in BAD_DOCUMENTS.items():
        response, said = send(staff, way, "document", content, existing)
        assert response.status_code == 200, name
        assert_sentence(staff, said)
    assert PortalDocument.objects.count() == 1
    existing.refresh_from_db()
    assert existing.file.read().startswith(b"%PDF")


def test_a_file_that_waits_for_its_details_is_checked_when_it_arrives(visitor, editor):
    """Wagtail keeps an upload whose other fields do not hold, and makes a document of it later, unchecked."""
    client = visitor(user=editor)
    response = client.post(
        reverse("wagtailimages:add_multiple"),
        {"title": "x" * 300, "collection": Collection.get_first_root_node().pk, "files[]": upload(("a.svg", SVG))},
    )
    assert response.json()["success"] is False
