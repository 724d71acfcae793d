"""The project's message catalogues, without the gettext programs: collected by Babel, checked and compiled by polib.

There is one catalogue for each language, in `cms/locale`. Source strings are English; the English catalogue maps each
to itself, so that a missing one is seen. The files hold no line numbers, dates or machine paths: only changed words
change them.
"""

import io
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import polib

ROOT = Path(__file__).resolve().parents[2]
LOCALES = ROOT / "cms" / "locale"
LANGUAGES = ("fr", "en")
SOURCE_LANGUAGE = "en"
SOURCE_FOLDERS = ("cms", "home", "resources", "events", "members", "templates")
TEMPLATE_SUFFIXES = (".html", ".txt", ".xml")
PLURAL_FORMS = {
    "fr": "nplurals=2; plural=(n > 1);",  # 0 place, 1 place, 2 places
    "en": "nplurals=2; plural=(n != 1);",
}
KEYWORDS = {
    "gettext": None,
    "_now": None,  # gettext, where _ is gettext_lazy
    "gettext_lazy": None,
    "gettext_noop": None,
    "_": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
    "npgettext_lazy": ((1, "c"), 2, 3),
}


@dataclass(frozen=True, order=True)
class Message:
    """A source string: its context, its text, its plural, and whether it takes `%(name)s` arguments."""

    msgid: str
    context: str = ""
    plural: str = ""
    comments: tuple[str, ...] = field(default=(), compare=False)
    python_format: bool = field(default=False, compare=False)

    @property
    def key(self) -> tuple[str, str]:
        return (self.context, self.msgid)


# --- Collect ----------------------------------------------------------------------------------------


def source_files(root: Path) -> Iterator[Path]:
    for folder in SOURCE_FOLDERS:
        for path in sorted((root / folder).rglob("*")):
            if (path.suffix == ".py" and "migrations" not in path.parts) or (
                path.suffix in TEMPLATE_SUFFIXES and "templates" in path.parts
            ):
                yield path


def messages_in(path: Path) -> Iterator[Message]:
    """Yield the messages of one Python file or Django template."""
    from babel.messages.extract import extract
    from django.utils.translation import template

    text = path.read_text(encoding="utf-8")
    if path.suffix != ".py":
        blanked = template.templatize(text, origin=str(path))
        text = "\n".join(line.lstrip() for line in blanked.splitlines())  # Python would take its layout for indentation
    found = extract("python", io.BytesIO(text.encode()), KEYWORDS, comment_tags=("Translators:",))
    for _line, message, comments, context in found:
        single, plural = message if isinstance(message, tuple) else (message, "")
        if single:
            notes = tuple(" ".join(note.split()) for note in comments)
            yield Message(single, context or "", plural or "", notes, "%(" in single or "%(" in (plural or ""))


def collect(root: Path = ROOT) -> dict[tuple[str, str], Message]:
    """Return every message of the project by its key. A plural wins over the same text without one."""
    messages: dict[tuple[str, str], Message] = {}
    for path in source_files(root):
        for message in messages_in(path):
            known = messages.get(message.key)
            if known is None or (message.plural and not known.plural):
                messages[message.key] = message
    return messages


# --- Check ------------------------------------------------------------------------------------------


def catalogue_path(language: str, locales: Path = LOCALES) -> Path:
    return locales / language / "LC_MESSAGES" / "django.po"


def entries_by_key(catalogue: polib.POFile) -> dict[tuple[str, str], polib.POEntry]:
    return {(entry.msgctxt or "", entry.msgid): entry for entry in catalogue if not entry.obsolete}


def problems(catalogue: polib.POFile, messages: Iterable[Message]) -> list[str]:
    """Say what is wrong with a catalogue, one sentence for each fault; none means that it is complete."""
    wanted = {message.key: message for message in messages}
    entries = entries_by_key(catalogue)
    found = [f"missing: {wanted[key].msgid!r}" for key in wanted if key not in entries]
    found += [f"stale: {entry.msgid!r}" for entry in catalogue if entry.obsolete]
    found += [f"stale: {entry.msgid!r}" for key, entry in entries.items() if key not in wanted]
    for key, entry in entries.items():
        if key in wanted:
            found += faults_of(entry, wanted[key])
    return found


