"""Word's automatic numbers written out as text: the file only says "the next number of that list".

mammoth drops the number of a numbered heading and restarts a list at 1 after each interruption. Here every
paragraph with an automatic number gets it as text, as a reader of the document sees it; bullets are left to mammoth.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from xml.etree import ElementTree

_NS = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_W = f"{{{_NS}}}"
_ROMAN = [(50, "l"), (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i")]


def parse(part: bytes) -> ElementTree.Element:
    """The tree of an XML part; the reader has refused parts that declare entities."""
    return ElementTree.fromstring(part)  # noqa: S314


@dataclass
class _Level:
    format: str
    text: str
    start: int


@dataclass
class _Numbers:
    """The lists of a document: each list's levels, and the list and level that a paragraph style brings along."""

    levels: dict[str, dict[int, _Level]] = field(default_factory=dict)
    abstract: dict[str, str] = field(default_factory=dict)
    restarts: dict[str, set[int]] = field(default_factory=dict)
    styles: dict[str, tuple[str, int]] = field(default_factory=dict)
    based_on: dict[str, str] = field(default_factory=dict)
    counts: dict[str, dict[int, int]] = field(default_factory=dict)
    begun: set[str] = field(default_factory=set)

    def of_style(self, style: str) -> tuple[str, int] | None:
        for _step in range(20):
            if style in self.styles:
                return self.styles[style]
            style = self.based_on.get(style, "")
        return None

    def label(self, number: str, level: int) -> str:
        """Count one more on this level of this list; its label, or "" for a bullet."""
        abstract = self.abstract.get(number, "")
        levels = self.levels.get(abstract, {})
        counts = self.counts.setdefault(abstract, {})
        if number not in self.begun:
            self.begun.add(number)
            for restarted in self.restarts.get(number, ()):
                counts.pop(restarted, None)
        if level not in levels:
            return ""
        counts[level] = counts.get(level, levels[level].start - 1) + 1
        for deeper in [other for other in counts if other > level]:
            del counts[deeper]
        if levels[level].format in {"bullet", "none"}:
            return ""

        def value(match: re.Match[str]) -> str:
            at = int(match.group(1)) - 1
            shape = levels.get(at)
            return _shown(counts.get(at, shape.start if shape else 1), shape.format if shape else "decimal")

        return re.sub(r"%([1-9])", value, levels[level].text)


def _shown(count: int, shape: str) -> str:
    if shape in {"lowerLetter", "upperLetter"} and 0 < count <= 26:
        return chr((97 if shape == "lowerLetter" else 65) + count - 1)
    if shape in {"lowerRoman", "upperRoman"} and 0 < count < 90:
        text = ""
        for size, sign in _ROMAN:
            while count >= size:
                text, count = text + sign, count - size
        return text if shape == "lowerRoman" else text.upper()
    return str(count)


def _value(element: ElementTree.Element | None, name: str) -> str:
    found = element.find(f"{_W}{name}") if element is not None else None
    return found.get(f"{_W}val", "") if found is not None else ""


def _int(text: str, default: int = 0) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 7 else default


def _read(parts: dict[str, bytes]) -> _Numbers:
    numbers = _Numbers()
    if "word/numbering.xml" in parts:
        root = parse(parts["word/numbering.xml"])
        for abstract in root.iter(f"{_W}abstractNum"):
            numbers.levels[abstract.get(f"{_W}abstractNumId", "")] = {
                _int(level.get(f"{_W}ilvl", "0")): _Level(
                    _value(level, "numFmt"), _value(level, "lvlText"), _int(_value(level, "start"), 1)
                )
                for level in abstract.iter(f"{_W}lvl")
            }
        for number in root.findall(f"{_W}num"):
            name = number.get(f"{_W}numId", "")
            numbers.abstract[name] = _value(number, "abstractNumId")
            numbers.restarts[name] = {
                _int(override.get(f"{_W}ilvl", "0"))
                for override in number.findall(f"{_W}lvlOverride")
                if override.find(f"{_W}startOverride") is not None
            }
    if "word/styles.xml" in parts:
        for style in parse(parts["word/styles.xml"]).iter(f"{_W}style"):
            name = style.get(f"{_W}styleId", "")
            numbers.based_on[name] = _value(style, "basedOn")
            properties = style.find(f"{_W}pPr/{_W}numPr")
            if properties is not None and _value(properties, "numId"):
                numbers.styles[name] = (_value(properties, "numId"), _int(_value(properties, "ilvl")))
    return numbers


def _numbered(root: ElementTree.Element, numbers: _Numbers) -> Iterator[tuple[ElementTree.Element, str, int]]:
    for paragraph in root.iter(f"{_W}p"):
        properties = paragraph.find(f"{_W}pPr")
        if properties is None or not any((node.text or "").strip() for node in paragraph.iter(f"{_W}t")):
            continue
        own = properties.find(f"{_W}numPr")
        if own is not None and _value(own, "numId"):
            place: tuple[str, int] | None = (_value(own, "numId"), _int(_value(own, "ilvl")))
        else:
            place = numbers.of_style(_value(properties, "pStyle"))
        if place and place[0] != "0":
            yield paragraph, *place


def write_numbers(parts: dict[str, bytes]) -> dict[str, bytes]:
    """The parts with each automatic number (not bullet) of the document as text in its paragraph.

    A paragraph that got one is no longer a list item of Word's; the structure finds the list by its numbers.
    """
    root = parse(parts["word/document.xml"])
    numbers = _read(parts)
    places = list(_numbered(root, numbers))
    if not places:
        return parts
    for paragraph, number, level in places:
        properties = paragraph.find(f"{_W}pPr")
        if properties is None:
            continue
        for old in properties.findall(f"{_W}numPr"):
            properties.remove(old)
        own = ElementTree.SubElement(properties, f"{_W}numPr")
        label = numbers.label(number, level).strip()
        ElementTree.SubElement(own, f"{_W}ilvl", {f"{_W}val": str(level)})
        ElementTree.SubElement(own, f"{_W}numId", {f"{_W}val": "0" if label else number})
        if label:
            paragraph.insert(list(paragraph).index(properties) + 1, _run(paragraph, f"{label} "))
    written = {"word/document.xml": root}
    # The numbers that styles bring along stand in the paragraphs now.
    for part, path, unwanted in (("numbering", "lvl", "pStyle"), ("styles", "pPr", "numPr")):
        if f"word/{part}.xml" in parts:
            written[f"word/{part}.xml"] = parse(parts[f"word/{part}.xml"])
            for holder in written[f"word/{part}.xml"].iter(f"{_W}{path}"):
                for element in holder.findall(f"{_W}{unwanted}"):
                    holder.remove(element)
    return {
        **parts,
        **{part: ElementTree.tostring(tree, encoding="utf-8", xml_declaration=True) for part, tree in written.items()},
    }


def _run(paragraph: ElementTree.Element, label: str) -> ElementTree.Element:
    """A run that says the label, formatted like the paragraph's first run."""
    run = ElementTree.Element(f"{_W}r")
    first = next((node for node in paragraph.iter(f"{_W}r")), None)
    style = first.find(f"{_W}rPr") if first is not None else None
    if style is not None:
        run.append(style)
    text = ElementTree.SubElement(run, f"{_W}t")
    text.text = label
    text.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
    return run
