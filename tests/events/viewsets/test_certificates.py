"""Certificates: only for who was there, in both languages, verified by a number that nobody guesses."""

from __future__ import annotations

import io
import zipfile
from decimal import Decimal
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from pypdf import PdfReader

from events.models import Event, Registration, RegistrationState
from events.services import certificates
from tests.events.viewsets.conftest import at
from tests.factories.events import EventFactory, RegistrationFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def event(db: None) -> Event:
    return EventFactory(
        title_fr="Conférence « Accueillir »",
        title_en="Conference on welcoming",
        key="conference",
        starts_at=at(2025, 5, 6, 9),
        ends_at=at(2025, 5, 7, 16),
        gives_certificates=True,
        certificate_hours=Decimal("11.5"),
    )


def came(event: Event, **fields: Any) -> Registration:
    given = {"first_name": "Zoé", "last_name": "Œuvrard", "checked_in_at": timezone.now(), **fields}
    return RegistrationFactory(event=event, **given)


def text_of(pdf: bytes) -> str:
    pages = PdfReader(io.BytesIO(pdf)).pages
    assert len(pages) == 1
    return pages[0].extract_text().replace("\u00a0", " ")


@pytest.mark.parametrize(
    "fields",
    [
        {"checked_in_at": None},
        {"state": RegistrationState.CANCELLED},
        {"state": RegistrationState.WAITING, "checked_in_at": None},
    ],
)
def test_who_was_not_there_gets_none(event: Event, fields: dict[str, Any]) -> None:
    row = came(event, **fields)
    assert not certificates.is_certified(row)
    assert not certificates.certified(event).exists()
    assert certificates.find(certificates.number_of(row)) is None


@pytest.mark.parametrize(
    "change",
    [{"gives_certificates": False}, {"status": "cancelled"}, {"starts_at": at(2099, 1, 1), "ends_at": at(2099, 1, 2)}],
)
def test_an_event_gives_them_only_once_it_is_over(event: Event, change: dict[str, Any]) -> None:
    row = came(event)
    assert certificates.is_certified(row)
    Event.objects.filter(pk=event.pk).update(**change)
    assert not certificates.is_certified(Registration.objects.get(pk=row.pk))


@time_machine.travel("2025-05-07T15:00:00-06:00")
def test_during_the_event_there_is_none_yet(event: Event) -> None:
    assert not certificates.is_certified(came(event))


def test_the_sheet_says_it_in_both_languages_the_persons_own_first(event: Event) -> None:
    french = text_of(certificates.pdf(came(event, language="fr")))
    english = text_of(certificates.pdf(came(event, language="en")))
    for sheet in (french, english):
        for words in ("Zoé Œuvrard", "Conférence « Accueillir »", "Conference on welcoming", "11,5", "11.5"):
            assert words in sheet
        assert "May 6, 2025" in sheet
        assert "6 mai 2025" in sheet
    assert french.index("Conférence «") < french.index("Conference on")
    assert english.index("Conference on") < english.index("Conférence «")


def test_the_sheet_embeds_its_font_and_says_its_language(event: Event) -> None:
    reader = PdfReader(io.BytesIO(certificates.pdf(came(event, language="fr"))))
    fonts = reader.pages[0]["/Resources"]["/Font"]
    descendants = [font.get_object()["/DescendantFonts"][0].get_object() for font in fonts.values()]
    assert all("/FontFile2" in font["/FontDescriptor"] for font in descendants)
    assert reader.trailer["/Root"]["/Lang"] == "fr-CA"


@pytest.mark.parametrize(
    ("name", "shown"), [("Şükrü Łukasz Đặng", "Sükrü Lukasz Dang"), ("李 Wei", "Wei"), ("<b>&", "<b>&")]
)
def test_a_name_that_the_font_cannot_write_is_written_as_near_as_it_can(name: str, shown: str) -> None:
    assert certificates.printable(name).split() == shown.split()


def test_a_certificate_in_one_language_stands_for_an_event_in_one_language(event: Event) -> None:
    Event.objects.filter(pk=event.pk).update(title_en="")
    row = Registration.objects.get(pk=came(event, language="en").pk)
    assert text_of(certificates.pdf(row)).count("Conférence « Accueillir »") == 2


# --- the number -------------------------------------------------------------------------------------


def test_a_number_is_found_however_it_is_typed(event: Event) -> None:
    row = came(event)
    number = certificates.number_of(row)
    for typed in (number, number.lower(), number.replace("-", " "), number.replace("0", "O").replace("1", "l")):
        assert certificates.find(typed) == row


def test_a_number_with_one_sign_changed_is_nobodys(event: Event) -> None:
    number = certificates.number_of(came(event))
    for place, sign in enumerate(number):
        if sign != "-":
            forged = number[:place] + ("7" if sign != "7" else "8") + number[place + 1 :]
            assert certificates.find(forged) is None, forged


