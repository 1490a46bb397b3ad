"""Writing the audit trail: one function, for web, worker and commands alike."""

import logging
import re
from typing import Any

from django.db import DatabaseError, transaction
from django.http import HttpRequest
from django.utils import timezone

from regiodeal.covenant.audit import request_id
from regiodeal.covenant.models import AuditEntry, User
from regiodeal.covenant.models.audit import Kind, Result
from regiodeal.covenant.web.client import client_address

__all__ = ["Kind", "Result", "plain", "record"]

logger = logging.getLogger("portal.audit")
_PART = r"[A-Za-z0-9][A-Za-z0-9_.:=-]*"
_PLAIN = re.compile(rf"{_PART}(, {_PART})*")
LONGEST = 120


def record(  # noqa: PLR0913  # who, what, on what, from where, with what result: an entry is that long
    action: str,
    *,
    kind: Kind,
    result: Result,
    request: HttpRequest | None = None,
    actor: Any = None,
    about: User | str | None = None,
    client_id: int | None = None,
    deal_id: int | None = None,
    object_type: str = "",
    object_key: str = "",
    status: int | None = None,
) -> None:
    """Add one entry. `about` is a person, or the address that was typed: kept only as the person it belongs to.

    What is no plain code or key is left out rather than stored. When the database refuses, the line goes to the log at
    the level of an error: the act itself has been done already.
    """
    values = {
        "action": plain(action)[:80],
        "kind": kind,
        "result": result,
        "actor_id": getattr(actor, "pk", None),
        "about_id": _person(about),
        "client_id": client_id,
        "deal_id": deal_id,
        "object_type": plain(object_type)[:80],
        "object_key": plain(object_key),
        "status": status,
        "source": client_address(request) if request else None,
        "request_id": request_id.current(),
    }
    logged = {name: str(value) for name, value in values.items() if value not in {None, ""}}
    try:
        with transaction.atomic():
            AuditEntry.objects.create(at=timezone.now(), **values)
    except DatabaseError:
        logger.exception("An entry of the audit trail could not be stored", extra=logged)
    else:
        logger.info("audit", extra=logged)
    if request is not None:
        request.is_audited = True  # type: ignore[attr-defined]


def plain(text: str) -> str:
    """The text when it is a plain code or key, and nothing when it could be a secret or something that was typed."""
    return text if len(text) <= LONGEST and _PLAIN.fullmatch(text) else ""


def _person(about: User | str | None) -> int | None:
    if isinstance(about, str):
        return User.objects.filter(email=about.strip().lower()).values_list("pk", flat=True).first()
    return about.pk if about else None
