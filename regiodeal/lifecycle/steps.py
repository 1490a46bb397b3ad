"""What changes by steps: one conditional update a step, a version, and one shape of trail for everything."""

from collections.abc import Iterable, Mapping
from copy import copy
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any, ClassVar, Self

from django.conf import settings
from django.db import models, transaction

from regiodeal.base import dutch
from regiodeal.base.refusals import WrongStateError
from regiodeal.base.values import Values
from regiodeal.deals.models import User

MOVED_ON = "Iemand anders heeft dit intussen gewijzigd. Bekijk de nieuwe stand en probeer het opnieuw."

type Content = Values
type Change = list[str]  # what the field is called, and in words what it said before and what it says now


class Guarded(models.Model):
    """A row that only conditional updates change, so that of two people or two workers at once one wins."""

    class Meta:
        abstract = True

    def change_if(self, condition: models.Q, **values: Any) -> bool:
        """Change the row if the database still has it as `condition` says; False, and nothing changed, if not."""
        changed = type(self)._default_manager.filter(condition, pk=self.pk).update(**values)
        if changed:
            self.refresh_from_db()
        return changed == 1

    def change_or_refuse(self, condition: models.Q, refusal: str, **values: Any) -> None:
        """Change the row as `change_if` does. Raises WrongStateError with the refusal when it could not."""
        if not self.change_if(condition, **values):
            raise WrongStateError(refusal)


class Lifecycle(Guarded):
    """Something that only its own verbs change, often from one `state` to another. Each leaves a row in `events`.

    `content_fields` are the columns that a person may enter, `many_fields` its lists of other rows, `step_fields` the
    columns that steps fill and the trail keeps too. `moved_on` is what is told to who comes too late for a step.
    """

    version = models.PositiveIntegerField("versie", default=1)

    content_fields: ClassVar[tuple[str, ...]] = ()
    many_fields: ClassVar[tuple[str, ...]] = ()
    step_fields: ClassVar[tuple[str, ...]] = ()
    moved_on: ClassVar[str] = MOVED_ON

    class Meta:
        abstract = True

    def content(self) -> Content:
        """Return what stands in each field, as plain text; for a list of other rows their keys, in order."""
        names = (*self.content_fields, *self.step_fields)
        plain: Content = {name: _plain(getattr(self, self._column(name).attname)) for name in names}
        return plain | {name: sorted(str(row.pk) for row in getattr(self, name).all()) for name in self.many_fields}

    def content_at(self, version: int) -> Content:
        """Return what stood in each field at an earlier version; what stands now where no later change is kept."""
        later = self.events.filter(version__gt=version).first()  # type: ignore[attr-defined]
        return later.before if later else self.content()

    @property
    def compared_fields(self) -> tuple[str, ...]:
        """The fields in which two people can differ who change it at once."""
        return (*self.content_fields, *self.many_fields)

    def in_words(self, name: str) -> str:
        """Return what stands in a field as a person reads it: what the trail tells."""
        if name in self.many_fields:
            return ", ".join(str(other) for other in getattr(self, name).all())
        value = getattr(self, name)
        if value is None or value == "":
            return ""
        shown = getattr(self, f"get_{name}_display", None)
        return str(shown()) if shown else _words(value)

    def changes_since(self, stood: Self, before: Content) -> list[Change]:
        """Return what differs from how the row stood, whose content was `before`."""
        now = self.content()
        changed = (name for name in (*self.content_fields, *self.step_fields, *self.many_fields) if name in now)
        told = ((name, stood.in_words(name), self.in_words(name)) for name in changed if before[name] != now[name])
        return [[self.label_of(name), old, new] for name, old, new in told if old != new]

    def label_of(self, name: str) -> str:
        """Return what a field is called."""
        return str(self._meta.get_field(name).verbose_name)  # type: ignore[union-attr]

    def tell(
        self, *, by: User, at: datetime, changes: Iterable[Change] = (), before: Content | None = None, **step: Any
    ) -> None:
        """Leave a row of trail. Without `before` the content stayed as it is; `step` are other columns of the trail."""
        kept = self.content() if before is None else before
        self.events.create(by=by, at=at, version=self.version, changes=list(changes), before=kept, **step)  # type: ignore[attr-defined]

    def move(
        self,
        from_states: Iterable[str],
        to_state: str,
        *,
        by: User,
        at: datetime,
        version: int | None = None,
        step: Mapping[str, Any] | None = None,
        **columns: Any,
    ) -> None:
        """Go from one of these states to another, if the row still is in the version that was read.

        `columns` change with it, `step` are further columns of the trail. Raises WrongStateError.
        """
        expected = self.version if version is None else version
        states = {"from_state": self.state, "to_state": to_state}  # type: ignore[attr-defined]
        told = {"by": by, "at": at, **states, **(step or {})}
        values = {"state": to_state, **columns}
        self.change(models.Q(state__in=from_states), values, version=expected, refusal=self.moved_on, step=told)

    @transaction.atomic
    def change(
        self, allowed: models.Q, values: Mapping[str, Any], *, version: int, refusal: str, step: Mapping[str, Any]
    ) -> None:
        """Make the next version of the row, if it is as `allowed` says and in the version that was read.

        One conditional update, and its row of trail with the columns of `step`. Raises WrongStateError.
        """
        stood = copy(self) if self.version == version else type(self)._default_manager.get(pk=self.pk)
        lists = [name for name in self.many_fields if name in values]
        models.prefetch_related_objects([stood], *lists)
        before = stood.content()
        columns = {name: value for name, value in values.items() if name not in lists}
        self.change_or_refuse(allowed & models.Q(version=version), refusal, version=version + 1, **columns)
        for name in lists:
            getattr(self, name).set(values[name])
        self.tell(before=before, changes=self.changes_since(stood, before), **step)

    def _column(self, name: str) -> "models.Field[object, object]":
        field = self._meta.get_field(name)
        assert isinstance(field, models.Field)
        return field


