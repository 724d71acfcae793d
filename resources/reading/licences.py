"""Where the text of each licence is, in the reader's language."""

from __future__ import annotations

from cms.bilingual import active_language
from resources.models import Licence

_DEEDS = "https://creativecommons.org/"
#: Licence → address of its text; `{language}` where there is one for each.
_ADDRESSES: dict[str, str] = {
    Licence.CC_BY: f"{_DEEDS}licenses/by/4.0/deed.{{language}}",
    Licence.CC_BY_SA: f"{_DEEDS}licenses/by-sa/4.0/deed.{{language}}",
    Licence.CC_BY_NC: f"{_DEEDS}licenses/by-nc/4.0/deed.{{language}}",
    Licence.CC_BY_NC_SA: f"{_DEEDS}licenses/by-nc-sa/4.0/deed.{{language}}",
    Licence.PUBLIC_DOMAIN: f"{_DEEDS}publicdomain/mark/1.0/deed.{{language}}",
    Licence.OGL_ALBERTA: "https://open.alberta.ca/licence",
}
_OGL_CANADA = {
    "fr": "https://ouvert.canada.ca/fr/licence-du-gouvernement-ouvert-canada",
    "en": "https://open.canada.ca/en/open-government-licence-canada",
}


def licence_url(licence: str) -> str:
    """Return where the text of `licence` is for the active language; empty where there is none to read."""
    language = active_language()
    if licence == Licence.OGL_CANADA:
        return _OGL_CANADA[language]
    return _ADDRESSES.get(licence, "").format(language=language)
