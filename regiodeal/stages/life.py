"""The life of a deal: begun, filled, signed, closed, opened again, thrown away. Each step leaves a row of trail."""

from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import F, ProtectedError
from django.utils import timezone
from django.utils.text import slugify

from regiodeal.accounts.models import Invitation, InvitationState
from regiodeal.base.dutch import counted, day, exact_percent, listed
from regiodeal.base.refusals import WrongStateError
from regiodeal.deal_file.document import DealFile, looked_at
from regiodeal.deal_file.export import short_deal
from regiodeal.deal_file.faults import Fault
from regiodeal.deal_file.places import TextPlaces
from regiodeal.deals.contributions import Assumption, Contributions, contributed
from regiodeal.deals.declaration import all_rows
from regiodeal.deals.in_force import deal_in_force
from regiodeal.deals.memberships import give_role
from regiodeal.deals.models import ConsentRule, Deal, Membership, MembershipEvent, User
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


# Without these people a deal stands still: who enters, who approves, and who gives people their roles.
NEEDED_ROLES = (Role.BUREAU, Role.REVIEWER, Role.ADMINISTRATOR)


def missing_roles(deal: Deal, *, at: datetime) -> list[Role]:
    """The roles that a deal needs once it is signed and for which nobody is there, nor invited."""
    needed = dict.fromkeys([*NEEDED_ROLES, *(role for ask in contributed(_needed_roles) for role in ask(deal))])
    there = set(Membership.objects.filter(deal_id=deal.pk).values_list("role", flat=True))
    waits = Invitation.objects.filter(deal_id=deal.pk, state=InvitationState.SENT, expires_at__gt=at)
    there |= set(waits.values_list("role", flat=True))
    return [role for role in needed if role not in there]


def _needed_roles(app: Contributions) -> tuple[Callable[[Deal], Iterable[Role]], ...]:
    return app.needed_roles


def assumptions(deal: Deal) -> list[Assumption]:
    """Return how the portal reads what the deal does not say: seen and confirmed by whoever marks it as signed."""
    margin = exact_percent(deal.drift_margin)
    own = [
        Assumption(
            "Wanneer het portaal om uitleg vraagt",
            f"Als een norm meer dan {margin} achterloopt op wat er op dat moment te verwachten is.",
            "Zet in het werkboek bij Deal een andere marge.",
        ),
        Assumption(
            "Een wijziging van het convenant",
            f"Daarvoor stemmen {ConsentRule(deal.consent_rule).label} in.",
            "Zet in het werkboek bij Deal hoe Partijen instemmen.",
        ),
    ]
    return [*own, *(each for ask in contributed(lambda app: app.assumptions) for each in ask(deal))]


def to_do(deal: Deal, *, on: date) -> list[Fault]:
    """Return what is still to do before a deal in preparation can be signed: what its own file would be refused for."""
    return looked_at(DealFile(short_deal(deal.as_stored or deal, on), TextPlaces(None)))


@transaction.atomic
def sign(deal: Deal, *, version: int, by: User, at: datetime) -> None:
    """Mark the deal as signed: it runs, and changes by amendment or correction only. Raises WrongStateError.

    Not before the day of its signing, and not while anything is still to do or somebody is missing. The trail keeps
    how the portal reads what the deal does not say.
    """
    stored, today = Deal.objects.select_for_update(no_key=True).get(pk=deal.pk), timezone.localdate(at)
    if count := len(to_do(stored, on=today)):
        todo = counted(count, "ding", "dingen")
        verb = "is" if count == 1 else "zijn"
        raise WrongStateError(f"Er {verb} nog {todo} te doen. Daarna kan de deal worden ondertekend.")
    if stored.signed_on > today:
        told = f"De dag van ondertekening is {day(stored.signed_on)}. Leg de ondertekening vast op die dag of later."
        raise WrongStateError(f"{told} Is er eerder ondertekend? Verander dan eerst die dag.")
    if DealDraft.objects.filter(deal_id=deal.pk).exists():
        raise WrongStateError("Er staat nog een bestand klaar. Neem het over of laat het weg.")
    if missing := missing_roles(stored, at=at):
        people = listed([f"een {role.label}" for role in missing])
        raise WrongStateError(f"Nodig eerst {people} uit. Zonder hen kan de deal niet verder.")
    read_as = [[each.about, "", each.told] for each in assumptions(stored)]
    step(deal, Stage.PREPARING, Stage.RUNNING, version=version, by=by, at=at, changes=read_as)


def last_day(deal: Deal, *, on: date) -> date:
    """The last day of the deal as agreed on this day, whatever day the page is about from which `deal` comes."""
    return deal_in_force(Deal.objects.get(pk=deal.pk), on=on).ends_on


@transaction.atomic
def close(deal: Deal, *, version: int, reason: str, by: User, at: datetime, on: date) -> None:
    """Close a deal whose last day is over: from then on it is for reading only. Raises WrongStateError.

    It waits for whoever is adding rows to the deal (deals/running.py), and so holds all of it for a moment.
    """
    Deal.objects.select_for_update().get(pk=deal.pk)
    last = last_day(deal, on=on)
    if on <= last:
        first = day(last + timedelta(days=1))
        raise WrongStateError(f"De deal loopt tot en met {day(last)}. Afsluiten kan vanaf {first}.")
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
