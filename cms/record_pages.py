"""The page of a record: which one stands at an address, for whom, and where one that moved has gone."""

from __future__ import annotations

from functools import cache
from typing import Any

from cms.models import FormerSlug, Record
from cms.prepared import Prepared


def published_at(model: type[Record], slug: str, language: str) -> Any:
    """Return the published record of `model` at `slug` in `language`, or None; who may see it is for the caller.

    Nearly always it bears the slug in this very language: that is asked first, by a statement that is written once.
    """
    published: Any = model._default_manager.filter(live=True)
    own = next(iter(_bearing(model, language)(slug)), None)
    return own or published.for_slug(slug, language).first()


@cache
def _bearing(model: type[Record], language: str) -> Prepared[Record]:
    """Return how to read the published record of `model` that bears a slug in `language`."""
    return Prepared(lambda slug: model._default_manager.filter(**{"live": True, f"slug_{language}": slug}))


def formerly_at(model: type[Record], slug: str, language: str, user: Any) -> Any:
    """Return the record that once bore `slug` in `language`, if `user` may see it, or None."""
    rows: Any = model._default_manager
    return rows.visible_to(user).filter(pk=FormerSlug.find(model, slug, language)).first()
