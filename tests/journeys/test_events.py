"""Somebody finds an event: filters, the month, the way back, by keyboard, with and without JavaScript, on a phone."""

from __future__ import annotations

import datetime
import re

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from cms.models import Topic
from events.models import EventKind, RegistrationMode
from tests.factories.events import EventFactory
from tests.journeys.accessibility import findings, overflow
from tests.journeys.conftest import Opener, Site

FRENCH, ENGLISH = "/fr/evenements/", "/en/events/"
ADDRESSES = {"fr": FRENCH, "en": ENGLISH}
A_DAY = datetime.timedelta(days=1)


@pytest.fixture(scope="module")
def planned(site: Site) -> Site:
    """The site with caucuses in this month and a later one, and an event that is cancelled, in French only."""
    with site.unblock():
        now = timezone.localtime().replace(hour=23, minute=0, second=0, microsecond=0)
        housing = Topic.objects.get(key="housing")
        for number in (0, 1, 2, 35):
            EventFactory(
                title_fr=f"Caucus des petites villes {number}",
                title_en=f"Small towns caucus {number}",
                kind=EventKind.CAUCUS,
                topics=[housing],
                registration_mode=RegistrationMode.OPEN,
                starts_at=now + number * A_DAY,
            )
        EventFactory(title_fr="Sommet annulé", title_en="", summary_en="", status="cancelled", starts_at=now + A_DAY)
    return site


def count_shown(page: Page) -> int:
    found = re.search(r"\d+", page.locator(".results-bar__count").first.inner_text())
    return int(found.group()) if found else 0


@pytest.mark.parametrize("scripts", [True, False], ids=["with JavaScript", "without JavaScript"])
def test_somebody_filters_looks_at_the_month_goes_back_and_passes_the_address_on(
    planned: Site, open_context: Opener, scripts: bool
) -> None:
    page = open_context(java_script_enabled=scripts, language="fr-CA").new_page()
    page.goto(planned.address(FRENCH))
    everything = count_shown(page)
    caucus = page.locator("input[name=kind][value=caucus]")
    promised = int(page.locator("label", has=caucus).locator(".check__count").inner_text())
    caucus.check()
    if not scripts:
        page.locator(".filters__fold button[type=submit]").first.click()
    expect(page).to_have_url(re.compile("kind=caucus"))
    assert count_shown(page) == promised < everything
    page.locator("#view-month").click()
    expect(page).to_have_url(re.compile("view=month"))
    expect(page.locator(".month__day--today")).to_have_count(1)
    page.locator("#month-previous, #month-next").first.click()
    expect(page).to_have_url(re.compile(r"month=\d{4}-\d{2}"))
    expect(page.locator(".month__day--today")).to_have_count(0)

    friend = open_context(java_script_enabled=not scripts).new_page()
    friend.goto(page.url)
    assert friend.locator(".month__number").count() == page.locator(".month__number").count()
    friend.locator("header a[hreflang=en]").first.click()
    expect(friend).to_have_url(re.compile(rf"{ENGLISH}\?kind=caucus&view=month&month="))

    page.go_back(wait_until="commit")
    expect(page.locator(".month__day--today")).to_have_count(1)
    page.wait_for_load_state()
    page.go_back(wait_until="commit")
    expect(page.locator(".entry").first).to_be_visible()
    page.wait_for_load_state()
    page.locator(".chip--clear").click()
    expect(page).not_to_have_url(re.compile("kind="))
    assert count_shown(page) == everything


def test_dates_are_chosen_with_the_keyboard_and_results_announced(planned: Site, open_context: Opener) -> None:
    page = open_context().new_page()
    page.goto(planned.address(ENGLISH))
    box = page.locator("input[name=kind][value=caucus]")
    box.focus()
    page.keyboard.press("Space")
    expect(page).to_have_url(re.compile("kind=caucus"))
    expect(page.locator("#listing-status")).to_have_text(re.compile(r"^\d+ upcoming events?$"))
    assert page.evaluate("document.activeElement.name") == "kind"
    first = timezone.localdate() + A_DAY
    page.locator("#filter-from").fill(first.isoformat())
    page.locator("#filter-from").press("Enter")
    expect(page).to_have_url(re.compile(f"from={first.isoformat()}"))
    expect(page.locator(".chips")).to_contain_text("From ")
    page.locator("#view-month").focus()
    page.keyboard.press("Enter")
    expect(page.locator(".month")).to_be_visible()
    assert page.evaluate("document.activeElement.id") == "view-month"


@pytest.mark.parametrize("width", [320, 1280])
@pytest.mark.parametrize("language", ["fr", "en"])
def test_each_view_fits_and_is_accessible(planned: Site, open_context: Opener, width: int, language: str) -> None:
    page = open_context(width=width, language=f"{language}-CA").new_page()
    for query in ("", "?view=month", "?view=places", "?q=zzzzqqq", "?from=2027-02-30", "?when=past&kind=caucus"):
        page.goto(planned.address(f"{ADDRESSES[language]}{query}"))
        assert overflow(page) == 0, query
        assert findings(page) == [], query


def test_the_home_page_leads_to_what_is_next(planned: Site, open_context: Opener) -> None:
    page = open_context(language="fr-CA").new_page()
    page.goto(planned.address("/fr/"))
    section = page.locator("section", has=page.locator("#next-events"))
    assert section.locator(".entry").count() > 0
    section.locator(".more").click()
    expect(page).to_have_url(planned.address(FRENCH))
