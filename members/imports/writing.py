"""Writes what a plan says: all of it or nothing."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from wagtail.log_actions import log

from members.imports.columns import BY_HEADING
from members.imports.reading import CREATED, UPDATED, Line, Plan
from members.models import Organization
from members.services import audit
from members.services.organizations import write_published


class RowError(Exception):
    """What is wrong with a row showed only as it was written."""

    def __init__(self, line: Line, messages: list[str]) -> None:
        super().__init__(line.number)
        self.line = line
        line.errors.extend(messages)


@transaction.atomic
def carry_out(plan: Plan, *, actor: Any = None) -> None:
    """Create and update what `plan` says. Raises ValueError for a plan with errors, RowError for one found late."""
    if not plan.is_sound:
        raise ValueError("The plan has errors.")
    for line in plan.lines:
        try:
            if line.action == CREATED:
                _create(line, actor)
            elif line.action == UPDATED:
                _update(line, actor)
        except ValidationError as error:
            raise RowError(line, error.messages) from error


def _create(line: Line, actor: Any) -> None:
    organization = Organization(key=line.key, live=False)
    _fill(organization, {name: value for name, value in line.values.items() if name != "published"})
    organization.full_clean(exclude={"key"})
    organization.save()
    log(instance=organization, action="wagtail.create", user=actor)
    revision = organization.save_revision(user=actor, clean=False)
    if line.values["published"]:
        revision.publish(user=actor, skip_permission_checks=True)
    audit.record("organization.imported", actor=actor, target=organization, act=CREATED)


def _update(line: Line, actor: Any) -> None:
    organization: Any = line.organization
    values = {name: value for name, value in line.values.items() if name != "published"}
    if values:
        fields = [BY_HEADING[name].field for name in values]
        write_published(organization, partial(_fill, values=values), user=actor, only=fields)
    if "published" in line.values:
        organization = Organization.objects.get(pk=organization.pk)
        if line.values["published"]:
            organization.save_revision(user=actor).publish(user=actor, skip_permission_checks=True)
        else:
            organization.unpublish(user=actor)
    audit.record("organization.imported", actor=actor, target=organization, act=UPDATED, columns=sorted(line.values))


def _fill(organization: Organization, values: dict[str, Any]) -> None:
    for heading, value in values.items():
        column = BY_HEADING[heading]
        if column.is_many:
            getattr(organization, column.field).set(value)
        else:
            setattr(organization, column.field, value)
