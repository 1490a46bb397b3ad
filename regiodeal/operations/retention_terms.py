"""What is past its term: told by default, thrown away when asked. The terms and their grounds are settings."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, Protocol

from django.conf import settings
from django.contrib.sessions.models import Session
from django.db.models import F, Q, QuerySet
from django.db.models.functions import Coalesce

from regiodeal.accounts.models import Invitation, InvitationState
from regiodeal.api_clients.models import ApiToken
from regiodeal.deals.contributions import contributed
from regiodeal.deals.models import Deal, User
from regiodeal.notices.models import Reminder
from regiodeal.operations.forgetting import forget


@dataclass(frozen=True)
class PastTerm:
    """Holds what of one kind is past its term: how many, and by which ground."""

    kind: str
    days: int
    ground: str
    number: int


class PastTermItems(Protocol):
    """Holds what is past its term: rows, or files."""

    def count(self) -> int:
        """Count what is past its term."""

    def delete(self) -> object:
        """Throw away what is past its term."""


@dataclass(frozen=True)
class Files:
    """The files of a folder that were last written before a moment."""

    folder: Path
    before: datetime

    def _paths(self) -> list[Path]:
        moment = self.before.timestamp()
        files = [path for path in self.folder.glob("*") if path.is_file()]
        return [path for path in files if path.stat().st_mtime < moment]

    def count(self) -> int:
        """Return how many there are; none without the folder."""
        return len(self._paths())

    def delete(self) -> None:
        """Remove them; one that went meanwhile is gone."""
        for path in self._paths():
            path.unlink(missing_ok=True)


type Rows = QuerySet[Any]
type Finder = Callable[[datetime], PastTermItems]


def _sessions(before: datetime) -> Rows:
    return Session.objects.filter(expire_date__lt=before)


def _reminders(before: datetime) -> Rows:
    return Reminder.objects.filter(Q(sent_at__lt=before) | Q(dropped_at__lt=before))


def _tokens(before: datetime) -> Rows:
    return ApiToken.objects.filter(Q(expires_at__lt=before) | Q(revoked_at__lt=before))


def _invitations(before: datetime) -> Rows:
    """Return invitations that gave nobody a role and can no longer do so; their trail goes along."""
    return Invitation.objects.exclude(state=InvitationState.ACCEPTED).filter(expires_at__lt=before)


def _mail(before: datetime) -> Files:
    """Mail that was written to files because no mail server is set (MAIL_URL)."""
    return Files(Path(settings.DATA_DIR) / "mail", before)


def _people(before: datetime) -> Rows:
    """Return who has no role, and has not been here since; not who was forgotten already."""
    seen = User.objects.annotate(seen_at=Coalesce(F("last_login"), F("created_at")))
    return seen.filter(memberships__isnull=True, seen_at__lt=before).exclude(email__endswith="@vergeten.invalid")


def _deals(before: datetime) -> Rows:
    return Deal.objects.filter(ends_on__lt=before.date())


FINDERS: dict[str, Finder] = {
    "sessions": _sessions,
    "reminders": _reminders,
    "tokens": _tokens,
    "invitations": _invitations,
    "mail": _mail,
    "people": _people,
    "deals": _deals,
}


def finders() -> dict[str, Finder]:
    """Who finds what is past its term, by kind: those of here, and those of the topics above."""
    return FINDERS | dict(contributed(lambda given: given.past_term.items()))


def past_term(*, at: datetime) -> list[PastTerm]:
    """Return what is past its term, kind by kind, by the terms in the settings (RETENTION)."""
    found = finders()
    return [
        PastTerm(kind, days, ground, found[kind](at - timedelta(days=days)).count())
        for kind, (days, ground) in settings.RETENTION.items()
    ]


def end_past_term(*, at: datetime) -> None:
    """End what is past its term: people are forgotten, the rest is deleted. A deal is never touched.

    What is archived is handed over or destroyed by decision of the archivist (Archiefwet art. 5).
    """
    found = finders()
    for kind, (days, _ground) in settings.RETENTION.items():
        before = at - timedelta(days=days)
        if kind == "people":
            for user in _people(before):
                forget(user, at=at)
        elif kind != "deals":
            found[kind](before).delete()
