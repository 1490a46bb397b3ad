"""Roles and what each may do. This table is the one place that says so (DESIGN: People)."""

from enum import Enum, auto

from django.db import models


class Role(models.TextChoices):
    """The role of a user in a deal."""

    BUREAU = "bureau", "programmabureau"
    REVIEWER = "reviewer", "beoordelaar"
    TREASURER = "treasurer", "regiokassier"
    PARTY = "party", "vertegenwoordiger van een Partij"
    OVERLEG = "overleg", "lid van het Rijk-Regio-overleg"
    BZK = "bzk", "programmateam Regio Deals BZK"
    ADMINISTRATOR = "administrator", "beheerder"


class Right(Enum):
    """Something that can be done in a deal. A view names the right it asks for."""

    SEE_DEAL = auto()
    SEE_UNAPPROVED = auto()
    ENTER_PROGRESS = auto()
    REVIEW_PROGRESS = auto()
    BUILD_REPORT = auto()
    SEE_USERS = auto()


_SEES = frozenset({Right.SEE_DEAL})

RIGHTS: dict[Role, frozenset[Right]] = {
    Role.BUREAU: _SEES | {Right.SEE_UNAPPROVED, Right.ENTER_PROGRESS, Right.BUILD_REPORT},
    Role.REVIEWER: _SEES | {Right.SEE_UNAPPROVED, Right.REVIEW_PROGRESS, Right.BUILD_REPORT},
    Role.TREASURER: _SEES | {Right.SEE_UNAPPROVED},
    Role.PARTY: _SEES,
    Role.OVERLEG: _SEES,
    Role.BZK: _SEES,
    Role.ADMINISTRATOR: _SEES | {Right.SEE_USERS},
}


def rights_of(roles: list[str]) -> frozenset[Right]:
    """All rights that somebody with these roles has in the deal; none for somebody without a role."""
    return frozenset().union(*(RIGHTS[Role(role)] for role in roles))
