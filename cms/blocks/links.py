"""Links inside blocks: to a page in the reader's language, a document, or an address."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.blocks.struct_block import StructBlockValidationError

from .pages import PageChoiceBlock


class LinkValue(blocks.StructValue):
    """A link block's value that knows where it leads."""

    @property
    def page_id(self) -> int | None:
        """The id of the chosen page, in whichever language it was chosen; templates resolve it by `page_link`."""
        return page.pk if (page := self.get("page")) else None

    @property
    def is_set(self) -> bool:
        return bool(self.get("page") or self.get("url"))


class LinkBlock(blocks.StructBlock):
    """A link with its label; `required=False` allows none at all."""

    page = PageChoiceBlock(label=_("Page"), required=False)
    url = blocks.URLBlock(label=_("Or address"), required=False)
    label = blocks.CharBlock(
        label=_("Label"), required=False, max_length=80, help_text=_("Without one, the page's title is shown.")
    )

    class Meta:
        icon = "link"
        label = _("Link")
        value_class = LinkValue
        required = True

    def clean(self, value: Any) -> Any:
        cleaned = super().clean(value)
        if self.is_deferred_validation:  # a draft may be half done
            return cleaned
        errors = {}
        if self.meta.required and not cleaned.is_set:
            errors["page"] = ValidationError(_("Choose a page, or give an address."))
        if cleaned.get("url") and not cleaned.get("page") and not cleaned.get("label"):
            errors["label"] = ValidationError(_("An address needs a label."))
        if errors:
            raise StructBlockValidationError(errors)
        return cleaned
