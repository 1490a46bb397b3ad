"""A file for a deal in preparation: checked as a whole, kept with what was found in it, looked at, and taken over."""

import base64
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from operator import itemgetter

from django.db import transaction

from regiodeal.base.refusals import WrongStateError
from regiodeal.deal_file.deal_checks import days_in_order
from regiodeal.deal_file.document import DealFile, looked_through, read_deal_file
from regiodeal.deal_file.faults import DealFileFaultsError, Fault
from regiodeal.deal_file.load import dry_run, load, misfits, similar_deals
from regiodeal.deal_file.right_part import right_part
from regiodeal.deal_file.schema import DEAL, list_title
from regiodeal.deal_file.told import field_title, row_told, value_told
from regiodeal.deals.declaration import ListChange
from regiodeal.deals.models import Deal, User
from regiodeal.deals.roles import Stage
from regiodeal.stages.life import begun, step
from regiodeal.stages.models import DealDraft

TOLD = ("list_name", "row", "column", "line", "message", "remedy")  # of a fault, as a draft keeps it
NEEDED = frozenset({"slug", "name", "short_name", "region_name", "signed_on", "in_force_on", "ends_on"})
VERBS = {"created": "nieuw", "changed": "gewijzigd", "removed": "gaat weg"}
MANY = 20  # differences; with more of them, lists in which all is new begin folded


class KnownDealError(DealFileFaultsError):
    """Raised for a file with which nobody begins a deal, since `deal` has its slug already."""

    def __init__(self, fault: Fault, deal: Deal) -> None:
        self.deal = deal
        super().__init__([fault])


@transaction.atomic
def begin_with_file(content: bytes, name: str, *, by: User, at: datetime) -> Deal:
    """Begin a deal in preparation of which the file waits, with its faults or with what it would bring.

    Of the file only the names and the days are taken over. Raises DealFileFaultsError, and makes nothing, where those
    are not right, and KnownDealError where a deal has this slug.
    """
    document, faults = looked_through(content, name)
    own = document.deal()
    if known := Deal.objects.filter(slug=str(own.get("slug", ""))).first():
        told = f"Er is al een deal met de sleutel '{known.slug}'."
        remedy = "Is het een andere deal? Kies dan een andere sleutel."
        raise KnownDealError(document.fault(told, DEAL, None, "slug", remedy=remedy), known)
    if not own.keys() >= NEEDED or next(days_in_order(document), None):
        raise DealFileFaultsError([*faults, *document.remarks])
    if similar_deals(document):
        told = "Er is al een deal met deze naam, of met deze regio en deze dag van ondertekening."
        remedy = "Is dit een andere deal? Geef haar een andere naam."
        raise DealFileFaultsError([document.fault(told, DEAL, None, "name", remedy=remedy)])
    values = {each: own[each] for each in NEEDED} | {"financing_ends_on": own.get("financing_ends_on", own["ends_on"])}
    deal = Deal(stage=Stage.PREPARING, article="", **values)
    if unfit := list(misfits(document, deal, DEAL, None)):  # the days become days
        raise DealFileFaultsError([*unfit, *document.remarks])
    deal.save()
    begun(deal, by=by, at=at, file_name=name)
    keep_draft(deal, content, name, by=by, at=at)
    return deal


@transaction.atomic
def keep_draft(deal: Deal, content: bytes, name: str, *, by: User, at: datetime) -> DealDraft:
    """Keep a file for a deal in preparation with its faults, or with what it would change; the last one is replaced."""
    faults, remarks, told = _looked_at(deal, content, name)
    values = {
        "file_name": name[:200],
        "content": base64.b64encode(content).decode(),
        "faults": [_told(fault) for fault in faults],
        "remarks": [_told(fault) for fault in remarks],
        "changes": told,
        "uploaded_by": by,
        "uploaded_at": at,
    }
    if not Deal.objects.select_for_update(no_key=True).filter(pk=deal.pk, stage=Stage.PREPARING).exists():
        raise WrongStateError("De deal is al ondertekend: een bestand verandert haar niet meer.")
    return DealDraft.objects.update_or_create(deal_id=deal.pk, defaults=values)[0]


def _looked_at(deal: Deal, content: bytes, name: str) -> tuple[list[Fault], list[Fault], list[list[str]]]:
    try:
        document = read_deal_file(content, name)
        _refuse_another(document, deal)
        _deal, changes = dry_run(document)
    except DealFileFaultsError as refusal:
        found = list(refusal.faults)
        return [each for each in found if not each.is_remark], [each for each in found if each.is_remark], []
    return [], list(document.remarks), [_in_words(change, document) for change in changes]


