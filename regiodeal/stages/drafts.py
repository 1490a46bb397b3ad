"""A file for a deal in preparation: checked as a whole, kept with what was found in it, looked at, and taken over."""

import base64
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date, datetime

from django.db import transaction

from regiodeal.base.refusals import WrongStateError
from regiodeal.deal_file.deal_checks import days_in_order
from regiodeal.deal_file.document import DealFile, looked_through, read_deal_file
from regiodeal.deal_file.export import deal_yaml
from regiodeal.deal_file.faults import DealFileFaultsError, Fault
from regiodeal.deal_file.load import dry_run, load, similar_deals
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
    deal.clean_fields(exclude=["article"])  # the days become days
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
    if not Deal.objects.select_for_update().filter(pk=deal.pk, stage=Stage.PREPARING).exists():
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


def document_of(draft: DealDraft) -> DealFile:
    """Return the file of a draft, read again. Raises DealFileFaultsError."""
    return read_deal_file(base64.b64decode(draft.content), draft.file_name)


@transaction.atomic
def take_over(draft: DealDraft, deal: Deal, *, version: int, by: User, at: datetime) -> int:
    """Bring the deal in line with the file that was looked at; how many differences. Raises WrongStateError."""
    step(
        deal,
        Stage.PREPARING,
        Stage.PREPARING,
        version=version,
        by=by,
        at=at,
        changes=[["Bestand overgenomen", "", f"{draft.file_name} ({len(draft.changes)} verschillen)"]],
    )
    kept = DealDraft.objects.select_for_update().filter(pk=draft.pk, uploaded_at=draft.uploaded_at).first()
    if kept is None or kept.faults:
        raise WrongStateError("Dit bestand staat niet meer klaar.")
    load(document_of(kept), at=at, remove=True, is_new=True)
    kept.delete()
    return len(draft.changes)


@contextmanager
def as_if_taken_over(draft: DealDraft | None, deal: Deal, notice: str, *, at: datetime) -> Iterator[None]:
    """Inside the block the deal is as the file says, and every page says so; afterwards nothing has changed."""
    with transaction.atomic():
        if draft is not None:
            load(document_of(draft), at=at, remove=True, is_new=True)
        Deal.objects.filter(pk=deal.pk).update(example_notice=notice)
        yield
        transaction.set_rollback(True)


def to_do(deal: Deal, *, on: date) -> list[Fault]:
    """Return what is still to do before a deal in preparation can be signed: what its own file would be refused for."""
    try:
        read_deal_file(deal_yaml(deal.as_stored or deal, on), "deal.yaml")
    except DealFileFaultsError as refusal:
        return [replace(fault, line=None) for fault in refusal.faults if not fault.is_remark]
    return []
