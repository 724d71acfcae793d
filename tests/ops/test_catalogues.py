"""The checker of the message catalogues finds what is wrong, and `make messages` mends what a machine can."""

import polib
import pytest

from cms.ops import catalogues
from cms.ops.catalogues import Message

PYTHON = """
from django.utils.translation import gettext as _, ngettext, pgettext
_("Read on")
# Translators: on a button
pgettext("verb", "Order")
ngettext("%(n)d place left", "%(n)d places left", 2)
_(f"never collected {1}")
"""
TEMPLATE = """{% load i18n %}{# {% translate "a comment" %} #}
{% translate "Search" %}{% blocktranslate count n=n trimmed %}
  One page
{% plural %}
  {{ n }} pages
{% endblocktranslate %}"""


@pytest.fixture
def project(tmp_path):
    """A small project with messages in code and in a template, and catalogues of its own."""
    (tmp_path / "home").mkdir()
    (tmp_path / "home" / "views.py").write_text(PYTHON)
    (tmp_path / "home" / "migrations").mkdir()
    (tmp_path / "home" / "migrations" / "0001.py").write_text('_("An old label")')
    (tmp_path / "templates").mkdir()
    (tmp_path / "templates" / "page.html").write_text(TEMPLATE)
    return tmp_path


def catalogue(root, language):
    return polib.pofile(str(catalogues.catalogue_path(language, root / "cms" / "locale")))


def translate_all(root):
    french = catalogue(root, "fr")
    for entry in french:
        entry.msgstr = "" if entry.msgid_plural else entry.msgid
        entry.msgstr_plural = {0: "une", 1: "des"} if entry.msgid_plural else {}
    french.save()


def test_messages_are_found_in_code_and_templates(project):
    found = set(catalogues.collect(project).values())
    assert found == {
        Message("Read on"),
        Message("Order", context="verb"),
        Message("%(n)d place left", plural="%(n)d places left"),
        Message("Search"),
        Message("One page", plural="%(n)s pages"),
    }


def test_new_catalogues_want_every_french_message_and_no_english_one(project):
    problems = catalogues.update(project)
    assert len(problems) == 5
    assert all(problem.startswith("fr: empty: ") for problem in problems)
    assert {entry.msgid: entry.msgstr for entry in catalogue(project, "en")}["Search"] == "Search"
    assert catalogue(project, "en").find("One page").msgstr_plural == {0: "One page", 1: "%(n)s pages"}


def test_a_translated_catalogue_is_complete_and_stays_as_it_is(project):
    catalogues.update(project)
    translate_all(project)
    assert catalogues.check(project) == []
    path = catalogues.catalogue_path("fr", project / "cms" / "locale")
    catalogues.update(project)
    first = path.read_bytes()
    catalogues.update(project)
    assert path.read_bytes() == first
    assert b"Date" not in first
    assert b"#:" not in first


def test_missing_stale_fuzzy_and_empty_entries_are_each_told(project):
    catalogues.update(project)
    translate_all(project)
    french = catalogue(project, "fr")
    french.remove(french.find("Search"))
    french.find("Read on").flags.append("fuzzy")
    french.find("Order", msgctxt="verb").msgstr = " "
    french.append(polib.POEntry(msgid="Gone", msgstr="Parti"))
    french.append(polib.POEntry(msgid="Long gone", msgstr="Parti", obsolete=True))
    french.save()
    assert set(catalogues.check(project)) == {
        "fr: missing: 'Search'",
        "fr: fuzzy: 'Read on'",
        "fr: empty: 'Order'",
        "fr: stale: 'Gone'",
        "fr: stale: 'Long gone'",
    }


def test_a_plural_form_that_is_left_empty_is_told(project):
    catalogues.update(project)
    translate_all(project)
    french = catalogue(project, "fr")
    french.find("One page").msgstr_plural = {0: "Une page", 1: ""}
    french.save()
    assert catalogues.check(project) == ["fr: empty: 'One page'"]


@pytest.mark.parametrize(
    ("translation", "told"),
    [("Bonjour", "loses a placeholder"), ("Bonjour %(nom)s", "does not have"), ("Bonjour %(name)s", "")],
)
def test_placeholders_survive_translation(translation, told):
    message = Message("Hello %(name)s")
    entry = polib.POEntry(msgid=message.msgid, msgstr=translation)
    assert told in "".join(catalogues.faults_of(entry, message))
    assert bool(told) == bool(catalogues.faults_of(entry, message))


def test_a_message_that_gets_a_plural_is_translated_anew(project):
    catalogues.update(project)
    translate_all(project)
    (project / "home" / "views.py").write_text(PYTHON + 'ngettext("Read on", "Read all", 2)')
    assert catalogues.check(project) == [
        "fr: stale: the plural of 'Read on' has changed",
        "en: stale: the plural of 'Read on' has changed",
    ]
    assert catalogues.update(project) == ["fr: empty: 'Read on'"]


def test_a_catalogue_that_is_not_there_is_told(project):
    assert catalogues.check(project) == ["fr: there is no catalogue", "en: there is no catalogue"]


def test_compiled_catalogues_are_written_once(project):
    catalogues.update(project)
    locales = project / "cms" / "locale"
    assert catalogues.compile_all(locales) == 2
    assert catalogues.compile_all(locales) == 0
    assert polib.mofile(str(locales / "en" / "LC_MESSAGES" / "django.mo")).find("Search").msgstr == "Search"
