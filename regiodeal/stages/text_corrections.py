"""Slips of the pen in a signed deal: which texts may be corrected, and the two people that it takes."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import islice

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import QuerySet
from django.urls import reverse

from regiodeal.base.dutch import capital
from regiodeal.base.refusals import FourEyesError, NotOwnEntryError, WrongStateError
from regiodeal.base.values import FileRow
from regiodeal.deal_file.export import as_file_row, stored_rows
from regiodeal.deal_file.schema import lists
from regiodeal.deal_file.told import field_title, row_title
from regiodeal.deals.contributions import WaitingList
from regiodeal.deals.declaration import FollowsFrom, Rows, all_rows
from regiodeal.deals.in_force import DEAL
from regiodeal.deals.models import AgreedChange, Deal, LoadedChange, OfficeHolder, User
from regiodeal.deals.roles import Right
from regiodeal.lifecycle.steps import MOVED_ON
from regiodeal.stages.models import Correction, CorrectionState

OFFICE_HOLDERS = "office_holders"
CORE_MESSAGE = {"core_message_article": "Kernboodschap: artikel"}  # in the deal file a part of a field
DEAL_TEXTS = ("name", "short_name", "region_name", "core_message", "core_message_article", "article")
# Texts that say how something is counted, by whom or by when: these are agreed, and no slip of the pen.
AGREED = frozenset(
    {"unit", "cadence", "owner", "source_cell", "figure", "period", "source", "indicator_code", "part_of"}
    | {"outline", "agreed_location"}  # drawn, not written
)
WORDINGS = frozenset({"title", "wording", "note"})  # may be amended, and may be written wrongly too
ONLY_BY_AMENDMENT = "Dit is geen schrijffout: een cijfer, norm, bedrag of dag verandert alleen door een wijziging."
_NUMBERS = re.compile(r"\d+")
MOST_FOUND = 50


class NoSlipError(Exception):
    """Raised for what no correction may change. Its text is Dutch and says what can be done instead."""


@dataclass(frozen=True)
class WrittenText:
    """One text of a signed deal: where it stands, what it is called, and what it says."""

    list_name: str
    code: str
    field: str
    label: str
    text: str


def is_slip(field: "models.Field[object, object]") -> bool:
    """Tell whether a field holds words that can be written wrongly: text, and no choice out of a list."""
    return isinstance(field, models.CharField | models.TextField) and not field.choices and field.name not in AGREED


def texts_of(rows: Rows) -> list[str]:
    """The fields of one list that a correction may change: not what only an amendment changes, such as who does it."""
    fields = {field.name: field for field in rows.model._meta.concrete_fields}
    kept = [name for name in ("article", *rows.plain) if name in WORDINGS or name not in rows.amendable]
    return [name for name in kept if name in fields and is_slip(fields[name])]


def written_texts(deal: Deal) -> Iterator[WrittenText]:
    """Every text of the deal that a correction may change."""
    return (_written(*place) for place in _places(deal))


def _places(deal: Deal) -> Iterator[tuple[str, str, models.Model, str]]:
    """Of every text that a correction may change its list, code, row and field."""
    stored = deal.as_stored or deal
    for name in DEAL_TEXTS:
        yield DEAL, DEAL, stored, name  # one deal has one row; its slug is longer than an address takes
    for holder in OfficeHolder.objects.filter(party__deal_id=deal.pk).select_related("party"):
        for name in ("name", "office"):
            yield OFFICE_HOLDERS, str(holder.pk), holder, name
    for rows in all_rows():
        names = texts_of(rows)
        for row in rows.model._default_manager.filter(rows.owned, deal_id=deal.pk):
            for name in names:
                yield rows.name, row.code, row, name


def found_texts(deal: Deal, words: str) -> list[WrittenText]:
    """The texts in which these words stand, whatever their capitals; at most MOST_FOUND."""
    wanted = words.strip().casefold()
    if not wanted:
        return []
    found = (place for place in _places(deal) if wanted in str(getattr(place[2], place[3])).casefold())
    return [_written(*place) for place in islice(found, MOST_FOUND)]


def _written(list_name: str, code: str, row: models.Model, name: str) -> WrittenText:
    if list_name in lists():
        one, called = row_title(list_name), CORE_MESSAGE.get(name) or field_title(list_name, name)
    else:
        one, called = str(row._meta.verbose_name), str(row._meta.get_field(name).verbose_name)  # type: ignore[union-attr]
    label = capital(f"{one} {'' if list_name in {DEAL, OFFICE_HOLDERS} else code}".strip())
    return WrittenText(list_name, code, name, f"{label}: {called[:1].lower()}{called[1:]}", str(getattr(row, name)))


def written_text(deal: Deal, list_name: str, code: str, field: str) -> WrittenText | None:
    """One text as it stands now; None for a row that is not there. Raises NoSlipError for another field."""
    row = _row(deal, list_name, code)
    if row is None:
        return None
    rows = next((rows for rows in all_rows() if rows.name == list_name), None)
    allowed = {DEAL: DEAL_TEXTS, OFFICE_HOLDERS: ("name", "office")}.get(list_name) or (texts_of(rows) if rows else ())
    if field not in allowed:
        raise NoSlipError(ONLY_BY_AMENDMENT)
    return _written(list_name, code, row, field)


def _row(deal: Deal, list_name: str, code: str) -> models.Model | None:
    if list_name == DEAL:
        return Deal.objects.filter(pk=deal.pk).first() if code == DEAL else None
    if list_name == OFFICE_HOLDERS:
        return OfficeHolder.objects.filter(party__deal_id=deal.pk, pk=int(code) if code.isdigit() else 0).first()
    rows = next((rows for rows in all_rows() if rows.name == list_name), None)
    return rows.model._default_manager.filter(rows.owned, deal_id=deal.pk, code=code).first() if rows else None


def refuse_figures(field: str, old: str, new: str) -> None:
    """Refuse a text of which a number would change; the number of an article may. Raises NoSlipError."""
    if not field.endswith("article") and _NUMBERS.findall(old) != _NUMBERS.findall(new):
        raise NoSlipError(f"Er verandert een getal in deze tekst. {ONLY_BY_AMENDMENT}")


def _refuse_unfit(deal: Deal, written: WrittenText, new: str) -> None:
    """Refuse a text that its field cannot hold. Raises ValueError in Dutch."""
    row = _row(deal, written.list_name, written.code)
    assert row is not None
    field = row._meta.get_field(written.field)
    assert isinstance(field, models.Field)
    if not isinstance(field, models.TextField) and len(new.splitlines()) > 1:
        raise ValueError("Deze tekst staat op één regel. Haal de nieuwe regels weg.")
    try:
        field.clean(new, row)
    except ValidationError as refusal:
        raise ValueError(" ".join(refusal.messages)) from refusal


def following(deal: Deal, list_name: str, code: str, field: str, new: str) -> list[tuple[WrittenText, str]]:
    """The texts that were never given apart, and so say what this one says, each with what it says after `new`.

    A norm without a title of its own has that of its result: it is corrected with it.
    """
    rows_of = {rows.name: [as_file_row(rows, each) for each in stored_rows(rows, deal)] for rows in all_rows()}
    after = {name: [_corrected(row, name, list_name, code, {field: new}) for row in rows_of[name]] for name in rows_of}
    found = []
    for rows in all_rows():
        allowed = set(texts_of(rows))
        for name in (each for each, default in rows.defaults.items() if isinstance(default, FollowsFrom)):
            for row in rows_of[rows.name] if name in allowed else []:
                now, then = (_default(rows, name, row, lists_of) for lists_of in (rows_of, after))
                written = written_text(deal, rows.name, str(row["code"]), name) if row[name] == now != then else None
                if written is not None and not _is_of_a_later_version(deal, written):
                    found.append((written, str(then)))
    return found


def _corrected(row: FileRow, name: str, list_name: str, code: str, new: FileRow) -> FileRow:
    return row | new if (name, row["code"]) == (list_name, code) else row


def _default(rows: Rows, name: str, row: FileRow, lists_of: Mapping[str, Sequence[FileRow]]) -> object:
    """What the field says in a row that leaves it out."""
    default = rows.defaults[name]
    rest = {each: value for each, value in row.items() if each != name}
    return default.of(rest, lambda listed: lists_of[listed]) if isinstance(default, FollowsFrom) else default


def _is_of_a_later_version(deal: Deal, written: WrittenText) -> bool:
    later = AgreedChange.objects.filter(version__deal_id=deal.pk, kind=written.list_name, code=written.code)
    return later.filter(field__in=[written.field, ""]).exists()


def _refuse_later(deal: Deal, written: WrittenText) -> None:
    if _is_of_a_later_version(deal, written):
        raise NoSlipError("Deze tekst komt uit een latere versie van het convenant. Verbeter hem met een wijziging.")


def corrections_for(deal: Deal, user: User, rights: frozenset[Right]) -> QuerySet[Correction]:
    """The corrections that this user can decide on as the second person: proposed, and never their own."""
    rows = Correction.objects.filter(deal_id=deal.pk, state=CorrectionState.PROPOSED).exclude(proposed_by=user)
    return rows if Right.CORRECT_DEAL in rights else rows.none()


def correction_lists(deal: Deal, user: User, rights: frozenset[Right]) -> list[WaitingList]:
    """Return how many corrections wait for this user, for the page of one's work; nothing where none does."""
    count = corrections_for(deal, user, rights).count() if Right.CORRECT_DEAL in rights else 0
    words = "1 correctie wacht" if count == 1 else f"{count} correcties wachten"
    where = reverse("corrections", args=[deal.slug])
    return [WaitingList(f"{words} op een tweede persoon", count, where)] if count else []


