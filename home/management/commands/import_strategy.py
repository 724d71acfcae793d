"""Turn an existing document into a draft version of the strategy."""

from __future__ import annotations

import logging
import os
from argparse import ArgumentParser
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from wagtail.models import Locale, Page

from home.models.strategy import FIRST_YEAR, LAST_YEAR
from home.strategy_import import report
from home.strategy_import.language import guess_language
from home.strategy_import.problems import DocumentError
from home.strategy_import.reading import read
from home.strategy_import.structure import Document, build
from home.strategy_import.writing import write


class Command(BaseCommand):
    help = (
        "Turn a .docx, .md or .txt document into a draft version of the strategy: one page for each top-level part, "
        "its sections inside. Running it again updates its own drafts and makes nothing twice."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, help="the document: .docx, .md or .txt")
        parser.add_argument("--locale", required=True, help="the language of the document: fr or en")
        parser.add_argument("--year", type=int, help="the year of the version, when the document does not name it")
        parser.add_argument(
            "--annex-year",
            type=int,
            action="append",
            default=[],
            metavar="YEAR",
            help="the year of an annex that is a version of its own; once for each such annex, in order",
        )
        parser.add_argument("--parent", type=int, metavar="ID", help="the page to put the version under")
        parser.add_argument(
            "--replace",
            action="store_true",
            help="write over drafts that a person edited, and a new draft beside what is published",
        )
        parser.add_argument("--dry-run", action="store_true", help="show what would be made; change nothing")

    def handle(self, *args: Any, **options: Any) -> None:
        with translation.override(terminal_language()), quiet("django_tasks", "wagtail"):
            try:
                self.run_import(options)
            except DocumentError as error:
                raise CommandError(_(error.sentence) % error.values) from error
            except ValidationError as error:
                raise CommandError(
                    _("The pages cannot be saved: %(reasons)s") % {"reasons": " ".join(error.messages)}
                ) from error

    def run_import(self, options: dict[str, Any]) -> None:
        locale = locale_of(options["locale"])
        parent = page_of(options["parent"])
        reading = read(options["file"])
        document = build(reading.elements)
        year, annex_years = years_of(document, options)
        text = " ".join(element.text for element in reading.elements)
        language = guess_language(text)
        if language and language != locale.language_code:
            self.warn(
                _("The text seems to be in the language “%(language)s”, not “%(locale)s”.")
                % {"language": language, "locale": locale.language_code}
            )
        for sentence in reading.remarks:
            self.warn(_(sentence))
        for sentence, values in (
            *document.remarks,
            *(remark for annex in document.annexes for remark in annex.remarks),
        ):
            self.warn(_(sentence) % values)
        outcome = write(
            document,
            year=year,
            annex_years=annex_years,
            locale=locale,
            parent=parent,
            replace=options["replace"],
            dry_run=options["dry_run"],
        )
        if options["dry_run"]:
            self.stdout.write(_("Dry run: nothing was changed. It would have made:"))
        for line in (*report.tree(outcome), "", *report.left_out(document.left_out)):
            self.stdout.write(line)

    def warn(self, sentence: str) -> None:
        self.stderr.write(self.style.WARNING(sentence))


@contextmanager
def quiet(*names: str) -> Iterator[None]:
    """Keep what each saved page logs off the terminal: the tree says it, and the page's history keeps it."""
    loggers = [(logging.getLogger(name), logging.getLogger(name).level) for name in names]
    try:
        for logger, _level in loggers:
            logger.setLevel(logging.WARNING)
        yield
    finally:
        for logger, level in loggers:
            logger.setLevel(level)


def terminal_language() -> str:
    """The language of the person at the terminal, where the portal speaks it; else the portal's first."""
    spoken = os.environ.get("LC_ALL") or os.environ.get("LC_MESSAGES") or os.environ.get("LANG") or ""
    return spoken[:2] if spoken[:2] in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE


def locale_of(code: str) -> Locale:
    locale = Locale.objects.filter(language_code=code).first()
    if locale is None or code not in dict(settings.WAGTAIL_CONTENT_LANGUAGES):
        known = ", ".join(dict(settings.WAGTAIL_CONTENT_LANGUAGES))
        raise DocumentError(
            gettext_noop("The portal has no language “%(code)s”; it has: %(known)s."), code=code, known=known
        )
    return locale


def page_of(number: int | None) -> Page | None:
    if number is None:
        return None
    page = Page.objects.filter(pk=number).first()
    if page is None:
        raise DocumentError(gettext_noop("There is no page %(id)s to put the version under."), id=number)
    return page


def years_of(document: Document, options: dict[str, Any]) -> tuple[int, list[int]]:
    """The year of the version and those of its annexes; each must be known, possible and used once."""
    year = options["year"] or document.year
    if year is None:
        raise DocumentError(
            gettext_noop("“%(name)s” names no year in its first lines: give it with --year."), name=options["file"].name
        )
    given = options["annex_year"]
    if len(given) > len(document.annexes):
        raise DocumentError(
            gettext_noop("The document has fewer annexes that are versions of their own than --annex-year names.")
        )
    annex_years: list[int] = []
    for at, annex in enumerate(document.annexes):
        annex_year = given[at] if at < len(given) else annex.year
        if annex_year is None:
            raise DocumentError(
                gettext_noop(
                    "The annex “%(title)s” is a version of its own and names no year: give it with --annex-year."
                ),
                title=annex.title,
            )
        annex_years.append(annex_year)
    for value in (year, *annex_years):
        if not FIRST_YEAR <= value <= LAST_YEAR:
            raise DocumentError(
                gettext_noop("%(year)s is not a year between %(first)s and %(last)s."),
                year=value,
                first=FIRST_YEAR,
                last=LAST_YEAR,
            )
        if (year, *annex_years).count(value) > 1:
            raise DocumentError(
                gettext_noop(
                    "Two versions in the document would be of %(year)s: tell them apart with --year and --annex-year."
                ),
                year=value,
            )
    return year, annex_years
