"""How a resource is cited: as a sentence to copy, and as a file for reference managers (RIS)."""

from __future__ import annotations

import re
from dataclasses import dataclass

from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from cms.bilingual import localized
from resources.models import Resource

LINE_BREAKS = re.compile(r"[\x00-\x1f\x7f\u2028\u2029]+")


@dataclass(frozen=True)
class Citation:
    """The parts of a citation in the reader's language; `publisher` is empty where it is the author."""

    author: str
    year: str
    title: str
    kind: str
    publisher: str
    url: str

    def __str__(self) -> str:
        """Write it as a sentence: author, year, title, type, publisher, address."""
        title = f"{self.title} [{self.kind}]" if self.kind else self.title
        parts = [f"{self.author.rstrip('.')} ({self.year})", title, self.publisher]
        return " ".join([*(f"{part}." for part in parts if part), self.url])


def citation_of(shown: Resource, kind: str, publisher: str, url: str) -> Citation:
    """Return how `shown` is cited; without an author, the publisher stands for one. `url` is absolute."""
    published = shown.first_published_at
    year = shown.year or (timezone.localtime(published).year if published else None)
    author = str(shown.author)
    return Citation(
        author=author or publisher,
        year=str(year) if year else _("n.d."),
        title=str(shown.title),
        kind=kind,
        publisher=publisher if author else "",
        url=url,
    )


def ris(shown: Resource, citation: Citation, name: str) -> HttpResponse:
    """Return a citation as a file that reference managers read; `name` is the file's, without an ending."""
    lines = [
        ("TY", "GEN"),
        ("AU", citation.author),
        ("PY", citation.year if citation.year.isdigit() else ""),
        ("TI", citation.title),
        ("M3", citation.kind),
        ("PB", citation.publisher),
        ("AB", str(localized(shown, "summary"))),
        ("LA", shown.title.language),
        ("UR", citation.url),
    ]
    written = [f"{tag}  - {LINE_BREAKS.sub(' ', value).strip()}" for tag, value in lines if value]
    response = HttpResponse(
        "\r\n".join([*written, "ER  - ", ""]), content_type="application/x-research-info-systems; charset=utf-8"
    )
    response["Content-Disposition"] = f'attachment; filename="{name}.ris"'
    response["X-Robots-Tag"] = "noindex"
    return response
