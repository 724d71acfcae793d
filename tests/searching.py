"""What a search finds, without the page that shows it."""

from cms.search import found_by_place


def found_ids(kind: str, text: str, language: str) -> list[int]:
    """Return the ids of the records of `kind` that answer to `text`, each once."""
    return sorted(set(found_by_place(text, kind=kind, language=language).ids))
