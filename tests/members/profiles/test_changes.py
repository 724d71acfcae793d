"""Changes that an organization's administrators propose, and what becomes of them."""

from __future__ import annotations

from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone, translation
from post_office.models import Email

from cms.models import PortalImage
from cms.vocabulary.merging import merge_terms
from members.models import Affiliation, AuditEntry, Organization, ProfileChange
from members.services import profiles
from members.services.profile_fields import read
from tests.factories.organizations import AffiliationFactory, CommunityFactory, OrganizationFactory, ServiceFactory
from tests.factories.people import UserFactory

pytestmark = pytest.mark.django_db
State = ProfileChange.State


@pytest.fixture
def affiliation() -> Affiliation:
    organization = OrganizationFactory(
        title_en="Prairie Welcome", title_fr="Accueil des Prairies", phone="403 555-0100"
    )
    return AffiliationFactory(administrator=True, organization=organization, person__language="fr")


def propose(affiliation: Affiliation, **values: Any) -> ProfileChange:
    organization = Organization.objects.get(pk=affiliation.organization_id)
    base = read(organization)
    return profiles.submit_profile_change(organization, person=affiliation.person, values={**base, **values}, base=base)


def fresh(affiliation: Affiliation) -> Organization:
    return Organization.objects.get(pk=affiliation.organization_id)


# --- proposing ------------------------------------------------------------------------------------


def test_a_change_holds_only_what_changes_and_leaves_the_profile_alone(affiliation: Affiliation) -> None:
    change = propose(affiliation, phone="403 555-0199")
    assert change.proposed == {"phone": "403 555-0199"}
    assert change.base == {"phone": "403 555-0100"}
    assert fresh(affiliation).phone == "403 555-0100"


def test_what_says_the_same_is_no_change(affiliation: Affiliation) -> None:
    with pytest.raises(profiles.NothingChangedError):
        propose(affiliation, phone="403 555-0100")


def test_there_is_one_open_change_and_it_is_replaced(affiliation: Affiliation) -> None:
    first = propose(affiliation, phone="1")
    second = propose(affiliation, email="new@example.org")
    assert second.pk == first.pk
    assert ProfileChange.objects.get().proposed == {"email": "new@example.org"}


def test_a_trusted_organization_publishes_at_once(affiliation: Affiliation) -> None:
    Organization.objects.filter(pk=affiliation.organization_id).update(publishes_at_once=True)
    change = propose(affiliation, phone="403 555-0199")
    organization = fresh(affiliation)
    assert (change.state, organization.phone) == (State.PUBLISHED, "403 555-0199")
    assert organization.confirmed_at is not None
    assert AuditEntry.objects.filter(action="profile.published", organization=organization).exists()


def test_even_a_trusted_organization_cannot_lose_a_name(affiliation: Affiliation) -> None:
    from django.core.exceptions import ValidationError

    Organization.objects.filter(pk=affiliation.organization_id).update(publishes_at_once=True)
    with pytest.raises(ValidationError):
        propose(affiliation, title_fr="")
    assert fresh(affiliation).title_fr == "Accueil des Prairies"


# --- deciding -------------------------------------------------------------------------------------


def test_an_approved_change_is_published_with_who_proposed_it_in_the_history(affiliation: Affiliation) -> None:
    town, settlement = CommunityFactory(key="brooks"), ServiceFactory(key="settlement")
    change = propose(
        affiliation,
        community="brooks",
        services=["settlement"],
        locations=[{"name_en": "Downtown", "community": "brooks"}],
        visibility={"email": "hidden"},
    )
    profiles.approve(change, actor=UserFactory())
    organization = fresh(affiliation)
    assert organization.community == town
    assert list(organization.services.all()) == [settlement]
    assert organization.locations.get().name_en == "Downtown"
    assert organization.visibility_of("email") == "hidden"
    assert organization.latest_revision.user == affiliation.person
    assert organization.confirmed_at is not None
    assert not organization.has_unpublished_changes
    mail = Email.objects.get()
    assert mail.to == [affiliation.person.email]
    assert "Accueil des Prairies" in mail.subject


def test_a_draft_beside_the_profile_keeps_what_it_says_and_gets_the_change(affiliation: Affiliation) -> None:
    organization = fresh(affiliation)
    organization.description_en = "Only in the draft"
    organization.save_revision()
    change = propose(affiliation, phone="403 555-0199")
    profiles.approve(change, actor=UserFactory())
    organization = fresh(affiliation)
    draft = organization.get_latest_revision_as_object()
    assert (organization.phone, organization.description_en) == ("403 555-0199", "")
    assert (draft.phone, draft.description_en) == ("403 555-0199", "Only in the draft")
    assert organization.has_unpublished_changes
    assert draft.confirmed_at == organization.confirmed_at


