"""Two people, or two clicks, at the same moment: real transactions, real threads."""

from __future__ import annotations

import pytest

from members.models import Affiliation, Invitation
from members.models.affiliations import OrganizationRole
from members.services import affiliations, invitations
from tests.at_once import at_once
from tests.factories.joining import InvitationFactory
from tests.factories.organizations import AffiliationFactory, OrganizationFactory
from tests.factories.people import UserFactory

pytestmark = pytest.mark.django_db(transaction=True)


def test_of_two_who_use_one_link_at_the_same_moment_one_wins() -> None:
    invitation = InvitationFactory(email="zoe@example.org")
    person = UserFactory(email="zoe@example.org")
    outcomes = at_once(*[lambda: invitations.accept(invitation, person=person)] * 3)
    assert outcomes == ["ClosedInvitationError", "ClosedInvitationError", "done"]
    assert Affiliation.objects.filter(person=person).count() == 1
    assert Invitation.objects.get().accepted_by == person


def test_of_two_administrators_who_step_down_at_the_same_moment_one_stays() -> None:
    organization = OrganizationFactory()
    both = [AffiliationFactory(organization=organization, administrator=True) for _number in range(2)]
    outcomes = at_once(
        lambda: affiliations.set_role(both[0], OrganizationRole.MEMBER, actor=None),
        lambda: affiliations.end(both[1], actor=both[1].person),
    )
    assert outcomes == ["LastAdministratorError", "done"]
    assert Affiliation.objects.administrators().filter(organization=organization).count() == 1


def test_two_who_swap_organizations_at_the_same_moment_do_not_block_each_other() -> None:
    here, there = OrganizationFactory(), OrganizationFactory()
    first, second = AffiliationFactory(organization=here), AffiliationFactory(organization=there)
    outcomes = at_once(
        lambda: affiliations.join(person=first.person, organization=there),
        lambda: affiliations.join(person=second.person, organization=here),
    )
    assert outcomes == ["done", "done"]
