"""The directory's keyword: what it finds, in either language, and what it must not."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from cms.models import Service
from members.models import Organization, OrganizationText
from members.services.texts import index_organizations
from tests.conftest import Visitor
from tests.factories.organizations import OrganizationFactory, ServiceFactory
from tests.members.directory.conftest import give
from tests.members.directory.test_directory import listed

pytestmark = pytest.mark.django_db


def found(visit: Visitor, typed: str, language: str = "fr") -> list[str]:
    path = {"fr": "/fr/membres/", "en": "/en/members/"}[language]
    return listed(visit.read(f"{path}?q={typed}"))


def test_a_keyword_finds_name_town_service_and_description_in_either_language(
    directory: dict[str, Any], visit: Visitor
) -> None:
    directory["zenith"].description_en = "We run housing workshops."
    directory["zenith"].save()
    for typed in ("elan", "ÉLAN", "momentum", "olds", "etablissements élan", "settlement olds"):
        assert (typed, found(visit, typed)) == (typed, ["Élan"])
    for typed in ("workshop", "emplois", "calgary"):
        assert (typed, found(visit, typed)) == (typed, ["Zénith"])
    assert found(visit, "etablissement", "en") == ["Hearth", "House", "Momentum"]
    assert found(visit, "rien-de-tel") == []


def test_what_is_written_in_the_readers_language_comes_first(visit: Visitor) -> None:
    OrganizationFactory(title_fr="Alpha", title_en="Alpha", description_en="Tutorat, tutorat", summary_en="x")
    OrganizationFactory(title_fr="Bravo", title_en="Bravo", description_fr="Tutorat")
    assert found(visit, "tutorat", "fr") == ["Bravo", "Alpha"]
    assert found(visit, "tutorat", "en") == ["Alpha", "Bravo"]


def test_hidden_words_find_nothing_and_members_words_only_for_members(
    visit: Visitor, visitor: Callable[..., Visitor], insider: Callable[..., Any], person: Callable[..., Any]
) -> None:
    OrganizationFactory(title_fr="Ouvert", description_fr="mot d’orchidée")
    OrganizationFactory(title_fr="Réservé", description_fr="mot d’orchidée", visibility={"description": "members"})
    hidden = OrganizationFactory(title_fr="Caché", description_fr="mot d’orchidée", contact_person="Orchidée Roy")
    hidden.visibility = {"description": "hidden", "contact_person": "public"}
    hidden.save()
    assert found(visit, "orchidee") == ["Ouvert"]
    assert found(visitor(user=person()), "orchidee") == ["Ouvert"]
    assert found(visitor(user=insider()), "orchidee") == ["Ouvert", "Réservé"]
    assert found(visitor(user=insider(hidden)), "orchidee") == ["Ouvert", "Réservé"]


def test_words_follow_what_is_published(visit: Visitor) -> None:
    service = ServiceFactory(key="tutoring", name_fr="Tutorat", name_en="Tutoring")
    organization = give(OrganizationFactory(title_fr="Alpha"), services=[service])
    assert found(visit, "tutorat") == ["Alpha"]
    Service.objects.get(pk=service.pk).save()
    service.name_fr = "Mentorat"
    service.save()
    assert (found(visit, "tutorat"), found(visit, "mentorat")) == ([], ["Alpha"])
    draft = organization.get_latest_revision_as_object()
    draft.title_fr = "Oméga"
    revision = draft.save_revision()
    assert found(visit, "omega") == []
    revision.publish()
    assert found(visit, "omega") == ["Oméga"]
    give(Organization.objects.get(pk=organization.pk), services=[])
    assert found(visit, "mentorat") == []


def test_all_words_can_be_written_anew_at_once() -> None:
    organization = OrganizationFactory(title_fr="« Élan du Nord", title_en="The North")
    OrganizationText.objects.all().delete()
    index_organizations([])
    assert not OrganizationText.objects.exists()
    index_organizations()
    text = OrganizationText.objects.get(organization=organization)
    assert (text.sort_fr, text.letter_fr, text.letter_en) == ("elan du nord", "E", "T")
