"""StreamField blocks, one module for each family; `BodyBlock` is what a page's body may hold."""

from .body import BodyBlock, SectionBlock
from .layout import AccordionBlock, CallToActionBlock, CardsBlock, ContactBlock, RelatedPagesBlock
from .links import LinkBlock
from .media import CreditedImageBlock, DocumentBlock, VideoBlock
from .pages import PageChoiceBlock
from .table import TableBlock
from .text import CalloutBlock, HeadingBlock, ProseBlock, QuoteBlock

__all__ = [
    "AccordionBlock",
    "BodyBlock",
    "CallToActionBlock",
    "CalloutBlock",
    "CardsBlock",
    "ContactBlock",
    "CreditedImageBlock",
    "DocumentBlock",
    "HeadingBlock",
    "LinkBlock",
    "PageChoiceBlock",
    "ProseBlock",
    "QuoteBlock",
    "RelatedPagesBlock",
    "SectionBlock",
    "TableBlock",
    "VideoBlock",
]
