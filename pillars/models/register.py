"""What the bureau keeps up to date without a review: a version against lost work, and a trail of every change."""

from datetime import date, datetime
from typing import Any, ClassVar

from django.conf import settings
from django.db import models, transaction

from pillars.models.review import WrongStateError
from regiodeal.covenant.dutch import day
from regiodeal.covenant.models import User


class RegisterRow(models.Model):
    """A row of a register: anyone who may enter progress may change it, and each change leaves a row of trail.

    `content_fields` are its columns that a form may change, `many_fields` its lists of other rows.
    """

    version = models.PositiveIntegerField("versie", default=1)

    content_fields: ClassVar[tuple[str, ...]]
    many_fields: ClassVar[tuple[str, ...]] = ()

    class Meta:
        abstract = True

    @transaction.atomic
    def enter(self, *, by: User, at: datetime, values: dict[str, Any]) -> None:
        """Store a new row with this content, and the first row of its trail."""
        for name in self._named(self.content_fields, values):
            setattr(self, name, values[name])
        self.save(force_insert=True)
        for name in self._named(self.many_fields, values):
            getattr(self, name).set(values[name])
        self.events.create(by=by, at=at)  # type: ignore[attr-defined]

    @transaction.atomic
    def revise(self, *, by: User, at: datetime, values: dict[str, Any], version: int) -> None:
        """Change the content. Raises WrongStateError, and changes nothing, when it moved on since `version` was read.

        The conditional update decides: of two people at once one is first, and the other is told.
        """
        before = type(self)._default_manager.get(pk=self.pk)._texts()  # a form may have filled this one already
        columns = {name: values[name] for name in self._named(self.content_fields, values)}
        stored = type(self)._default_manager.filter(pk=self.pk, version=version)
        if not stored.update(version=version + 1, **columns):
            raise WrongStateError(
                "Iemand anders heeft dit intussen gewijzigd. Bekijk de nieuwe stand en probeer het opnieuw."
            )
        for name in self._named(self.many_fields, values):
            getattr(self, name).set(values[name])
        self.refresh_from_db()
        changes = [[name, before[name], text] for name, text in self._texts().items() if before[name] != text]
        self.events.create(by=by, at=at, changes=changes)  # type: ignore[attr-defined]

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


def _text(row: RegisterRow, name: str) -> str:
    if name in row.many_fields:
        return ", ".join(str(other) for other in getattr(row, name).all())
    shown = getattr(row, f"get_{name}_display", None)
    value = shown() if shown else getattr(row, name)
    if isinstance(value, bool):
        return "ja" if value else "nee"
    if isinstance(value, date):
        return day(value)
    return "" if value is None else str(value)


class RegisterEvent(models.Model):
    """One change of a register's row: when, by whom, and (field, old, new) of what changed; nothing for a new row."""

    at = models.DateTimeField("wanneer")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name="wie")
    changes = models.JSONField("wat is veranderd", default=list, blank=True)

    class Meta:
        abstract = True
        ordering = ["at", "pk"]
