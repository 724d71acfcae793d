"""Writes what a plan says: all of it or nothing."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from wagtail.log_actions import log

from cms.imports.importer import Importer
from cms.imports.reading import CREATED, UPDATED, Line, Plan
from cms.published import check_complete, write_published


class RowError(Exception):
    """What is wrong with a row showed only as it was written."""

    def __init__(self, line: Line, messages: list[str]) -> None:
        super().__init__(line.number)
        self.line = line
        line.errors.extend(messages)


@transaction.atomic
def carry_out(importer: Importer, plan: Plan, *, actor: Any = None) -> None:
    """Create and update what `plan` says. Raises ValueError for a plan with errors, RowError for one found late."""
    if not plan.is_sound:
        raise ValueError("The plan has errors.")
    for line in plan.lines:
        try:
            if line.action == CREATED:
                _create(importer, line, actor)
            elif line.action == UPDATED:
                _update(importer, line, actor)
        except ValidationError as error:
            raise RowError(line, error.messages) from error


def _create(importer: Importer, line: Line, actor: Any) -> None:
    record: Any = importer.model(key=line.key, live=False)
    _fill(record, importer, _without_published(line))
    record.full_clean(exclude={"key"})
    record.save()
    log(instance=record, action="wagtail.create", user=actor)
    revision = record.save_revision(user=actor, clean=False)
    if line.values["published"]:
        revision.publish(user=actor, skip_permission_checks=True)
    importer.imported(record, act=CREATED, headings=[], actor=actor)


def _update(importer: Importer, line: Line, actor: Any) -> None:
    record: Any = line.record
    values = _without_published(line)
    if values:
        fields = [importer.by_heading[name].name for name in values]
        write_published(record, partial(_fill, importer=importer, values=values), user=actor, only=fields)
    if "published" in line.values:
        record = importer.model._default_manager.get(pk=record.pk)
        if line.values["published"]:
            check_complete(record)
            record.save_revision(user=actor).publish(user=actor, skip_permission_checks=True)
        else:
            record.unpublish(user=actor)
    importer.imported(record, act=UPDATED, headings=sorted(line.values), actor=actor)


def _without_published(line: Line) -> dict[str, Any]:
    return {name: value for name, value in line.values.items() if name != "published"}


def _fill(record: Any, importer: Importer, values: Mapping[str, Any]) -> None:
    for heading, value in values.items():
        importer.by_heading[heading].fill(record, value)
