"""The choice of a page inside blocks, which costs no query where only its place in the tree is asked for."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from wagtail import blocks

from cms.tree import current_tree, served_request


class PageChoiceBlock(blocks.PageChooserBlock):
    """Chooses a page. While a request is served, a live page is known by its id alone and read when more is asked."""

    def bulk_to_python(self, values: Sequence[int | None]) -> list[Any]:
        if served_request.get() is None:
            return super().bulk_to_python(values)
        tree = current_tree()
        live = {value: self._unread(value) for value in values if value in tree.by_id}
        others = [value for value in values if value not in live]
        found = iter(super().bulk_to_python(others) if any(others) else [None] * len(others))
        return [live[value] if value in live else next(found) for value in values]

    def _unread(self, page_id: int) -> Any:
        model = self.target_model
        names = {model._meta.pk.attname, "id"}
        ordered = [field.attname for field in model._meta.concrete_fields if field.attname in names]
        return model.from_db("default", ordered, [page_id] * len(ordered))

    def deconstruct(self) -> tuple[str, list[Any], dict[str, Any]]:
        _name, args, kwargs = super().deconstruct()
        return "wagtail.blocks.PageChooserBlock", args, kwargs  # nothing that migrations need to know
