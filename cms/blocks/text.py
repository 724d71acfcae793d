"""Blocks of words."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from wagtail import blocks


class ProseBlock(blocks.RichTextBlock):
    """Paragraphs, lists and small headings."""

    class Meta:
        icon = "pilcrow"
        label = _("Text")
        template = "blocks/rich_text.html"


class HeadingBlock(blocks.StructBlock):
    """A heading within the body; its anchor is made from its text."""

    text = blocks.CharBlock(label=_("Heading"), max_length=150)
    level = blocks.ChoiceBlock(
        label=_("Level"), choices=[("2", _("Section")), ("3", _("Part of a section"))], default="2"
    )

    class Meta:
        icon = "title"
        label = _("Heading")
        template = "blocks/heading.html"


class CalloutBlock(blocks.StructBlock):
    """A paragraph set apart: a note, something to do, or a warning."""

    tone = blocks.ChoiceBlock(
        label=_("Kind"),
        choices=[("note", _("Good to know")), ("action", _("To do")), ("warning", _("Warning"))],
        default="note",
    )
    title = blocks.CharBlock(label=_("Title"), required=False, max_length=120)
    text = blocks.RichTextBlock(label=_("Text"), editor="inline")

    class Meta:
        icon = "info-circle"
        label = _("Callout")
        template = "blocks/callout.html"


class QuoteBlock(blocks.StructBlock):
    """Somebody's words, with who said them."""

    text = blocks.TextBlock(label=_("Words"))
    name = blocks.CharBlock(label=_("Who said them"), required=False, max_length=120)
    role = blocks.CharBlock(label=_("Role or organization"), required=False, max_length=160)

    class Meta:
        icon = "openquote"
        label = _("Quote")
        template = "blocks/quote.html"