@transaction.atomic
def propose(deal: Deal, written: WrittenText, *, new: str, reason: str, by: User, at: datetime) -> Correction:
    """Propose that a slip of the pen is put right. Raises NoSlipError, and ValueError where nothing would change."""
    new = new.strip()
    if new == written.text.strip():
        raise ValueError("Dit is dezelfde tekst als er staat.")
    _refuse_unfit(deal, written, new)
    refuse_figures(written.field, written.text, new)
    _refuse_later(deal, written)
    where = {"list_name": written.list_name, "code": written.code, "field": written.field}
    if Correction.objects.filter(deal_id=deal.pk, state=CorrectionState.PROPOSED, **where).exists():
        raise ValueError("Voor deze tekst wacht al een correctie.")
    correction = Correction(deal_id=deal.pk, **where, label=written.label[:300], old=written.text, new=new)
    correction.reason, correction.proposed_by, correction.proposed_at = reason.strip(), by, at
    correction.save()
    correction.tell(by=by, at=at, to_state=correction.state, reason=correction.reason, before={})
    return correction


@transaction.atomic
def confirm(correction: Correction, *, by: User, at: datetime) -> None:
    """Put the text right, as somebody else proposed. Raises FourEyesError, WrongStateError and NoSlipError."""
    if correction.proposed_by_id == by.pk:
        raise FourEyesError("U heeft deze correctie zelf voorgesteld. Een ander moet haar bevestigen.")
    written = written_text(correction.deal, correction.list_name, correction.code, correction.field)
    if written is None or written.text != correction.old:
        raise WrongStateError("De tekst is intussen veranderd. Trek de correctie in en stel een nieuwe voor.")
    _refuse_later(correction.deal, written)
    correction.move([CorrectionState.PROPOSED], CorrectionState.CONFIRMED, by=by, at=at, decided_by=by, decided_at=at)
    along = following(correction.deal, correction.list_name, correction.code, correction.field, correction.new)
    _put_right(correction, written, correction.new, at=at)
    for other, new in along:
        _put_right(correction, other, new, at=at)


