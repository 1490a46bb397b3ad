"""The common part of what lives through states: a version, one conditional update per step, and a row of trail."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any, ClassVar

from django.conf import settings
from django.db import models, transaction

from regiodeal.base.refusals import WrongStateError
from regiodeal.deals.models import User


class Lifecycle(models.Model):
    """Something with a `state`, that only its own verbs change. Each step leaves a row in `events`.

    `content_fields` are what a person may enter, and what the trail keeps at every step.
    """

    version = models.PositiveIntegerField("versie", default=1)

    content_fields: ClassVar[tuple[str, ...]]

    class Meta:
        abstract = True

    def content(self) -> dict[str, str | None]:
        """What was entered, as plain text per field: kept in the trail at each step, so that nothing typed is lost."""
        return self._texts(self.content_fields)

    def content_at(self, version: int) -> dict[str, str | None]:
        """Return what was entered at an earlier version, as `content` gives it; empty for one not in the trail."""
        event = self.events.filter(version=version).last()  # type: ignore[attr-defined]
        return event.content if event else {}

    @property
    def compared_fields(self) -> tuple[str, ...]:
        """The fields in which two people can differ who change it at once."""
        return self.content_fields

    def _texts(self, names: Iterable[str]) -> dict[str, str | None]:
        raw = {name: getattr(self, self._meta.get_field(name).attname) for name in names}  # type: ignore[union-attr]
        return {name: None if value is None else str(value) for name, value in raw.items()}

    @transaction.atomic
    def _move(
        self,
        from_states: Iterable[str],
        to_state: str,
        *,
        by: User,
        at: datetime,
        version: int | None = None,
        reason: str = "",
        **changes: Any,
    ) -> None:
        """One conditional update, so that two people at once get one transition, and its row of trail."""
        expected = self.version if version is None else version
        rows: Any = type(self)._default_manager  # each model brings a state with choices of its own
        moved = rows.filter(pk=self.pk, state__in=from_states, version=expected).update(
            state=to_state, version=expected + 1, **changes
        )
        if not moved:
            raise WrongStateError(
                "Iemand anders heeft dit intussen gewijzigd. Bekijk de nieuwe stand en probeer het opnieuw."
            )
        from_state: str = self.state  # type: ignore[attr-defined]
        self.refresh_from_db()
        self._keep_step(from_state, by=by, at=at, reason=reason)

    def _keep_step(self, from_state: str, *, by: User, at: datetime, reason: str = "") -> None:
        self.events.create(  # type: ignore[attr-defined]
            from_state=from_state,
            to_state=self.state,  # type: ignore[attr-defined]
            by=by,
            at=at,
            reason=reason,
            version=self.version,
            content=self.content(),
        )


class LifecycleEvent(models.Model):
    """One step: when, by whom, why, what it said. The model adds from and to. Rows are only ever added."""

    at = models.DateTimeField("wanneer")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name="wie")
    reason = models.TextField("reden", blank=True)
    version = models.PositiveIntegerField("versie", default=1)
    content = models.JSONField("inhoud", default=dict)

    class Meta:
        abstract = True
        ordering = ["at", "pk"]
