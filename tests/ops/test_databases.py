"""The tests' own databases."""

from django.utils import translation

from tests import plugin_database as databases


def test_the_template_has_one_name_whoever_reads() -> None:
    found = set()
    for language in ("fr", "en"):
        with translation.override(language):
            found.add(databases.fingerprint())
    with translation.override(None):
        found.add(databases.fingerprint())
    assert len(found) == 1