def test_a_draft_in_moderation_stays_there_with_the_change(affiliation: Affiliation, editor: Any) -> None:
    from django.contrib.contenttypes.models import ContentType
    from wagtail.models import Workflow, WorkflowContentType

    workflow = Workflow.objects.first()
    content_type = ContentType.objects.get_for_model(Organization)
    WorkflowContentType.objects.create(content_type=content_type, workflow=workflow)
    organization = fresh(affiliation)
    organization.description_en = "Only in the draft"
    organization.save_revision(user=editor)
    workflow.start(organization, editor)
    profiles.approve(propose(affiliation, phone="403 555-0199"), actor=UserFactory())
    organization = fresh(affiliation)
    task = organization.current_workflow_task_state
    assert task is not None
    assert task.revision == organization.latest_revision
    assert task.revision.as_object().phone == "403 555-0199"


def test_a_field_that_changed_since_is_a_conflict(affiliation: Affiliation) -> None:
    change = propose(affiliation, phone="403 555-0199", email="new@example.org")
    organization = fresh(affiliation)
    organization.phone = "403 555-0150"
    organization.save()
    found = {difference.name: difference for difference in profiles.differences(ProfileChange.objects.get())}
    assert change.state == State.PENDING
    assert found["phone"].is_conflict
    assert (found["phone"].now, found["phone"].before) == (["403 555-0150"], ["403 555-0100"])
    assert not found["email"].is_conflict


def test_an_open_change_names_the_term_that_another_was_merged_into(affiliation: Affiliation) -> None:
    kept, gone = ServiceFactory(key="settlement"), ServiceFactory(key="settling")
    affiliation.organization.services.add(gone)
    affiliation.organization.save()
    propose(affiliation, services=["employment", "settling"])
    merge_terms(kept, [gone], user=None)
    change = ProfileChange.objects.get()
    assert (change.proposed["services"], change.base["services"]) == (["employment", "settlement"], ["settlement"])


def test_a_returned_change_comes_with_its_comment_in_the_persons_language(affiliation: Affiliation) -> None:
    change = profiles.return_with_comment(
        propose(affiliation, phone="1"), actor=UserFactory(), comment="Il manque des chiffres."
    )
    mail = Email.objects.get()
    assert change.state == State.RETURNED
    assert "Il manque des chiffres." in mail.message
    assert "/fr/espace/" in mail.message
    again = propose(affiliation, phone="403 555-0199")
    assert (again.pk, again.state, again.comment) == (change.pk, State.PENDING, "")


def test_nobody_decides_twice(affiliation: Affiliation) -> None:
    change = propose(affiliation, phone="1")
    profiles.withdraw(change, person=affiliation.person)
    with pytest.raises(profiles.NotOpenError):
        profiles.approve(change, actor=UserFactory())
    assert fresh(affiliation).phone == "403 555-0100"


def test_a_proposed_logo_is_for_staff_until_it_is_published(affiliation: Affiliation) -> None:
    from django.core.files.uploadedfile import SimpleUploadedFile

    from tests.cms.admin.test_uploads import picture  # a small real picture

    file = SimpleUploadedFile("logo.png", picture())
    image = profiles.keep_logo(file, organization=fresh(affiliation), person=affiliation.person)
    assert image.is_restricted()
    change = propose(affiliation, logo=image.pk)
    profiles.approve(change, actor=UserFactory())
    image.refresh_from_db()
    assert not image.is_restricted()
    assert fresh(affiliation).logo == image


def test_a_proposed_logo_goes_with_the_change_that_is_taken_back(affiliation: Affiliation) -> None:
    from tests.factories.files import ImageFactory

    image = ImageFactory(collection=profiles._collection(profiles.PROPOSED_LOGOS, restricted=True))
    change = propose(affiliation, logo=image.pk)
    profiles.withdraw(change, person=affiliation.person)
    assert not PortalImage.objects.filter(pk=image.pk).exists()


# --- in the private area --------------------------------------------------------------------------


def form_data(client: Any) -> dict[str, Any]:
    """The edit form's fields as a browser would send them back, untouched."""
    context = client.get(reverse("edit_organization_profile")).context
    data: dict[str, Any] = {}
    for form in [context["form"], *(row for _title, rows in context["rows"] for row in (rows.management_form, *rows))]:
        for field in form:
            value = field.value()
            if field.name == "visibility":
                data |= {part["name"]: part["value"][0] for part in field.subwidgets[0].data["subwidgets"]}
            elif field.name not in ("logo_file", "logo_remove", "DELETE") and value not in (None, ""):
                data[field.html_name] = value
    return data