def faults_of(entry: polib.POEntry, message: Message) -> list[str]:
    if entry.fuzzy:
        return [f"fuzzy: {entry.msgid!r}"]
    if (entry.msgid_plural or "") != message.plural:
        return [f"stale: the plural of {entry.msgid!r} has changed"]
    texts = [entry.msgstr_plural.get(number, "") for number in range(2)] if message.plural else [entry.msgstr]
    if not all(text.strip() for text in texts):
        return [f"empty: {entry.msgid!r}"]
    allowed = placeholders(message.msgid) | placeholders(message.plural)
    if any(placeholders(text) - allowed for text in texts):
        return [f"wrong: {entry.msgid!r} is translated with a placeholder that it does not have"]
    if not message.plural and placeholders(texts[0]) != allowed:
        return [f"wrong: {entry.msgid!r} loses a placeholder in translation"]
    return []


def placeholders(text: str) -> set[str]:
    return set(re.findall(r"%\((\w+)\)[a-z]|\{(\w*)\}", text)) if text else set()


def check(root: Path = ROOT) -> list[str]:
    """Return what is wrong with the project's catalogues, each fault with its language."""
    messages = collect(root).values()
    found = []
    for language in LANGUAGES:
        path = catalogue_path(language, root / "cms" / "locale")
        if not path.exists():
            found.append(f"{language}: there is no catalogue")
            continue
        found += [f"{language}: {problem}" for problem in problems(polib.pofile(str(path), wrapwidth=0), messages)]
    return found


# --- Update and compile -----------------------------------------------------------------------------


def updated(language: str, old: polib.POFile, messages: Iterable[Message]) -> polib.POFile:
    """Return the catalogue with new messages added and stale ones gone. What was translated stands."""
    known = entries_by_key(old)
    new = polib.POFile(wrapwidth=100)
    new.metadata = {
        "Language": language,
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=UTF-8",
        "Content-Transfer-Encoding": "8bit",
        "Plural-Forms": PLURAL_FORMS[language],
    }
    for message in sorted(messages, key=lambda item: (item.msgid.casefold(), item.msgid, item.context)):
        entry = polib.POEntry(
            msgid=message.msgid,
            msgid_plural=message.plural,
            msgctxt=message.context or None,
            comment="\n".join(message.comments),
            flags=["python-format"] if message.python_format else [],
        )
        before = known.get(message.key)
        if message.plural:
            entry.msgstr_plural = _plural_texts(language, message, before)
        elif language == SOURCE_LANGUAGE:
            entry.msgstr = before.msgstr if before and before.msgstr and not before.msgid_plural else message.msgid
        elif before:
            entry.msgstr = before.msgstr or before.msgstr_plural.get(0, "")
        if before and before.fuzzy:
            entry.flags.append("fuzzy")
        new.append(entry)
    return new


def _plural_texts(language: str, message: Message, before: polib.POEntry | None) -> dict[int, str]:
    source = {0: message.msgid, 1: message.plural} if language == SOURCE_LANGUAGE else {0: "", 1: ""}
    if before is None or before.msgid_plural != message.plural:
        return source
    return {number: before.msgstr_plural.get(number) or source[number] for number in range(2)}


def update(root: Path = ROOT) -> list[str]:
    """Bring the catalogues' files up to date with the source; return what a person must do now."""
    messages = collect(root).values()
    for language in LANGUAGES:
        path = catalogue_path(language, root / "cms" / "locale")
        old = polib.pofile(str(path)) if path.exists() else polib.POFile()
        path.parent.mkdir(parents=True, exist_ok=True)
        text = str(updated(language, old, messages)) + "\n"
        if not path.exists() or path.read_text(encoding="utf-8") != text:
            path.write_text(text, encoding="utf-8")
    return check(root)


def compile_all(locales: Path = LOCALES) -> int:
    """Write the compiled catalogue beside each source that is newer; return how many were written."""
    count = 0
    for source in sorted(locales.glob("*/LC_MESSAGES/*.po")):
        target = source.with_suffix(".mo")
        if target.exists() and target.stat().st_mtime > source.stat().st_mtime:
            continue
        draft = target.with_suffix(".mo.new")
        polib.pofile(str(source)).save_as_mofile(str(draft))
        draft.replace(target)
        count += 1
    return count
