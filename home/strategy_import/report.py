"""What the import made and what it left out, as lines for the terminal."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from .structure import LeftOut
from .writing import Outcome

ACTIONS = {
    "created": gettext_lazy("created as a draft"),
    "updated": gettext_lazy("draft updated"),
    "drafted": gettext_lazy("published, a new draft waits beside it"),
    "unchanged": gettext_lazy("unchanged"),
    "published": gettext_lazy("left alone, it is published; --replace writes a draft beside it"),
    "edited": gettext_lazy("left alone, a person has edited it; --replace writes over the draft"),
    "foreign": gettext_lazy("left alone, a person made it; --replace writes over the draft"),
    "in_review": gettext_lazy("left alone, it is locked or in review; --replace writes over the draft"),
    "gone": gettext_lazy("left alone, the document no longer has it"),
}
REASONS = {
    "contents": gettext_lazy("contents table"),
    "page_number": gettext_lazy("page number"),
    "running": gettext_lazy("header or footer of each page"),
    "notice_repeated": gettext_lazy("copyright notice, said before"),
    "notice_title": gettext_lazy("heading of the copyright notice"),
    "picture": gettext_lazy("picture, to be added by hand"),
    "comment": gettext_lazy("comment or script in the file"),
    "annex_title": gettext_lazy("heading of an annex that is now a version of its own"),
    "definition": gettext_lazy("address of a link, kept in the link"),
}


def tree(outcome: Outcome) -> Iterator[str]:
    """The tree of versions, parts and sections, a line for each."""
    yield _line(outcome)
    yield from _children(outcome, "")


def _line(outcome: Outcome) -> str:
    text = labelled(outcome.label, ACTIONS[outcome.action])
    if outcome.page is not None and outcome.page.pk:
        text += " " + _("(page %(id)s)") % {"id": outcome.page.pk}
    if outcome.action == "edited" and outcome.edited:
        text += " " + _("(edited sections: %(sections)s)") % {"sections": ", ".join(outcome.edited)}
    return text


def _children(outcome: Outcome, indent: str) -> Iterator[str]:
    rows: list[tuple[int, str, Outcome | None]] = [(level, label, None) for level, label in outcome.sections]
    rows += [(2, _line(child), child) for child in outcome.children]
    for at, (level, label, child) in enumerate(rows):
        last = at == len(rows) - 1
        yield f"{indent}{'└─' if last else '├─'} {'   ' * (level - 2)}{label}"
        if child:
            yield from _children(child, indent + ("   " if last else "│  "))


def left_out(lines: Sequence[LeftOut]) -> Iterator[str]:
    """Every line that is in no page, with the reason."""
    if not lines:
        yield _("Nothing was left out.")
        return
    yield ngettext("%(count)d line was left out:", "%(count)d lines were left out:", len(lines)) % {"count": len(lines)}
    for line in lines:
        text = " ".join(line.text.split())
        reason = REASONS[line.reason]
        yield f"  {labelled(reason, text)}" if text else f"  {reason}"


def labelled(label: object, text: object) -> str:
    """Two texts with the language's own colon between them."""
    return _("%(label)s: %(action)s") % {"label": label, "action": text}
