"""Staff see what is in one language only, what is behind, and since when."""

from __future__ import annotations

import io
from datetime import timedelta

import openpyxl
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Page
from wagtail_localize.models import Translation, TranslationSource

from cms import parity
from cms.parity import State
from tests.factories.pages import StandardPageFactory, translate
from tests.factories.records import LeafletFactory
from tests.records.models import Leaflet

REPORT = "parity_report"


def found(**wanted):
    return [line for line in parity.lines() if all(getattr(line, name) == value for name, value in wanted.items())]


@pytest.fixture
def section(homes):
    return StandardPageFactory(parent=homes["fr"], title="Services", slug="services")


def pair(parent, **times):
    """A French page sent for translation, and its published English one."""
    slug = f"emploi-{Page.objects.count()}"
    french = StandardPageFactory(parent=parent, title="Emploi", slug=slug)
    english = translate(french, title="Employment", parent=Page.objects.get(slug="home"), slug=slug)
    source, _made = TranslationSource.get_or_create_from_instance(french)
    Translation.objects.create(source=source, target_locale=english.locale)
    now = timezone.now()
    TranslationSource.objects.filter(pk=source.pk).update(last_updated_at=now - times["sent"])
    Page.objects.filter(pk=french.pk).update(last_published_at=now - times["changed"])
    Page.objects.filter(pk=english.pk).update(last_published_at=now - times["published"])
    return french, english


DAY = timedelta(days=1)


def test_a_page_in_one_language_only_is_named_with_its_section(section, homes):
    page = StandardPageFactory(parent=section, title="Emploi")
    line = found(title="Emploi")[0]
    assert (line.section, line.language, line.state, line.kind) == ("Services", "en", State.MISSING, "Standard page")
    assert line.since == page.last_published_at
    assert line.url == reverse("wagtail_localize:submit_page_translation", args=[page.pk])
    english = StandardPageFactory(parent=homes["en"], title="English only")
    assert [line.language for line in found(title=english.title)] == ["fr"]


def test_a_translation_that_is_not_published_is_named(section, homes):
    english = translate(section, title="Services", live=False)
    line = found(section="Services")[0]
    assert (line.language, line.state) == ("en", State.UNPUBLISHED)
    assert line.url == reverse("wagtailadmin_pages:edit", args=[english.pk])


def test_drafts_and_pages_in_both_languages_are_not_named(section, homes):
    translate(section, title="Services in English")
    StandardPageFactory(parent=section, title="Brouillon", live=False)
    assert found() == []


def test_a_page_changed_after_it_was_sent_is_behind_since_its_first_change(section):
    french, _english = pair(section, sent=5 * DAY, changed=DAY, published=4 * DAY)
    line = found(state=State.BEHIND)[0]
    assert (line.title, line.language) == ("Emploi", "en")
    assert line.since == Page.objects.get(pk=french.pk).last_published_at
    assert "localize/update" in line.url


@pytest.mark.django_db(transaction=True)
def test_behind_counts_from_the_first_of_several_changes(section):
    french, _english = pair(section, sent=5 * DAY, changed=6 * DAY, published=4 * DAY)
    assert not found(state=State.BEHIND)
    for title in ("Premier changement", "Second changement"):
        page = Page.objects.get(pk=french.pk).specific
        page.title = title
        page.save_revision().publish()
    line = found(state=State.BEHIND)[0]
    assert line.since < Page.objects.get(pk=french.pk).last_published_at


def test_a_page_sent_again_is_behind_until_its_translation_is_published(section):
    _french, english = pair(section, sent=DAY, changed=2 * DAY, published=3 * DAY)
    line = found(state=State.BEHIND)[0]
    assert timezone.now() - line.since > DAY / 2
    assert line.url == reverse("wagtailadmin_pages:edit", args=[english.pk])
    Page.objects.filter(pk=english.pk).update(last_published_at=timezone.now())
    assert not found(state=State.BEHIND)


def test_records_are_named_by_their_languages(db):
    LeafletFactory(title_fr="Entier", title_en="Whole")
    LeafletFactory(title_fr="Seul", title_en="", summary_en="")
    behind = LeafletFactory(title_fr="Changé", title_en="Changed")
    behind.title_fr = "Encore changé"
    behind.save()
    LeafletFactory(title_fr="Brouillon", title_en="", summary_en="", live=False)
    assert [(line.language, line.state) for line in found(title="Seul")] == [("en", State.MISSING)]
    assert [(line.language, line.state, line.since) for line in found(title="Changed")] == [
        ("en", State.BEHIND, Leaflet.objects.get(pk=behind.pk).behind_since)
    ]
    assert {line.section for line in parity.record_lines()} == {"Leaflets"}
    assert len(list(parity.record_lines())) == 2