def test_the_form_sent_back_untouched_changes_nothing(visitor: Any, affiliation: Affiliation) -> None:
    organization = fresh(affiliation)
    organization.description_en = "One line\r\nand another"
    organization.social_links.create(network="facebook", url="https://example.org/us")
    organization.save()
    client = visitor(user=affiliation.person)
    with translation.override("en"):
        response = client.post(reverse("edit_organization_profile"), form_data(client))
    assert response.status_code == 302
    assert not ProfileChange.objects.exists()


@pytest.mark.parametrize("language", ["fr", "en"])
def test_an_administrator_proposes_by_the_form(visitor: Any, affiliation: Affiliation, language: str) -> None:
    client = visitor(user=affiliation.person)
    with translation.override(language):
        data = form_data(client) | {
            "phone": "403 555-0199",
            "social_links-0-network": "youtube",
            "social_links-0-url": "https://example.org/videos",
            "visibility_email": "members",
        }
        response = client.post(reverse("edit_organization_profile"), data)
        assert response.status_code == 302, response.content.decode()
        page = client.read(reverse("organization_profile"))
    change = ProfileChange.objects.get()
    assert change.proposed == {
        "phone": "403 555-0199",
        "social_links": [{"network": "youtube", "url": "https://example.org/videos"}],
        "visibility": {"email": "members"},
    }
    assert "403 555-0199" in page


def test_what_staff_changed_while_the_form_was_open_is_not_undone(visitor: Any, affiliation: Affiliation) -> None:
    client = visitor(user=affiliation.person)
    data = form_data(client)
    Organization.objects.filter(pk=affiliation.organization_id).update(phone="403 555-0150")
    client.post(reverse("edit_organization_profile"), data | {"email": "new@example.org"})
    assert ProfileChange.objects.get().proposed == {"email": "new@example.org"}


def test_what_is_wrong_is_said_and_nothing_is_proposed(visitor: Any, affiliation: Affiliation) -> None:
    client = visitor(user=affiliation.person)
    data = form_data(client) | {"title_fr": "", "email": "nobody", "social_links-0-url": "https://example.org"}
    response = client.post(reverse("edit_organization_profile"), data)
    assert response.status_code == 422
    assert "error-summary" in response.content.decode()
    assert not ProfileChange.objects.exists()


def test_what_one_organizations_form_was_opened_with_says_nothing_about_another(
    visitor: Any, affiliation: Affiliation
) -> None:
    from tests.factories.files import ImageFactory

    other = AffiliationFactory(administrator=True, organization__phone="780 555-0100")
    image = ImageFactory(collection=profiles._collection(profiles.PROPOSED_LOGOS, restricted=True))
    propose(other, logo=image.pk)
    theirs = form_data(visitor(user=other.person))["base"]
    client = visitor(user=affiliation.person)
    client.post(reverse("edit_organization_profile"), form_data(client) | {"base": theirs, "email": "x@example.org"})
    change = ProfileChange.objects.get(organization=affiliation.organization)
    assert (change.base, change.proposed) == ({"email": ""}, {"email": "x@example.org"})


def test_kind_flags_and_trust_cannot_be_sent_along(visitor: Any, affiliation: Affiliation) -> None:
    client = visitor(user=affiliation.person)
    data = form_data(client) | {"is_aaisa_member": "on", "publishes_at_once": "on", "kind": "1", "phone": "1"}
    client.post(reverse("edit_organization_profile"), data)
    assert ProfileChange.objects.get().proposed == {"phone": "1"}


def test_a_file_that_is_no_picture_is_refused(visitor: Any, affiliation: Affiliation) -> None:
    from django.core.files.uploadedfile import SimpleUploadedFile

    client = visitor(user=affiliation.person)
    data = form_data(client) | {"logo_file": SimpleUploadedFile("logo.png", b"<html>")}
    assert client.post(reverse("edit_organization_profile"), data).status_code == 422
    assert not PortalImage.objects.exists()


@pytest.mark.parametrize("name", ["organization_profile", "edit_organization_profile"])
def test_only_administrators_of_an_organization_get_in(visitor: Any, affiliation: Affiliation, name: str) -> None:
    colleague = AffiliationFactory(organization=affiliation.organization).person
    former = AffiliationFactory(administrator=True, ended_at=timezone.now()).person
    assert visitor().get(reverse(name)).status_code == 302
    assert visitor(user=colleague).get(reverse(name)).status_code == 403
    assert visitor(user=former).get(reverse(name)).status_code == 403


def test_an_administrator_takes_the_change_back(visitor: Any, affiliation: Affiliation) -> None:
    propose(affiliation, phone="1")
    client = visitor(user=affiliation.person)
    assert client.get(reverse("withdraw_profile_change")).status_code == 405
    assert client.post(reverse("withdraw_profile_change")).status_code == 302
    assert ProfileChange.objects.get().state == State.WITHDRAWN
