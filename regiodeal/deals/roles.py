"""Roles and what each may do. This table is the one place that says so (docs/architecture.md)."""

from enum import Enum, auto
from typing import TypedDict

from django.db import models

from regiodeal.deals.words import deal_text


class Role(models.TextChoices):
    """The role of a user in a deal."""

    BUREAU = "bureau", deal_text("{bureau}")
    REVIEWER = "reviewer", "beoordelaar"
    TREASURER = "treasurer", deal_text("{treasurer}")
    PARTY = "party", "vertegenwoordiger van een Partij"
    OVERLEG = "overleg", deal_text("lid van {the_overleg}")
    BZK = "bzk", deal_text("{programme_team}")
    ADMINISTRATOR = "administrator", "beheerder"
    PARTNER = "partner", "uitvoerder"
    AUDITOR = "auditor", "accountant"


class Right(Enum):
    """Something that can be done in a deal. A view names the right it asks for."""

    SEE_DEAL = auto()
    SEE_UNAPPROVED = auto()
    ENTER_PROGRESS = auto()
    REVIEW_PROGRESS = auto()
    BUILD_REPORT = auto()
    COMMENT_REPORT = auto()  # say something about the concept, for one's own Party or as a member of the overleg
    ENTER_MONEY = auto()
    APPROVE_MONEY = auto()  # never one's own: the verbs and the database see to that
    KEEP_MEETINGS = auto()
    PROPOSE_AMENDMENT = auto()  # write a draft; who keeps the agreement for all, a Party for itself
    KEEP_AGREEMENT = auto()  # write amendments and take their steps (art. 12 and 14)
    RECORD_CONSENT = auto()  # write down the consent that a Party gave by e-mail to the programme team (art. 12 lid 2)
    REPRESENT_PARTY = auto()  # ask, consent, refuse and withdraw for one's own Party, and no other
    ANSWER_QUESTIONS = auto()  # ask about a figure or a story that one may read, and answer what is asked
    SEE_USERS = auto()
    MANAGE_API = auto()  # let programs of others read what is approved; gives nobody more than that
    MANAGE_USERS = auto()  # invite people and take roles back; who may do this enters nothing
    SEE_AUDIT = auto()
    KEEP_OFFICES = auto()  # write down who holds an office for a Party, from when until when
    PREPARE_DEAL = auto()  # fill, sign or throw away a deal in preparation
    CORRECT_DEAL = auto()  # propose that a slip of the pen is corrected, or confirm what another proposed
    KEEP_LOOK = auto()  # the name, logo and colours of the owner
    CLOSE_DEAL = auto()  # close a deal whose days are over, and open it again
    ADMIT_PARTNERS = auto()  # let the people of an executor answer for its projects, and end that
    ANSWER_REQUESTS = auto()  # answer for the projects of one's own executors, and see those alone


class Stage(models.TextChoices):
    """Says how far a deal is in its life."""

    PREPARING = "preparing", "in voorbereiding"
    RUNNING = "running", "lopend"
    CLOSED = "closed", "afgesloten"
    DISCARDED = "discarded", "weggegooid"  # nobody has a role in it; its trail stays


_SEES = frozenset({Right.SEE_DEAL})
_TALKS = _SEES | {Right.ANSWER_QUESTIONS}

RIGHTS: dict[Role, frozenset[Right]] = {
    Role.BUREAU: _TALKS
    | {Right.SEE_UNAPPROVED, Right.ENTER_PROGRESS, Right.ENTER_MONEY, Right.BUILD_REPORT, Right.KEEP_MEETINGS}
    | {Right.PROPOSE_AMENDMENT, Right.KEEP_AGREEMENT, Right.KEEP_OFFICES}
    | {Right.PREPARE_DEAL, Right.CORRECT_DEAL, Right.CLOSE_DEAL, Right.KEEP_LOOK, Right.ADMIT_PARTNERS},
    Role.REVIEWER: _TALKS | {Right.SEE_UNAPPROVED, Right.REVIEW_PROGRESS, Right.BUILD_REPORT, Right.CORRECT_DEAL},
    Role.TREASURER: _TALKS | {Right.SEE_UNAPPROVED, Right.ENTER_MONEY, Right.APPROVE_MONEY, Right.SEE_AUDIT},
    Role.PARTY: _TALKS | {Right.PROPOSE_AMENDMENT, Right.REPRESENT_PARTY, Right.COMMENT_REPORT},
    Role.OVERLEG: _TALKS | {Right.COMMENT_REPORT},
    Role.BZK: _TALKS
    | {Right.PROPOSE_AMENDMENT, Right.KEEP_AGREEMENT, Right.RECORD_CONSENT, Right.REPRESENT_PARTY}
    | {Right.COMMENT_REPORT, Right.KEEP_OFFICES, Right.CORRECT_DEAL, Right.CLOSE_DEAL},
    Role.ADMINISTRATOR: _SEES
    | {Right.SEE_USERS, Right.MANAGE_USERS, Right.MANAGE_API, Right.SEE_AUDIT, Right.KEEP_OFFICES}
    | {Right.KEEP_LOOK},
    # Sees all of the money, what waits, its evidence and the trail, and enters nothing at all.
    Role.AUDITOR: _SEES | {Right.SEE_UNAPPROVED, Right.SEE_AUDIT},
    Role.PARTNER: frozenset({Right.ANSWER_REQUESTS}),  # no reader: of the deal a partner sees what is public
}

# The roles that read a deal. Whoever asks "has a role in the deal" to show something of it asks for one of these.
READERS: frozenset[Role] = frozenset(role for role, rights in RIGHTS.items() if Right.SEE_DEAL in rights)

_PEOPLE = {Right.SEE_USERS, Right.MANAGE_USERS, Right.SEE_AUDIT}
_READS = _SEES | {Right.SEE_UNAPPROVED}

# What can be done at all in each stage, whatever one's role. Nothing is entered before a deal is signed: loading its
# file anew may then take any row away. Nothing is entered after it was closed.
OPEN_IN: dict[Stage, frozenset[Right]] = {
    Stage.PREPARING: _READS | _PEOPLE | {Right.PREPARE_DEAL, Right.KEEP_OFFICES, Right.KEEP_LOOK},
    Stage.RUNNING: frozenset(Right) - {Right.PREPARE_DEAL},
    Stage.CLOSED: _READS | _PEOPLE | {Right.CLOSE_DEAL},
    Stage.DISCARDED: frozenset(),
}

# Whoever prepares a deal invites its people: a beheerder has no other role, and there may be none yet.
OF_WHO_PREPARES = frozenset({Right.SEE_USERS, Right.MANAGE_USERS})


class Reader(TypedDict):
    """Holds who reads, as far as what is shown depends on it: the rights, and the keys of the Parties represented."""

    rights: frozenset[Right]
    parties: frozenset[int]


def rights_of(roles: list[str], stage: str = Stage.RUNNING) -> frozenset[Right]:
    """All rights that somebody with these roles has in a deal of that stage; none for somebody without a role."""
    by_role = frozenset[Right]().union(*(RIGHTS[Role(role)] for role in roles))
    if stage == Stage.PREPARING and Right.PREPARE_DEAL in by_role:
        by_role |= OF_WHO_PREPARES
    return by_role & OPEN_IN[Stage(stage)]
