"""Copying a page in the admin."""

from __future__ import annotations

from typing import Any

from wagtail.admin.forms.pages import CopyForm


class CopyWithoutAliasForm(CopyForm):
    """Wagtail's form for copying a page, without the choice to make the copy an alias."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields.pop("alias", None)
