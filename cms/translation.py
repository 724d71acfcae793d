"""Machine translation by DeepL, with the portal's words as a glossary. Used where DEEPL_API_KEY is set."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any

import requests
from django.core.cache import cache
from django.utils.translation import gettext as _
from wagtail.models import Locale
from wagtail_localize.machine_translators.deepl import DeepLTranslator
from wagtail_localize.strings import StringValue

from cms import glossary

TEXTS_A_REQUEST = 50  # DeepL's own bounds
BYTES_A_REQUEST = 100_000
KEPT = 30 * 24 * 3600  # seconds that the id of a glossary is remembered
LANGUAGES = {"fr", "en"}


class TranslationServiceError(Exception):
    """The service did not translate; the message is one sentence for the editor, in the active language."""


def explain(status: int) -> str:
    """Return a sentence for an editor about what DeepL answered."""
    if status in (401, 403):
        return _("DeepL does not accept the portal’s key. Tell an administrator.")
    if status == 456:
        return _("The portal’s quota at DeepL is used up for this period. Translate by hand, or wait for the next one.")
    if status == 429:
        return _("DeepL has too much to do at the moment. Try again in a minute.")
    if status == 413:
        return _("The text is too long for DeepL at once. Translate it in parts.")
    if status >= 500:
        return _("DeepL is out of order at the moment. Try again later.")
    return _("DeepL did not accept the text (answer %(status)s). Tell an administrator.") % {"status": status}


class DeepL:
    """DeepL's API, as far as the portal needs it. Every failure is a TranslationServiceError."""

    def __init__(self, key: str, *, timeout: int = 30, base_url: str = "") -> None:
        host = "https://api-free.deepl.com" if key.endswith(":fx") else "https://api.deepl.com"
        self.base_url = (base_url or host).rstrip("/")
        self.timeout = timeout
        self.session = requests.Session()
        self.session.headers["Authorization"] = f"DeepL-Auth-Key {key}"

    def call(self, method: str, path: str, data: Any = None) -> Any:
        """Return what DeepL answers, read from JSON; None where it answers with nothing."""
        try:
            response = self.session.request(method, f"{self.base_url}{path}", data=data, timeout=self.timeout)
        except requests.Timeout:
            raise TranslationServiceError(_("DeepL did not answer in time. Try again in a minute.")) from None
        except requests.RequestException:
            raise TranslationServiceError(_("DeepL could not be reached. Try again later.")) from None
        if response.status_code >= 300:
            raise TranslationServiceError(explain(response.status_code))
        if not response.content:
            return None
        try:
            return response.json()
        except ValueError:
            raise TranslationServiceError(_("DeepL gave an answer that makes no sense. Try again later.")) from None

    def glossaries(self) -> list[dict[str, Any]]:
        answer = self.call("GET", "/v2/glossaries")
        return list(answer.get("glossaries", [])) if isinstance(answer, dict) else []

    def make_glossary(self, name: str, source: str, target: str) -> str:
        data = {
            "name": name,
            "source_lang": source,
            "target_lang": target,
            "entries": glossary.as_tsv(source, target),
            "entries_format": "tsv",
        }
        return str(self.call("POST", "/v2/glossaries", data)["glossary_id"])

    def delete_glossary(self, glossary_id: str) -> None:
        self.call("DELETE", f"/v2/glossaries/{glossary_id}")


PREFIX = "small-centres"


def glossary_name(source: str, target: str) -> str:
    """Return the name of the glossary of today's words; other words have another name."""
    return f"{PREFIX} {source}-{target} {glossary.fingerprint(source, target)}"


def glossary_id(service: DeepL, source: str, target: str) -> str:
    """Return the id of the glossary of today's words, or nothing where `manage.py deepl_glossary` made none yet."""
    name = glossary_name(source, target)
    key = f"deepl-{name}".replace(" ", "-")
    known = cache.get(key)
    if known is None:
        known = next((str(item["glossary_id"]) for item in service.glossaries() if item.get("name") == name), "")
        cache.set(key, known, KEPT if known else 300)
    return str(known)


