"""What the body of a page, and a section of the strategy, may hold."""

from __future__ import annotations

from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from .layout import AccordionBlock, CallToActionBlock, CardsBlock, ContactBlock, RelatedPagesBlock
from .media import CreditedImageBlock, DocumentBlock, VideoBlock
from .table import TableBlock
from .text import CalloutBlock, HeadingBlock, ProseBlock, QuoteBlock


class ContentBlock(blocks.StreamBlock):
    """The blocks that any running text may hold."""

    rich_text = ProseBlock(group=_("Words"))
    callout = CalloutBlock(group=_("Words"))
    quote = QuoteBlock(group=_("Words"))
    table = TableBlock(group=_("Words"))
    accordion = AccordionBlock(group=_("Words"))
    image = CreditedImageBlock(group=_("Pictures and files"))
    video = VideoBlock(group=_("Pictures and files"))
    document = DocumentBlock(group=_("Pictures and files"))
    contact = ContactBlock(group=_("Ways on"))
    call_to_action = CallToActionBlock(group=_("Ways on"))

    class Meta:
        required = False


class BodyBlock(ContentBlock):
    """The body of a page."""

    heading = HeadingBlock(group=_("Words"))
    cards = CardsBlock(group=_("Ways on"))
    related_pages = RelatedPagesBlock(group=_("Ways on"))


class SectionValue(blocks.StructValue):
    """A section's value that knows its address within the page."""

    @property
    def anchor_id(self) -> str:
        """The id in the page: the editor's own, else `section-1-2` by the number, else made from the title."""
        if anchor := self.get("anchor"):
            return anchor
        if number := self.get("number"):
            return f"section-{slugify(number.replace('.', '-'))}"
        return slugify(self.get("title") or "") or "section"

    @property
    def label(self) -> str:
        """Number and title, as the table of contents shows them."""
        return " ".join(part for part in (self.get("number"), self.get("title")) if part)


class SectionBlock(blocks.StructBlock):
    """A numbered section of the strategy, with a heading that can be linked to."""

    number = blocks.CharBlock(label=_("Number"), required=False, max_length=20, help_text=_("For example 3.2."))
    level = blocks.ChoiceBlock(
        label=_("Level"),
        choices=[("2", _("Section")), ("3", _("Part of a section")), ("4", _("Small part"))],
        default="2",
    )
    title = blocks.CharBlock(label=_("Title"), max_length=200)
    anchor = blocks.RegexBlock(
        regex=r"^[a-z][a-z0-9-]*$",
        label=_("Anchor"),
        required=False,
        max_length=80,
        help_text=_("The end of the section's address, kept the same in both languages. Made by itself when empty."),
        error_messages={"invalid": _("Small letters, digits and hyphens only; a letter first.")},
    )
    body = ContentBlock(label=_("Text"))

    class Meta:
        icon = "list-ol"
        label = _("Section")
        template = "blocks/section.html"
        value_class = SectionValue
