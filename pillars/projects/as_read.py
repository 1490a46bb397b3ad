"""Rows of others that name a project, as somebody may read them (art. 11)."""

from collections.abc import Iterable
from typing import Any

from django.db import models

from pillars.projects.models import Project
from regiodeal.lifecycle.steps import LifecycleEvent


def with_project_as_read[Row: models.Model](row: Row, *, unapproved: bool, name: str = "project") -> Row:
    """The row, to show and not to save: of a project that one may not know of it says no more than that it is one."""
    field: Any = row._meta.get_field(name)
    project: Project | None = getattr(row, name)
    if project is not None:
        field.set_cached_value(row, project.as_read(unapproved=unapproved))
    return row


def without_steps_of_projects(
    row: models.Model, events: Iterable[LifecycleEvent], *, unapproved: bool, name: str = "project"
) -> list[LifecycleEvent]:
    """The trail of the row; from which project to which it went is for who may see unapproved work."""
    label = str(row._meta.get_field(name).verbose_name)  # type: ignore[union-attr]
    rows = list(events)
    for event in () if unapproved else rows:
        event.changes = [change for change in event.changes if change[0] != label]
    return rows