def renew_glossaries(service: DeepL) -> Iterator[str]:
    """Make the glossaries of today's words and delete those of earlier ones. Yields a line about each step."""
    there: dict[str | None, str] = {item.get("name"): str(item["glossary_id"]) for item in service.glossaries()}
    for source, target in (("fr", "en"), ("en", "fr")):
        name = glossary_name(source, target)
        made = there.get(name, "")
        if made:
            yield f"{name}: there already"
        else:
            made = service.make_glossary(name, source, target)
            yield f"{name}: made"
        cache.set(f"deepl-{name}".replace(" ", "-"), made, KEPT)
    current = {glossary_name("fr", "en"), glossary_name("en", "fr")}
    for stored, old in there.items():
        if stored and stored.startswith(f"{PREFIX} ") and stored not in current:
            service.delete_glossary(old)
            yield f"{stored}: deleted"


_BEFORE_NONE = re.compile(r"[ \u00a0\u202f]+([;!?])(?=[\s<]|$)")
_BEFORE_NBSP = re.compile(r"(?<=\S)[ \u202f]+([:%$»])(?=[\s<.,;)]|$)")
_AFTER_NBSP = re.compile(r"«[ \u202f]*(?=\S)")


def french_spacing(text: str) -> str:
    """Space a French text as in Canada: no-break before : % $ and inside « », none before ; ! ?."""
    text = _BEFORE_NONE.sub(r"\1", text)
    text = _BEFORE_NBSP.sub("\u00a0\\1", text)
    return _AFTER_NBSP.sub("«\u00a0", text)


class PortalDeepLTranslator(DeepLTranslator):
    """localize's DeepL translator, with the glossary, in requests of a size that DeepL takes."""

    def service(self) -> DeepL:
        options = self.options
        return DeepL(options["AUTH_KEY"], timeout=int(options.get("TIMEOUT", 30)), base_url=options.get("BASE_URL", ""))

    def can_translate(self, source_locale: Locale, target_locale: Locale) -> bool:
        return {source_locale.language_code, target_locale.language_code} == LANGUAGES

    def translate(
        self, source_locale: Locale, target_locale: Locale, strings: Iterable[StringValue]
    ) -> dict[StringValue, StringValue]:
        """Return `strings` with their translations. Raises TranslationServiceError."""
        source, target = source_locale.language_code, target_locale.language_code
        service = self.service()
        found: dict[StringValue, StringValue] = {}
        for part in _parts(list(strings)):
            data: dict[str, Any] = {
                "text": [string.data for string in part],
                "tag_handling": "xml",
                "source_lang": source.upper(),
                # Neither of DeepL's Englishes is Canada's; this one writes "centre" and "colour".
                "target_lang": "EN-GB" if target == "en" else target.upper(),
            }
            if formality := self.options.get("FORMALITY"):
                data["formality"] = formality
            if known := glossary_id(service, source, target):
                data["glossary_id"] = known
            answer = service.call("POST", "/v2/translate", data)
            try:
                texts = [str(item["text"]) for item in answer["translations"]]
                found.update(
                    (string, StringValue(french_spacing(text) if target == "fr" else text))
                    for string, text in zip(part, texts, strict=True)
                )
            except (KeyError, TypeError, ValueError):
                raise TranslationServiceError(_("DeepL gave an answer that makes no sense. Try again later.")) from None
        return found


def _parts(strings: list[StringValue]) -> Iterator[list[StringValue]]:
    part: list[StringValue] = []
    size = 0
    for string in strings:
        length = len(string.data.encode())
        if part and (len(part) == TEXTS_A_REQUEST or size + length > BYTES_A_REQUEST):
            yield part
            part, size = [], 0
        part.append(string)
        size += length
    if part:
        yield part
