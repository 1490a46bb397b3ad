"""What the bureau keeps up to date without a review: a version against lost work, and a trail of every change."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime, time
from typing import Any, ClassVar

from django.conf import settings
from django.db import models, transaction

from regiodeal.base.dutch import day
from regiodeal.base.refusals import CHANGED_MEANWHILE, WrongStateError
from regiodeal.deals.models import User

type Content = dict[str, Any]


class RegisterRow(models.Model):
    """A row of a register: anyone who may enter progress may change it, and each change leaves a row of trail.

    `content_fields` are its columns that a form may change, `many_fields` its lists of other rows.
    """

    version = models.PositiveIntegerField("versie", default=1)

    content_fields: ClassVar[tuple[str, ...]]
    many_fields: ClassVar[tuple[str, ...]] = ()
    replaced_later: Content | None = None  # filled by `with_later`

    class Meta:
        abstract = True

    @transaction.atomic
    def enter(self, *, by: User, at: datetime, values: dict[str, Any], reason: str = "") -> None:
        """Store a new row with this content, and the first row of its trail, with a reason where there is one."""
        for name in self._named(self.content_fields, values):
            setattr(self, name, values[name])
        self.save(force_insert=True)
        for name in self._named(self.many_fields, values):
            getattr(self, name).set(values[name])
        self.events.create(by=by, at=at, version=self.version, reason=reason)  # type: ignore[attr-defined]

    @transaction.atomic
    def revise(self, *, by: User, at: datetime, values: dict[str, Any], version: int, reason: str = "") -> None:
        """Change the content. Raises WrongStateError, and changes nothing, when it moved on since `version` was read.

        The conditional update decides: of two people at once one is first, and the other is told.
        """
        stood = type(self)._default_manager.get(pk=self.pk)  # a form may have filled this one already
        before, content_before = stood._texts(), stood.content()
        columns = {name: values[name] for name in self._named(self.content_fields, values)}
        if not self._stored(version).update(version=version + 1, **columns):
            raise WrongStateError(CHANGED_MEANWHILE)
        for name in self._named(self.many_fields, values):
            getattr(self, name).set(values[name])
        self.refresh_from_db()
        changes = [[name, before[name], text] for name, text in self._texts().items() if before[name] != text]
        self.events.create(  # type: ignore[attr-defined]
            by=by, at=at, changes=changes, before=content_before, version=self.version, reason=reason
        )

    def content(self) -> Content:
        """What stands in each field, as plain text; for a list of other rows their keys, in order."""
        plain: Content = {name: _plain(getattr(self, self._column(name).attname)) for name in self.content_fields}
        return plain | {name: sorted(str(row.pk) for row in getattr(self, name).all()) for name in self.many_fields}

    @property
    def compared_fields(self) -> tuple[str, ...]:
        """The fields in which two people can differ who change it at once."""
        return (*self.content_fields, *self.many_fields)

    def content_at(self, version: int) -> Content:
        """What stood in each field at an earlier version; what stands now where no later change is kept."""
        later = self.events.filter(version__gt=version).first()  # type: ignore[attr-defined]
        return later.before if later else self.content()

    def take_back(self, content: Content) -> None:
        """Fill this object, and not the database, with the content it had earlier."""
        for name in self.content_fields:
            column = self._column(name)
            setattr(self, column.attname, column.to_python(content.get(name)))
        for name in self.many_fields:
            _show_instead(self, name, content.get(name) or [])

    def _column(self, name: str) -> "models.Field[Any, Any]":
        field = self._meta.get_field(name)
        assert isinstance(field, models.Field)
        return field

    def add_event(self, *, by: User, at: datetime, changes: list[list[str]], **more: Any) -> None:
        """Keep a row of trail of something that left the content as it was, such as a step in its life."""
        self.events.create(by=by, at=at, changes=changes, before=self.content(), version=self.version, **more)  # type: ignore[attr-defined]

    def _stored(self, version: int) -> models.QuerySet[Any]:
        """This row, if it is still as it was read and may still change."""
        return type(self)._default_manager.filter(pk=self.pk, version=version)

    @staticmethod
    def _named(names: tuple[str, ...], values: dict[str, Any]) -> list[str]:
        return [name for name in names if name in values]

    def facts(self) -> list[tuple[str, str]]:
        """What a page shows of the row: (name of the field, its content as text), without what is empty."""
        return [(name, text) for name, text in self._texts().items() if text]

    def _texts(self) -> dict[str, str]:
        """The content as a person reads it, by the name of each field: what the trail compares and keeps."""
        return {
            str(self._meta.get_field(name).verbose_name): _text(self, name)  # type: ignore[union-attr]
            for name in (*self.content_fields, *self.many_fields)
        }


def as_of[Row: RegisterRow](rows: "models.QuerySet[Row]", on: date) -> list[Row]:
    """The rows as they stood at the end of `on`, in the same query: without those that were entered later.

    A row that came with the deal file has no first event, and stood there from the start.
    """
    return stood(with_later(rows, on))


def with_later(rows: "models.QuerySet[Any]", on: date) -> "models.QuerySet[Any]":
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


def _plain(value: Any) -> str | None:
    return None if value is None else str(value)


def _show_instead(row: RegisterRow, name: str, keys: Sequence[str]) -> None:
    """Let `row.name.all()` give these other rows, as a prefetch would."""
    others = getattr(row, name).model._default_manager.filter(pk__in=keys)
    len(others)  # reads them
    row.__dict__.setdefault("_prefetched_objects_cache", {})[name] = others


def _text(row: RegisterRow, name: str) -> str:
    if name in row.many_fields:
        return ", ".join(str(other) for other in getattr(row, name).all())
    shown = getattr(row, f"get_{name}_display", None)
    value = shown() if shown else getattr(row, name)
    if isinstance(value, bool):
        return "ja" if value else "nee"
    if isinstance(value, date):
        return day(value)
    if isinstance(value, time):
        return f"{value:%H:%M}"
    return "" if value is None else str(value)


class RegisterEvent(models.Model):
    """One change of a register's row: when, by whom, and (field, old, new) of what changed; nothing for a new row.

    `version` is the version that it made, `before` the content that it changed (empty for a new row): with it the
    row can be shown as of any date. `reason` says where it came from if nobody typed it on the page: a row of a file.
    """

    at = models.DateTimeField("wanneer")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name="wie")
    changes = models.JSONField("wat is veranderd", default=list, blank=True)
    version = models.PositiveIntegerField("versie", default=1)
    before = models.JSONField("inhoud daarvoor", default=dict, blank=True)
    reason = models.TextField("reden", blank=True)

    class Meta:
        abstract = True
        ordering = ["at", "pk"]