@pytest.mark.parametrize("number", ["", "-", "0001", "é" * 16, "Z" * 16, "Z" * 23, "0" * 400, "U001-8KQ4-M2T9-X7BD"])
def test_nonsense_is_nobodys_number(number: str) -> None:
    assert certificates.find(number) is None


def test_anybody_verifies_a_number_and_learns_what_the_sheet_says_only(visit: Any, event: Event) -> None:
    row = came(event, email="zoe@example.org", dietary_needs="No nuts", organization_name="A house")
    number = certificates.number_of(row)
    response = visit.get(reverse("certificate", args=[number]))
    html = response.content.decode()
    for said in ("Zoé Œuvrard", "Conference on welcoming", number):
        assert said in html
    for unsaid in ("zoe@example.org", "No nuts", "A house", str(row.uid)):
        assert unsaid not in html
    assert "no-store" in response["Cache-Control"]
    assert response["X-Robots-Tag"] == "noindex"
    found = visit.get(reverse("verify_certificate"), {"number": number.lower()})
    assert found.status_code == 302
    assert "Zoé" in visit.get(found["Location"]).content.decode()


def test_a_wrong_number_says_so_and_guessing_ends(visit: Any, event: Event) -> None:
    came(event)
    address = reverse("certificate", args=["0001-AAAA-BBBB-CCCC"])
    response = visit.get(address)
    assert response.status_code == 404
    assert "There is no certificate with this number" in response.content.decode()
    assert [visit.get(address).status_code for _try in range(40)][-1] == 429


def test_the_page_that_asks_for_a_number_takes_bad_input(visit: Any) -> None:
    for number in ("", "  ", "///", "é", "x" * 100):
        assert visit.get(reverse("verify_certificate"), {"number": number}).status_code in (200, 302, 404)


# --- fetching ---------------------------------------------------------------------------------------


def test_a_person_fetches_their_own_and_nobody_elses(visitor: Any, person: Any, visit: Any, event: Event) -> None:
    owner, other = person("members"), person("members")
    row = came(event, person=owner)
    address = reverse("my_certificate", args=[row.uid])
    response = visitor(user=owner).get(address)
    assert response["Content-Type"] == "application/pdf"
    assert response.content.startswith(b"%PDF")
    assert "no-store" in response["Cache-Control"]
    assert visitor(user=other).get(address).status_code == 404
    assert visit.get(address).status_code == 302  # to the sign-in page
    Registration.objects.filter(pk=row.pk).update(checked_in_at=None)
    assert visitor(user=owner).get(address).status_code == 404


def test_staff_fetch_one_or_all(staff: Any, event: Event) -> None:
    rows = [came(event), came(event, first_name="Ada")]
    came(event, first_name="Absent", checked_in_at=None)
    html = staff.read(reverse("event_certificates", args=[event.pk]))
    assert "Download 2 certificates" in html
    assert "Absent" not in html
    one = staff.get(reverse("event_certificate", args=[event.pk, rows[0].pk]))
    assert one.content.startswith(b"%PDF")
    everything = staff.post(reverse("event_all_certificates", args=[event.pk]))
    with zipfile.ZipFile(io.BytesIO(everything.content)) as files:
        assert len(files.namelist()) == 2
        assert all(name.endswith(".pdf") and name.isascii() for name in files.namelist())
    assert staff.get(reverse("event_all_certificates", args=[event.pk])).status_code == 405


def test_a_certificate_is_found_under_its_event_only(staff: Any, event: Event) -> None:
    other = came(EventFactory())
    assert staff.get(reverse("event_certificate", args=[event.pk, other.pk])).status_code == 404
    assert staff.post(reverse("event_all_certificates", args=[other.event_id])).status_code == 404


def test_the_list_costs_the_same_for_more_people(staff: Any, event: Event) -> None:
    def cost() -> int:
        with CaptureQueriesContext(connection) as queries:
            staff.read(reverse("event_certificates", args=[event.pk]))
        return len(queries)

    came(event)
    staff.read(reverse("event_certificates", args=[event.pk]))
    few = cost()
    for number in range(8):
        came(event, first_name=f"Ada {number}")
    assert cost() == few


def test_many_certificates_come_in_parts(staff: Any, event: Event, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("events.viewsets.certificates.MOST", 2)
    for number in range(3):
        came(event, first_name=f"Ada {number}")
    html = staff.read(reverse("event_certificates", args=[event.pk]))
    assert "Download certificates 3 to 3" in html
    address = reverse("event_all_certificates", args=[event.pk])
    for part, count in (("0", 2), ("1", 1), ("x", 2)):
        with zipfile.ZipFile(io.BytesIO(staff.post(address, {"part": part}).content)) as files:
            assert len(files.namelist()) == count
    assert staff.post(address, {"part": "9"}).status_code == 404
