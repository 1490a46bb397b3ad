"""Erasing who somebody was, and keeping what they did (AVG art. 17; Archiefwet 1995)."""

import logging
from datetime import datetime

from django.apps import apps
from django.contrib.sessions.models import Session
from django.db import transaction
from django.db.models import Model

from regiodeal.covenant.models import CalendarFeed, Membership, Reminder, ReminderChoice, User

logger = logging.getLogger(__name__)


class StillNeededError(Exception):
    """Somebody with a role works here. Its text is Dutch."""


@transaction.atomic
def forget(user: User, *, at: datetime) -> str:
    """Pseudonymise a person and return the name that stands instead. Raises StillNeededError for who has a role.

    Every figure, decision and step keeps its author, who from now on is called by a number; what only served the
    person (password, reminders, calendar, sessions, ways to sign in) is gone. It cannot be undone. Who had a name in a
    report that was laid down still has: that report is an archive record, and never changes.
    """
    if Membership.objects.filter(user=user).exists():
        raise StillNeededError("Deze gebruiker heeft nog een rol. Trek die eerst in.")
    name = f"oud-gebruiker {user.pk}"
    user.name, user.email, user.is_active = name, f"vergeten-{user.pk}@vergeten.invalid", False
    user.last_login = None
    user.set_unusable_password()
    user.save()
    own: list[type[Model]] = [Reminder, ReminderChoice, CalendarFeed, *_of_allauth()]
    for model in own:
        model._default_manager.filter(user=user).delete()
    _end_sessions(user)
    logger.info("User %s was forgotten at %s", user.pk, at.isoformat())
    return name


def _of_allauth() -> list[type[Model]]:
    """What allauth keeps of a person, of its parts that are installed: addresses, second factors, other accounts."""
    names = ("emailaddress", "authenticator", "socialaccount", "usersession")
    return [model for model in apps.get_models() if model._meta.model_name in names]


def _end_sessions(user: User) -> None:
    for session in Session.objects.iterator(chunk_size=500):
        if session.get_decoded().get("_auth_user_id") == str(user.pk):
            session.delete()
