"""The life of a deal: begun, filled, signed, closed, opened again, thrown away. Each step leaves a row of trail."""

from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import F, ProtectedError
from django.utils.text import slugify

from regiodeal.accounts.models import Invitation, InvitationState
from regiodeal.base.dutch import day
from regiodeal.base.refusals import WrongStateError
from regiodeal.deals.declaration import all_rows
from regiodeal.deals.memberships import give_role
from regiodeal.deals.models import Deal, Membership, MembershipEvent, User
from regiodeal.deals.roles import Role, Stage
from regiodeal.lifecycle.steps import MOVED_ON
from regiodeal.stages.models import DealDraft, StageEvent


@dataclass(frozen=True)
class NewDeal:
    """Holds what a deal must have from its first moment: its names and its days, which can still change."""

    name: str
    short_name: str
    region_name: str
    signed_on: date
    in_force_on: date
    ends_on: date
    financing_ends_on: date


@transaction.atomic
def begin(new: NewDeal, *, by: User, at: datetime) -> Deal:
    """Begin a deal in preparation. Who begins it is its bureau, and invites the others."""
    deal = Deal(slug=free_slug(new.short_name), stage=Stage.PREPARING, article="", **vars(new))
    deal.full_clean(exclude=["article"])
    deal.save()
    begun(deal, by=by, at=at)
    return deal


def begun(deal: Deal, *, by: User, at: datetime, file_name: str = "") -> None:
    """Give a deal that was just made its stage, its first member and the first row of its trail."""
    Deal.objects.filter(pk=deal.pk).update(stage=Stage.PREPARING)
    deal.refresh_from_db(fields=["stage", "stage_version"])
    give_role(deal, by, Role.BUREAU, party=None, by=by, at=at)
    changes = [["Bestand", "", file_name]] if file_name else []
    StageEvent.objects.create(deal=deal, at=at, by=by, to_state=Stage.PREPARING, version=1, changes=changes)


def free_slug(short_name: str) -> str:
    """A slug from the short name that no deal has."""
    stem = slugify(short_name)[:70] or "deal"
    taken = set(Deal.objects.filter(slug__startswith=stem).values_list("slug", flat=True))
    return (
        stem
        if stem not in taken
        else next(slug for number in range(2, len(taken) + 3) if (slug := f"{stem}-{number}") not in taken)
    )


@transaction.atomic
def step(  # noqa: PLR0913 - what a step is made of
    deal: Deal,
    from_stage: Stage,
    to_stage: Stage,
    *,
    version: int,
    by: User,
    at: datetime,
    reason: str = "",
    changes: list[list[str]] | None = None,
) -> None:
    """Bring the deal from one stage to another, if it still is in the version that was seen. Raises WrongStateError."""
    same = Deal.objects.filter(pk=deal.pk, stage=from_stage, stage_version=version)
    if not same.update(stage=to_stage, stage_version=F("stage_version") + 1):
        raise WrongStateError(MOVED_ON)
    told = {"from_state": from_stage, "to_state": to_stage} if from_stage != to_stage else {}
    StageEvent.objects.create(
        deal_id=deal.pk, at=at, by=by, reason=reason, version=version + 1, changes=changes or [], **told
    )


def has_administrator(deal: Deal, *, at: datetime) -> bool:
    """Tell whether somebody looks after users and roles once the deal is signed: there already, or invited."""
    waits = Invitation.objects.filter(
        deal_id=deal.pk, role=Role.ADMINISTRATOR, state=InvitationState.SENT, expires_at__gt=at
    )
    return Membership.objects.filter(deal_id=deal.pk, role=Role.ADMINISTRATOR).exists() or waits.exists()


def sign(deal: Deal, *, version: int, faults: int, by: User, at: datetime) -> None:
    """Mark the deal as signed: it runs, and changes by amendment or correction only. Raises WrongStateError.

    `faults` is how many things were still to do when it was looked at.
    """
    if faults:
        raise WrongStateError(f"Er zijn nog {faults} dingen te doen. Daarna kan de deal worden ondertekend.")
    if DealDraft.objects.filter(deal_id=deal.pk).exists():
        raise WrongStateError("Er staat nog een bestand klaar. Neem het over of laat het weg.")
    if not has_administrator(deal, at=at):
        raise WrongStateError("Nodig eerst een beheerder uit: die geeft straks mensen hun rol.")
    step(deal, Stage.PREPARING, Stage.RUNNING, version=version, by=by, at=at)


def close(deal: Deal, *, version: int, reason: str, by: User, at: datetime, on: date) -> None:
    """Close a deal whose last day is over: from then on it is for reading only. Raises WrongStateError."""
    if on <= deal.ends_on:
        first = day(deal.ends_on + timedelta(days=1))
        raise WrongStateError(f"De deal loopt tot en met {day(deal.ends_on)}. Afsluiten kan vanaf {first}.")
    step(deal, Stage.RUNNING, Stage.CLOSED, version=version, by=by, at=at, reason=reason)


def reopen(deal: Deal, *, version: int, reason: str, by: User, at: datetime) -> None:
    """Open a closed deal again, with a reason. Raises WrongStateError."""
    step(deal, Stage.CLOSED, Stage.RUNNING, version=version, by=by, at=at, reason=reason)


@transaction.atomic
def discard(deal: Deal, *, version: int, by: User, at: datetime) -> None:
    """Throw a deal in preparation away, with all that was filled in. Raises WrongStateError.

    Its trail stays (who did what, and when), and nobody has a role in it any more. Its slug is free again.
    """
    step(deal, Stage.PREPARING, Stage.DISCARDED, version=version, by=by, at=at)
    DealDraft.objects.filter(deal_id=deal.pk).delete()
    for membership in Membership.objects.filter(deal_id=deal.pk):
        MembershipEvent.objects.create(
            deal_id=deal.pk, user_id=membership.user_id, role=membership.role, is_given=False, by=by, at=at
        )
    Membership.objects.filter(deal_id=deal.pk).delete()
    for rows in reversed(all_rows()):
        with suppress(ProtectedError):  # a Party that the trail of an invitation names
            rows.model._default_manager.filter(deal_id=deal.pk).delete()
    name = f"{deal.name[:180]} (weggegooid)"  # so that the same file may begin a deal again
    Deal.objects.filter(pk=deal.pk).update(slug=f"weggegooid-{deal.pk}", name=name, region_name="")