def _refuse_another(document: DealFile, deal: Deal) -> None:
    slug = document.deal()["slug"]
    if slug != deal.slug:
        told = f"De sleutel is '{slug}'; dat is een andere deal."
        raise DealFileFaultsError([document.fault(told, "deal", None, "slug", remedy=f"Zet hier '{deal.slug}'.")])


def _told(fault: Fault) -> list[object]:
    return [getattr(fault, name) for name in TOLD]


def _in_words(change: ListChange, document: DealFile) -> list[str]:
    """A difference with the titles of its list and field and with its values as people read them.

    A new row has all that it says as its new value.
    """
    old, new = (value_told(change.list_name, change.field, value) for value in (change.old, change.new))
    if change.verb == "created":
        rows = [document.deal()] if change.list_name == DEAL else document.rows(change.list_name)
        new = next((row_told(change.list_name, row) for row in rows if str(row.get("code")) == change.code), "")
    field = field_title(change.list_name, change.field)
    return [list_title(change.list_name), change.code, VERBS.get(change.verb, change.verb), field, old, new]


@dataclass(frozen=True)
class ListDifferences:
    """Holds what a file would change in one list: each row as [code, verb, field, old, new], and how many of each verb.

    It begins folded (`is_open` is False) where there is much to see and this list is all new.
    """

    title: str
    rows: list[list[str]]
    told: str
    is_open: bool


def by_list(changes: Sequence[Sequence[str]]) -> list[ListDifferences]:
    """Return the differences of a draft by list, in the order of the file."""
    found = []
    for title, rows in groupby(changes, key=itemgetter(0)):
        kept = [list(row[1:]) for row in rows]
        count = Counter(verb for _code, verb, *_rest in kept)
        told = ", ".join(f"{count[verb]} {_plural(verb, count[verb])}" for verb in VERBS.values() if count[verb])
        found.append(ListDifferences(title, kept, told, is_open=len(changes) <= MANY or set(count) != {"nieuw"}))
    return found


def _plural(verb: str, count: int) -> str:
    return "gaan weg" if verb == VERBS["removed"] and count > 1 else verb


def document_of(draft: DealDraft) -> DealFile:
    """Return the file of a draft, read again. Raises DealFileFaultsError."""
    return read_deal_file(base64.b64decode(draft.content), draft.file_name)


def _right_part_of(draft: DealDraft, deal: Deal) -> DealFile:
    document, _faults = looked_through(base64.b64decode(draft.content), draft.file_name)
    stored = Deal.objects.get(pk=deal.pk)
    document.data[DEAL] = {**document.deal(), "slug": stored.slug}
    return right_part(document, {name: str(getattr(stored, name)) for name in NEEDED})


@transaction.atomic
def take_over(draft: DealDraft, deal: Deal, *, version: int, by: User, at: datetime) -> int:
    """Bring the deal in line with the file that was looked at; how many differences.

    Raises WrongStateError, and changes nothing, where it would do anything else than what was shown of it: somebody
    changed the deal since.
    """
    step(
        deal,
        Stage.PREPARING,
        Stage.PREPARING,
        version=version,
        by=by,
        at=at,
        changes=[["Bestand overgenomen", "", f"{draft.file_name} ({len(draft.changes)} verschillen)"]],
    )
    kept = DealDraft.objects.select_for_update(no_key=True).filter(pk=draft.pk, uploaded_at=draft.uploaded_at).first()
    if kept is None or kept.faults:
        raise WrongStateError("Dit bestand staat niet meer klaar.")
    document = document_of(kept)
    _deal, changes = load(document, at=at, remove=True, is_new=True)
    if [_in_words(change, document) for change in changes] != kept.changes:
        raise WrongStateError("De deal is veranderd sinds dit bestand is nagekeken. Upload het opnieuw.")
    kept.delete()
    return len(kept.changes)


def drop(draft: DealDraft) -> None:
    """Leave the file out that was looked at. Raises WrongStateError where it is not the one that waits any more."""
    if not DealDraft.objects.filter(pk=draft.pk, uploaded_at=draft.uploaded_at).delete()[0]:
        raise WrongStateError("Er staat intussen een ander bestand klaar. Bekijk dat eerst.")


@contextmanager
def as_if_taken_over(draft: DealDraft | None, deal: Deal, notice: str, *, at: datetime) -> Iterator[None]:
    """Inside the block the deal is as the file says, and every page says so; afterwards nothing has changed.

    Of a file with faults it is what is right in it. Raises DealFileFaultsError where that is too little.
    """
    with transaction.atomic():
        if draft is not None:
            document = _right_part_of(draft, deal) if draft.faults else document_of(draft)
            load(document, at=at, remove=True, is_new=True)
        Deal.objects.filter(pk=deal.pk).update(example_notice=notice)
        yield
        transaction.set_rollback(True)
