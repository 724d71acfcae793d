"""The portal's words in both languages (DOMAIN.md, "Words"), given to DeepL as a glossary.

DeepL keeps glossaries by id and cannot change one: `manage.py deepl_glossary` makes one for each direction, named by
its words, and a translation uses it as long as the words are the same.
"""

from __future__ import annotations

import csv
import hashlib
import io

#: (French, English), as DOMAIN.md writes them; plural forms follow their singular.
WORDS: tuple[tuple[str, str], ...] = (
    ("petit centre", "small centre"),
    ("petits centres", "small centres"),
    ("fournisseur de services", "service provider"),
    ("fournisseurs de services", "service providers"),
    ("organisme", "organization"),
    ("organismes", "organizations"),
    ("nouvel arrivant", "newcomer"),
    ("nouvelle arrivante", "newcomer"),
    ("nouveaux arrivants", "newcomers"),
    ("établissement et intégration", "settlement and integration"),
    ("partenariat local en matière d’immigration", "Local Immigration Partnership"),
    ("partenariats locaux en matière d’immigration", "Local Immigration Partnerships"),
    ("PLI", "LIP"),
    ("Réseau en immigration francophone", "Francophone Immigration Network"),
    ("RIF", "RIF"),
    ("RIFA", "RIFA"),
    ("Immigration, Réfugiés et Citoyenneté Canada", "Immigration, Refugees and Citizenship Canada"),
    ("IRCC", "IRCC"),
    ("Initiative d’engagement provincial", "Provincial Engagement Initiative"),
    ("IEP", "PEI"),
    ("manifestation d’intérêt", "expression of interest"),
    ("manifestations d’intérêt", "expressions of interest"),
    ("région des Prairies et des Territoires du Nord", "Prairies and Northern Territories region"),
    ("PTN", "PNT"),
    ("boîte à outils", "toolkit"),
    ("réunion trimestrielle de mise à jour", "quarterly update meeting"),
    ("visite de site", "site visit"),
    ("visites de site", "site visits"),
    ("Sommet sur l’établissement et l’intégration", "Settlement and Integration Summit"),
    ("Conférence sur l’établissement et l’intégration", "Settlement and Integration Conference"),
    ("séance virtuelle", "virtual learning session"),
    ("séances virtuelles", "virtual learning sessions"),
    ("personnel de première ligne", "front-line staff"),
    ("cadre supérieur", "senior leader"),
    ("cadres supérieurs", "senior leaders"),
    ("niveau de collectivité", "community tier"),
)


def entries(source: str, target: str) -> dict[str, str]:
    """Return the words of language `source` with those of `target`; a word with two translations has its first."""
    pairs = WORDS if (source, target) == ("fr", "en") else tuple((english, french) for french, english in WORDS)
    found: dict[str, str] = {}
    for word, translated in pairs:
        found.setdefault(word, translated)
    return found


def as_tsv(source: str, target: str) -> str:
    """Return the entries as DeepL reads them: a word, a tab, its translation, on a line each."""
    out = io.StringIO()
    csv.writer(out, delimiter="\t", lineterminator="\n", quoting=csv.QUOTE_NONE, escapechar="\\").writerows(
        entries(source, target).items()
    )
    return out.getvalue()


def fingerprint(source: str, target: str) -> str:
    """Return a short name of these very words: another one says that the glossary must be made anew."""
    return hashlib.sha256(as_tsv(source, target).encode()).hexdigest()[:12]
