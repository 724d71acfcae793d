"""A table whose cells are translated like any other text."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.contrib.typed_table_block.blocks import TypedTableBlock
from wagtail_localize.segments import StringSegmentValue


class TableBlock(TypedTableBlock):
    """A table of texts with a caption; its first column names each row."""

    text = blocks.TextBlock(label=_("Text"), required=False, rows=2)

    class Meta:
        icon = "table"
        label = _("Table")
        template = "blocks/table.html"

    def get_translatable_segments(self, value: Any) -> list[StringSegmentValue]:
        """Return the caption, the headings and the cells for wagtail-localize."""
        if value is None:
            return []
        texts = [("caption", value.caption)]
        texts += [(f"heading-{number}", column["heading"]) for number, column in enumerate(value.columns)]
        texts += [
            (f"cell-{row_number}-{number}", cell)
            for row_number, row in enumerate(value.row_data)
            for number, cell in enumerate(row["values"])
        ]
        return [StringSegmentValue(path, text) for path, text in texts if text]

    def restore_translated_segments(self, value: Any, segments: list[StringSegmentValue]) -> Any:
        """Put the translated texts back where `get_translatable_segments` found them."""
        for segment in segments:
            kind, *numbers = segment.path.split("-")
            text = segment.render_text()
            if kind == "caption":
                value.caption = text
            elif kind == "heading":
                value.columns[int(numbers[0])]["heading"] = text
            else:
                value.row_data[int(numbers[0])]["values"][int(numbers[1])] = text
        return value