def _put_right(correction: Correction, written: WrittenText, new: str, *, at: datetime) -> None:
    """Change one text, with the reason for it. Raises WrongStateError where somebody else was first."""
    row = _row(correction.deal, written.list_name, written.code)
    assert row is not None
    same = type(row)._default_manager.filter(pk=row.pk, **{written.field: written.text})
    if not same.update(**{written.field: new}):
        raise WrongStateError(MOVED_ON)
    LoadedChange.objects.create(
        deal_id=correction.deal_id,
        at=at,
        list_name=written.list_name,
        code=correction.deal.slug if written.list_name == DEAL else written.code,
        field=written.field,
        old=written.text,
        new=new,
        rationale=f"Correctie: {correction.reason} (voorgesteld door {correction.proposed_by}, "
        f"bevestigd door {correction.decided_by})",
    )


def refuse(correction: Correction, *, reason: str, by: User, at: datetime) -> None:
    """Do not take a proposed correction over, and say why. Raises FourEyesError and WrongStateError."""
    if correction.proposed_by_id == by.pk:
        raise FourEyesError("U heeft deze correctie zelf voorgesteld: trek haar in.")
    told = {"reason": reason.strip()}
    correction.move(
        [CorrectionState.PROPOSED], CorrectionState.REFUSED, by=by, at=at, step=told, decided_by=by, decided_at=at
    )


def withdraw(correction: Correction, *, by: User, at: datetime) -> None:
    """Take back what one proposed oneself. Raises NotOwnEntryError and WrongStateError."""
    if correction.proposed_by_id != by.pk:
        raise NotOwnEntryError("Alleen wie de correctie voorstelde, trekt haar in.")
    correction.move([CorrectionState.PROPOSED], CorrectionState.WITHDRAWN, by=by, at=at)
