"""What a line's words say about it: the patterns for French and English, and nothing else."""

import re
from dataclasses import dataclass

LONGEST_HEADING = 200

_CLOSING = " \t\u00a0\"'”’»)]*_"
_CONTENTS = re.compile(
    r"(?:table\s+des\s+mati[eè]res|table\s+of\s+contents|contents|contenu|sommaire|index)\s*:?", re.IGNORECASE
)
_LEADER = re.compile(
    r"(?P<title>.*?)(?:(?:[\s\u00a0]*[.…·_]){3,}|…|[\s\u00a0]*\t[\s\u00a0]*|[ \u00a0]{3,})"
    r"[\s\u00a0]*(?P<page>\d{1,4}|[ivxlcIVXLC]{1,7})[\s\u00a0]*"
)
_OPEN_LEADER = re.compile(r"(?P<title>.*?)(?:[\s\u00a0]*[.…·_]){4,}[\s\u00a0]*")
_PAGE_NUMBER = re.compile(
    r"(?:p\s?a\s?g\s?e|p\.)?\s*[|\-–—•]?\s*(?P<page>\d{1,4}|[ivxlc]{1,6})\s*"
    r"(?:(?:/|of|sur|de)\s*\d{1,4})?\s*[|\-–—•]?\s*(?:p\s?a\s?g\s?e)?",
    re.IGNORECASE,
)
_NAMED_PAGE = re.compile(r"p\s?a\s?g\s?e|p\.|[|/\-–—•]|\b(?:of|sur)\b", re.IGNORECASE)
_NOTICE = re.compile(
    r"©\s*(?:copyright|copie|\d{4}|[A-ZÀ-Þ])|^\W*©|^\W*copyright\b\s*(?:\(c\)|©|\d{4}|[A-ZÀ-Þ])|\(c\)\s*(?:19|20)\d\d"
    r"|tous\s+(?:les\s+)?droits\s+(?:sont\s+)?réservés|all\s+rights\s+(?:are\s+)?reserved"
    r"|(?:may|must|shall|can)\s*not\s+be\s+(?:copied|reproduced)|no\s+part\s+of\s+this\s+(?:publication|document|work)"
    r"|ne\s+(?:peut|peuvent|doit|doivent)\s+(?:pas\s+)?être\s+(?:reproduit|copié|diffusé)"
    r"|(?:toute\s+)?reproduction\s+(?:même\s+partielle\s+)?(?:est\s+)?(?:interdite|strictly|without)"
    r"|aucune\s+partie\s+de\s+(?:ce|cette)\s+(?:document|publication)",
    re.IGNORECASE,
)
_NOTICE_TITLE = re.compile(
    r"(?:avis\s+(?:de|sur\s+les?)\s+)?(?:droits?\s+d[’']auteurs?|copyright)(?:\s+notice)?|legal\s+notice|avis\s+juridique"
    r"|mentions?\s+légales?",
    re.IGNORECASE,
)
_ANNEX = re.compile(
    r"(?P<word>annexe|appendice|appendix|annex)(?:\s+(?P<label>[A-Z]|\d{1,2}|[IVX]+)(?![\w’']))?"
    r"\s*(?:[.:–—-]\s*|\s+|$)(?P<title>.*)",
    re.IGNORECASE,
)
_FRONT_WORDS = re.compile(
    r"(?:introduction|conclusions?|avant-propos|préface|foreword|preface|résumé|summary|executive\s+summary"
    r"|sommaire(?:\s+exécutif)?|remerciements|acknowledge?ments|références|references|bibliographi[ey]|glossaire"
    r"|glossary|mot\s+(?:de|du)\s.{1,60}|message\s+(?:from|de|du)\s.{1,60}|annexes?|appendices)",
    re.IGNORECASE,
)
_NUMBER = re.compile(
    r"(?P<number>\d{1,2}(?:\.\d{1,2}){0,6})(?P<end>\.?\)?)(?:[\s\u00a0]*[-–—:][\s\u00a0]+|[\s\u00a0]+|(?<=[.)])(?=[^\W\d]))"
    r"(?P<title>[^\s].*)",
    re.DOTALL,
)
_PART = re.compile(
    r"(?:partie|part|chapitre|chapter)[\s\u00a0]+(?P<number>\d{1,2}|[IVX]{1,5})(?![\w.])[\s\u00a0]*[.:–—-]*[\s\u00a0]*(?P<title>.*)",
    re.IGNORECASE | re.DOTALL,
)
_ROMAN = re.compile(r"(?P<number>[IVX]{1,5})[.)][\s\u00a0]+(?P<title>\S.*)", re.DOTALL)
_YEAR = re.compile(r"(?<!\d)(?:19[89]\d|20[0-9]\d)(?!\d)")
_BULLET = re.compile(r"(?P<marker>[•◦▪▫●○■□‣⁃∙·*►➢✓❖➤\uf000-\uf0ff]|[–—-](?![–—-]))[\s\u00a0]+(?=\S)")
# Word's second bullet is the letter o of a typewriter face; it is no word in either language.
_ROUND_BULLET = re.compile(r"(?P<marker>o)[\s\u00a0]+(?=\S)")
_ORDERED = re.compile(r"(?P<marker>\(?(?:\d{1,2}|[a-z]|[ivx]{2,5})[.)])[\s\u00a0]+(?=\S)")
# A line that ends in one of these goes on in the next, whatever that begins with.
_GOES_ON = re.compile(
    r"(?:,|[-–—]|[^\w](?:le|la|les|l[’']|un|une|des?|du|au|aux|et|ou|à|en|pour|par|avec|sur|dans|que|qui|the|a|an|of|and"
    r"|or|to|in|for|with|by|on|at|from|as|that|which))\s*$",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Numbered:
    """A line that begins with a number: the number as written without its full stop, and what follows it."""

    number: str
    title: str
    dotted: bool

    @property
    def depth(self) -> int:
        return self.number.count(".") + 1

    @property
    def first(self) -> int:
        return to_int(self.number.split(".")[0])


def to_int(number: str) -> int:
    """The value of a part's number, Arabic or Roman; 0 when it has none."""
    if number.isascii() and number.isdigit():
        return int(number)
    values = {"I": 1, "V": 5, "X": 10}
    if not number or any(char not in values for char in number.upper()):
        return 0
    digits = [values[char] for char in number.upper()]
    return sum(-one if one < after else one for one, after in zip(digits, [*digits[1:], 0], strict=True))


def numbered(text: str) -> Numbered | None:
    """The number and title of a line such as « 1.1.2 Logement », « Partie 2 – Priorités », "IV. Housing"."""
    text = text.strip()
    if match := _PART.fullmatch(text):
        return Numbered(match["number"], match["title"].strip(), dotted=True)
    if match := _NUMBER.fullmatch(text):
        number, title = match["number"], match["title"].strip()
        return Numbered(number, title, dotted="." in number or bool(match["end"]))
    if match := _ROMAN.fullmatch(text):
        return Numbered(match["number"], match["title"].strip(), dotted=True)
    return None


_LONE_NUMBER = re.compile(r"(?:\d{1,2}(?:\.\d{1,2})+\.?|\d{1,2}\.)")


def lone_number(text: str) -> str:
    """A heading's number that stands alone on its line (`1.1` or `3.`), else ""."""
    text = text.strip()
    return text.rstrip(".") if _LONE_NUMBER.fullmatch(text) else ""


def ends_sentence(text: str) -> bool:
    """Whether the text ends as a sentence, or as what introduces a list, does."""
    return text.rstrip(_CLOSING + "0123456789[").rstrip(_CLOSING).endswith(
        (".", "!", "?", ":", ";", "…")
    ) or text.rstrip(_CLOSING).endswith((".", "!", "?", ":", ";", "…"))


def goes_on(text: str) -> bool:
    """Whether the text stops where no sentence can."""
    return bool(_GOES_ON.search(f" {text.rstrip()}")) and not text.rstrip().endswith((" –", " —", " -"))


def begins_low(text: str) -> bool:
    """Whether the text begins in the middle of a sentence: with a small letter or closing punctuation."""
    text = text.lstrip(" \t\u00a0\"'“‘«([")
    return bool(text) and (text[0].islower() or text[0] in ",;)»%")


def capitals(text: str) -> bool:
    """Whether the line is in capitals: two words, or one of at least five letters."""
    found = [char for char in text if char.isalpha()]
    return len(found) >= 4 and all(not char.islower() for char in found) and (len(found) >= 5 or " " in text.strip())


def reads_like_heading(text: str) -> bool:
    """Short, begins as a title does and does not end as a sentence does."""
    text = text.strip()
    if not 2 <= len(text) <= LONGEST_HEADING or begins_low(text) or not any(char.isalpha() for char in text):
        return False
    return not text.rstrip(_CLOSING).endswith((".", ";", ",", "…")) or (len(text) < 30 and text.endswith("etc."))


def is_notice(text: str) -> bool:
    return bool(_NOTICE.search(text))


def is_notice_title(text: str) -> bool:
    return bool(_NOTICE_TITLE.fullmatch(text.strip().rstrip(":").strip()))


def is_contents_title(text: str) -> bool:
    return bool(_CONTENTS.fullmatch(text.strip()))


def leader(text: str) -> str | None:
    """The title of a contents line with leaders and a page, "" when only leaders are left of it; else None."""
    text = text.strip(" \u00a0\n")
    match = _LEADER.fullmatch(text) or _OPEN_LEADER.fullmatch(text)
    return match["title"].strip() if match else None


def dotted_leader(text: str) -> bool:
    """Whether the leaders are dots, which nothing but a contents table has."""
    return leader(text) is not None and bool(re.search(r"(?:[.…·_][\s\u00a0]*){3,}|…", text))


def page_number(text: str) -> tuple[int, bool] | None:
    """The page a line names and whether it says so ("Page 3 of 9", "- 3 -"); None when it is no page number."""
    text = text.strip()
    match = _PAGE_NUMBER.fullmatch(text) if len(text) <= 24 else None
    if not match:
        return None
    page = match["page"]
    value = int(page) if page.isdigit() else _roman_page(page)
    if not value:
        return None
    return value, bool(_NAMED_PAGE.search(text))


def _roman_page(page: str) -> int:
    return to_int(page) if page == page.lower() or page == page.upper() else 0


def annex(text: str) -> tuple[str, str] | None:
    """The label and title of an annex's heading (« Annexe B – Stratégie 2018 » gives "B" and the rest), else None."""
    match = _ANNEX.fullmatch(text.strip())
    if not match or (match["title"] and begins_low(match["title"])):
        return None
    if (
        not match["label"]
        and match["title"]
        and not text.strip()[len(match["word"]) :].lstrip().startswith((":", "–", "—", "-"))
    ):
        return None
    return (match["label"] or "").upper(), match["title"].strip()


def is_front_word(text: str) -> bool:
    """Whether the heading is one that stands beside the numbered parts: introduction, glossary…"""
    return bool(_FRONT_WORDS.fullmatch(text.strip()))


def names_version(text: str) -> bool:
    """Whether a heading names a strategy or plan and its year, as the title of a version does."""
    return bool(years(text)) and bool(re.search(r"strat[eé]g|\bplan\b", text, re.IGNORECASE)) and not numbered(text)


def years(text: str) -> list[int]:
    return [int(year) for year in _YEAR.findall(text)]


def bullet(text: str) -> tuple[str, int] | None:
    """The bullet a line begins with and how many characters it takes."""
    stripped = text.lstrip(" \t\u00a0")
    match = _BULLET.match(stripped) or _ROUND_BULLET.match(stripped)
    return (match["marker"], len(text) - len(stripped) + match.end()) if match else None


def ordered(text: str) -> tuple[str, int] | None:
    """The list number a line begins with (`1.`, `(b)`, `iv)`) and how many characters it takes."""
    stripped = text.lstrip(" \t\u00a0")
    match = _ORDERED.match(stripped)
    return (match["marker"], len(text) - len(stripped) + match.end()) if match else None