def test_the_longest_behind_come_first(section):
    old = StandardPageFactory(parent=section, title="Ancienne", last_published_at=timezone.now() - 30 * DAY)
    assert parity.lines()[0].title == old.title


def queries():
    with CaptureQueriesContext(
        connection,
    ) as captured:
        parity.lines()
        parity.reviews_due()
    return len(captured)


def test_more_rows_cost_no_more_queries(section):
    pair(section, sent=5 * DAY, changed=DAY, published=4 * DAY)
    LeafletFactory(title_en="", summary_en="", review_on=timezone.localdate())
    queries()
    few = queries()
    for _turn in range(6):
        pair(section, sent=5 * DAY, changed=DAY, published=4 * DAY)
        StandardPageFactory(parent=section, review_on=timezone.localdate())
        LeafletFactory(title_en="", summary_en="", review_on=timezone.localdate())
    assert queries() == few


def test_what_is_to_be_reviewed_is_named_from_its_day_on(section, homes):
    today = timezone.localdate()
    StandardPageFactory(parent=section, title="Due", review_on=today)
    StandardPageFactory(parent=section, title="Later", review_on=today + DAY)
    StandardPageFactory(parent=section, title="Draft", review_on=today, live=False)
    LeafletFactory(title_en="Due leaflet", review_on=today - DAY)
    assert [review.title for review in parity.reviews_due()] == ["Due leaflet", "Due"]


# --- in the admin ---------------------------------------------------------------------------------


@pytest.fixture
def staff(visitor, editor):
    return visitor(user=editor)


@pytest.fixture
def rows(section, homes):
    StandardPageFactory(parent=section, title="Emploi")
    StandardPageFactory(parent=homes["en"], title="English only")
    pair(section, sent=5 * DAY, changed=DAY, published=4 * DAY)
    LeafletFactory(title_fr="Dépliant seul", title_en="", summary_en="")


def test_the_report_is_in_the_menu_and_lists_everything(rows, staff):
    assert reverse(REPORT) in staff.read("/cms/")
    html = staff.read(reverse(REPORT))
    for word in ("Emploi", "English only", "Dépliant seul", "Services", "No translation", "Behind"):
        assert word in html


@pytest.mark.parametrize(
    ("query", "there", "gone"),
    [
        ("language=fr", "English only", "Dépliant seul"),
        ("state=behind", "Emploi", "English only"),
        ("section=Leaflets", "Dépliant seul", "English only"),
        ("language=en&state=missing&section=Leaflets", "Dépliant seul", "Behind<"),
    ],
)
def test_the_report_is_filtered(rows, staff, query, there, gone):
    html = staff.read(f"{reverse('parity_report_results')}?{query}")
    assert there in html
    assert gone not in html


@pytest.mark.parametrize(
    "query", ["state=nonsense", "section=%00x", "p=abc", "p=99999999", "ordering=title", "language="]
)
def test_nonsense_in_the_address_breaks_nothing(rows, staff, query):
    assert staff.get(f"{reverse(REPORT)}?{query}").status_code in (200, 400)


def test_the_report_is_exported(rows, staff):
    response = staff.get(f"{reverse(REPORT)}?export=csv&language=fr")
    text = b"".join(response.streaming_content).decode("utf-8-sig")
    assert text.splitlines()[0].startswith("Title,Section,Kind")
    assert "English only" in text
    assert "Dépliant" not in text
    response = staff.get(f"{reverse(REPORT)}?export=xlsx")
    sheet = openpyxl.load_workbook(io.BytesIO(b"".join(response.streaming_content))).active
    assert "Dépliant seul" in [row[0].value for row in sheet.iter_rows()]


def test_the_admins_home_shows_the_longest_behind_and_leads_to_the_report(rows, staff, section):
    StandardPageFactory(parent=section, title="À relire", review_on=timezone.localdate())
    html = staff.read("/cms/")
    assert "French and English on a par" in html
    assert "Emploi" in html
    assert "À relire" in html
    assert f'href="{reverse(REPORT)}"' in html


def test_the_admins_home_says_when_all_is_well(homes, staff):
    assert "stands in both languages" in staff.read("/cms/")


def test_the_report_speaks_french(rows, visitor, person):
    html = visitor(user=person(role="Editors", language="fr")).read(reverse(REPORT))
    assert "Dépliant seul" in html


def test_the_public_reads_no_report(visit, visitor, member):
    assert visit.get(reverse(REPORT)).status_code == 302
    assert visitor(user=member).get(reverse(REPORT)).status_code in (302, 403)