class LifecycleEvent(models.Model):
    """One step: when, by whom, why, from which state to which, and what changed. Rows are only ever added.

    `version` is the version that it made, `before` the content that it found (empty for a new row): with it the row can
    be shown as of any date. `changes` tells in words what became of that. Without states the content alone changed.
    """

    at = models.DateTimeField("wanneer")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name="wie")
    reason = models.TextField("reden", blank=True)
    version = models.PositiveIntegerField("versie", default=1)
    from_state = models.CharField("van", max_length=10, blank=True)
    to_state = models.CharField("naar", max_length=10, blank=True)
    before = models.JSONField("inhoud daarvoor", default=dict, blank=True)
    changes = models.JSONField("wat is veranderd", default=list, blank=True)

    class Meta:
        abstract = True
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d}: {self.to_state or 'changed'}"

    @property
    def led_to(self) -> str:
        """Return what the state that it led to is called; empty where the content alone changed."""
        return str(self.states().get(self.to_state, ""))

    @classmethod
    def states(cls) -> dict[str, str]:
        """Return what each state is called, of the model whose trail this is; none for a register."""
        told = next(field for field in cls._meta.concrete_fields if _leads_to_subject(field))
        fields: Any = told.related_model._meta.concrete_fields  # type: ignore[union-attr]
        state: Any = next((field for field in fields if field.name == "state"), None)
        return dict(state.flatchoices) if state else {}


def _leads_to_subject(field: Any) -> bool:
    return field.remote_field is not None and field.remote_field.related_name == "events"


def trail_of(model: type[models.Model]) -> tuple[type[LifecycleEvent], str]:
    """The model of the trail of another model, and its column that names the row."""
    relation: Any = model._meta.get_field("events")
    return relation.related_model, relation.field.attname


def _plain(value: Any) -> str | None:
    return None if value is None else str(value)


def _words(value: Any) -> str:
    match value:
        case bool():
            return "ja" if value else "nee"
        case date():
            return dutch.day(value)
        case time():
            return f"{value:%H:%M}"
        case Decimal():
            return dutch.number(value)
        case _:
            return str(value)
