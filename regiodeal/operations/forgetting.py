"""Erasing who somebody was, and keeping what they did (AVG art. 17; Archiefwet 1995)."""

import logging
from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.apps import apps
from django.db import models, transaction
from django.db.models import Q

from regiodeal.accounts.models import Invitation, InvitationState
from regiodeal.accounts.sessions import end_sessions
from regiodeal.api_clients.models import ApiClient
from regiodeal.deals.models import Membership, User
from regiodeal.lifecycle.steps import Lifecycle

logger = logging.getLogger(__name__)


class StillNeededError(Exception):
    """Somebody with a role works here. Its text is Dutch."""


@transaction.atomic
def forget(user: User, *, at: datetime) -> str:
    """Pseudonymise a person and return the name that stands instead. Raises StillNeededError for whoever has a role.

    Every figure, decision and step keeps its author, who from now on is called by a number, in invitations and trails
    as well; what only served the person (password, reminders, calendar, half-typed work, sessions, ways to sign in) is
    gone. It cannot be undone. Who had a name in a report that was laid down still has: that report is an archive
    record, and never changes.
    """
    if Membership.objects.filter(user=user).exists():
        raise StillNeededError("Deze gebruiker heeft nog een rol. Trek die eerst in.")
    end_sessions(user)
    address, name = user.email, f"oud-gebruiker {user.pk}"
    user.name, user.email, user.is_active = name, f"vergeten-{user.pk}@vergeten.invalid", False
    user.last_login = None
    user.set_unusable_password()
    user.save()
    for field in _fields_to_users(models.CASCADE):
        field.model._default_manager.filter(**{field.name: user}).delete()
    _in_invitations(user, address, at=at)
    _in_trails(user)
    ApiClient.objects.filter(contact__iexact=address).update(contact=user.email)
    logger.info("User %s was forgotten at %s", user.pk, at.isoformat())
    return name


def _fields_to_users(on_delete: object) -> Iterator["models.Field[object, object]"]:
    """The foreign keys to a person: those that cascade are of what serves that person alone."""
    for model in apps.get_models():
        for field in model._meta.concrete_fields:
            if field.related_model is User and getattr(field.remote_field, "on_delete", None) is on_delete:
                yield field


def _in_invitations(user: User, address: str, *, at: datetime) -> None:
    """Every invitation of the person or to that address, accepted or not; one that waits is turned down by its owner.

    It must not wait on: whoever has its link would else take the role under the address that now stands there.
    """
    accepted = Q(events__by=user, events__to_state=InvitationState.ACCEPTED)
    for invitation in Invitation.objects.filter(Q(email__iexact=address) | accepted).distinct():
        if invitation.state == InvitationState.SENT:
            invitation.cancel(by=user, at=at)
        for event in invitation.events.all():
            event.before = event.before and event.before | {"email": user.email}
            event.save(update_fields=["before"])
        invitation.email, invitation.name = user.email, user.name
        invitation.save(update_fields=["email", "name"])


def _in_trails(user: User) -> None:
    """A trail tells a change in words: where a field names a person, that is a name."""
    for field in _fields_to_users(models.PROTECT):
        if issubclass(field.model, Lifecycle) and field.name in field.model.content_fields:
            key = str(user.pk)
            was = Q(**{f"events__before__{field.name}": key})
            for row in field.model._default_manager.filter(Q(**{field.name: user}) | was).distinct():
                _in_trail(row, field, user)


def _in_trail(row: Any, field: "models.Field[object, object]", user: User) -> None:
    for event in row.events.exclude(changes=[]):
        keys = (event.before.get(field.name), row.content_at(event.version).get(field.name))
        told = [_told(change, keys, user) if change[0] == field.verbose_name else change for change in event.changes]
        if told != event.changes:
            event.changes = told
            event.save(update_fields=["changes"])


def _told(change: list[str], keys: tuple[str | None, str | None], user: User) -> list[str]:
    name, *texts = change
    return [name, *(user.name if key == str(user.pk) else text for text, key in zip(texts, keys, strict=True))]
