"""What the bureau keeps up to date without a review: a version against lost work, and a trail of every change."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any

from django.db import models, transaction

from regiodeal.base.values import Values
from regiodeal.deals.models import User
from regiodeal.lifecycle.steps import MOVED_ON, Content, Lifecycle


class RegisterRow(Lifecycle):
    """A row of a register: anyone who may enter progress may change it, and each change leaves a row of trail."""

    replaced_later: Content | None = None  # filled by `with_later`

    class Meta:
        abstract = True

    @transaction.atomic
    def enter(self, *, by: User, at: datetime, values: Values, reason: str = "") -> None:
        """Store a new row with this content, and the first row of its trail, with a reason where there is one."""
        for name in self.content_fields:
            if name in values:
                column = self._column(name)
                setattr(self, name, values[name] if column.is_relation else column.to_python(values[name]))
        self.save(force_insert=True)
        for name in self.many_fields:
            if name in values:
                getattr(self, name).set(values[name])
        self.tell(by=by, at=at, reason=reason, before={})

    def revise(self, *, by: User, at: datetime, values: Values, version: int, reason: str = "") -> None:
        """Change the content. Raises WrongStateError when it moved on since `version` was read."""
        named = {name: values[name] for name in self.compared_fields if name in values}
        step = {"by": by, "at": at, "reason": reason}
        self.change(self.can_be_revised(), named, version=version, refusal=MOVED_ON, step=step)

    def can_be_revised(self) -> models.Q:
        """Return which rows may still change."""
        return models.Q()

    def take_back(self, content: Content) -> None:
        """Fill this object, and not the database, with the content it had earlier."""
        for name in self.content_fields:
            column = self._column(name)
            setattr(self, column.attname, column.to_python(content.get(name)))
        for name in self.many_fields:
            _show_instead(self, name, content.get(name) or [])

    def facts(self) -> list[tuple[str, str]]:
        """Return what a page shows of the row: (name of the field, its content as text), without what is empty."""
        texts = ((self.label_of(name), self.in_words(name)) for name in self.compared_fields)
        return [(name, text) for name, text in texts if text]


def as_of[Row: RegisterRow](rows: "models.QuerySet[Row]", on: date) -> list[Row]:
    """The rows as they stood at the end of `on`, in the same query: without those that were entered later.

    A row that came with the deal file has no first event, and stood there from the start.
    """
    return stood(with_later(rows, on))


def with_later[Row: models.Model](rows: models.QuerySet[Row], on: date) -> models.QuerySet[Row]:
    """The rows, each with the content that the first change after `on` replaced, as `replaced_later`.

    None when nothing changed after it; empty for a row that was entered later.
    """
    events = rows.model._meta.get_field("events")
    assert isinstance(events, models.ManyToOneRel)
    later = events.related_model._default_manager.filter(at__date__gt=on, **{events.field.name: models.OuterRef("pk")})
    found: models.QuerySet[Any] = rows.annotate(replaced_later=models.Subquery(later.values("before")[:1]))
    return found


def stood[Row: RegisterRow](rows: Iterable[Row]) -> list[Row]:
    """Of rows `with_later`: those that stood there on that day, with the content they had."""
    there = [row for row in rows if row.replaced_later != {}]
    for row in there:
        if row.replaced_later is not None:
            row.take_back(row.replaced_later)
    return there


def _show_instead(row: RegisterRow, name: str, keys: Sequence[str]) -> None:
    """Let `row.name.all()` give these other rows, as a prefetch would."""
    others = getattr(row, name).model._default_manager.filter(pk__in=keys)
    len(others)  # reads them
    row.__dict__.setdefault("_prefetched_objects_cache", {})[name] = others
