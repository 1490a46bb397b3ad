"""What may be amended, what it is now, and whether what is proposed still fits (art. 12)."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from regiodeal.base.dutch import day
from regiodeal.base.values import Values
from regiodeal.covenant.agreement.covenant_differences import differences, row_title
from regiodeal.covenant.agreement.models import Amendment, AmendmentState, ProposedChange
from regiodeal.covenant.agreement.proposed_rows import ComingError, Content, coming_lists, content_of, supposed, unmade
from regiodeal.covenant.agreement.versions import FieldChange, as_text
from regiodeal.deal_file.export import plain_value
from regiodeal.deals.contributions import contributed
from regiodeal.deals.declaration import Rows, all_rows
from regiodeal.deals.in_force import DEAL, DEAL_FIELDS, WHOLE_ROW, terms
from regiodeal.deals.models import AgreedRow, Deal, User
from regiodeal.deals.words import Provision, under


def amendable_lists() -> dict[str, Rows]:
    """The lists of the deal file in which an amendment can change something, by their key."""
    return {rows.name: rows for rows in all_rows() if rows.amendable or rows.can_lapse}


def agreed_rows(deal: Deal, keys: Iterable[tuple[str, str]], *, on: date) -> dict[tuple[str, str], AgreedRow]:
    """The rows of these (kind, code) as agreed on the date, in one query a kind; without those not agreed then."""
    wanted: dict[str, set[str]] = defaultdict(set)
    for kind, code in keys:
        wanted[kind].add(code)
    agreed = terms(deal, on=on)
    return {
        (rows.name, row.code): row
        for rows in all_rows()
        if rows.name in wanted
        for row in agreed.apply(rows.model._default_manager.filter(rows.owned, deal=deal, code__in=wanted[rows.name]))
    }


def agreed_row(deal: Deal, kind: str, code: str, *, on: date) -> AgreedRow | None:
    """The row as agreed on the date; None when there is none, or it was not agreed then."""
    return agreed_rows(deal, [(kind, code)], on=on).get((kind, code))


def value_of(row: AgreedRow | Deal | None, field: str) -> str:
    """Return what is agreed, as JSON text; for a whole row its code, and null where it is not agreed."""
    if row is None:
        return as_text(None)
    if field == WHOLE_ROW and isinstance(row, AgreedRow):
        return as_text({"code": row.code})
    return as_text(plain_value(row, field))


def is_amendable(kind: str, field: str) -> bool:
    """Tell whether an amendment can change this field of this kind of row."""
    if kind == DEAL:
        return field in DEAL_FIELDS
    rows = amendable_lists().get(kind)
    return rows is not None and (rows.can_lapse if field == WHOLE_ROW else field in rows.amendable)


@transaction.atomic
def propose(amendment: Amendment, kind: str, code: str, values: Values, *, by: User, at: datetime) -> int:
    """Propose these values for a row instead of what was proposed before; how many differ from what is agreed.

    Raises ValueError for what cannot be amended, WrongStateError once the amendment was requested.
    """
    on = timezone.localdate(at)
    refused = [field for field in values if not is_amendable(kind, field)]
    if refused:
        raise ValueError(f"Dit kan niet met een wijziging: {kind} {', '.join(refused)}.")
    row = None if kind == DEAL else agreed_row(amendment.deal, kind, code, on=on)
    if kind != DEAL and row is None:
        raise ValueError(f"'{code}' is niet afgesproken op {day(on)}.")
    agreed = terms(amendment.deal, on=on).deal_itself() if row is None else row
    now = {field: value_of(agreed, field) for field in values}
    draft = AmendmentState.DRAFT
    amendment.move((draft,), draft, by=by, at=at, step={"reason": f"Voorstel voor {row or amendment.deal}"})
    amendment.changes.filter(kind=kind, code=code, field__in=list(values)).delete()
    article = row.article if row else amendment.deal.article
    created = ProposedChange.objects.bulk_create(
        ProposedChange(
            amendment=amendment, kind=kind, code=code, field=field, old=now[field], new=as_text(value), article=article
        )
        for field, value in values.items()
        if as_text(value) != now[field]
    )
    return len(created)


@transaction.atomic
def drop_proposal(amendment: Amendment, kind: str, code: str, *, by: User, at: datetime) -> None:
    """Leave a row as it is after all. Raises WrongStateError once the amendment was requested."""
    draft = AmendmentState.DRAFT
    amendment.move((draft,), draft, by=by, at=at, step={"reason": f"Voorstel voor {code} eruit gehaald"})
    amendment.changes.filter(kind=kind, code=code).delete()
    for row in amendment.changes.all():
        if (kind, code) in _referred(row):
            row.delete()  # a new row cannot do without what it refers to
    _drop_what_came_along(amendment)


@transaction.atomic
def propose_rows(amendment: Amendment, contents: Mapping[str, Content], *, by: User, at: datetime) -> None:
    """Propose new rows, one for each list of the deal file, as that file would write them (coming.py).

    Raises ValueError for what cannot be added or would not be right, WrongStateError once the amendment was requested.
    """
    known, draft = coming_lists(), AmendmentState.DRAFT
    if refused := [kind for kind in contents if kind not in known]:
        raise ValueError(f"Dit kan niet met een wijziging: {', '.join(refused)}.")
    named = [unmade(amendment.deal, known[kind], content) for kind, content in contents.items()]
    titles = ", ".join(map(row_title, named))
    amendment.move((draft,), draft, by=by, at=at, step={"reason": f"Voorstel voor nieuw: {titles}"})
    for kind, content in contents.items():
        new = {"new": as_text(content), "old": as_text(None), "article": content["article"]}
        amendment.changes.update_or_create(kind=kind, code=content["code"], field=WHOLE_ROW, defaults=new)
    _drop_what_came_along(amendment)
    with supposed(amendment.deal, field_changes(amendment), on=timezone.localdate(at)):
        pass  # as a try: what the database or the deal refuses is told now and not when it takes effect


def _drop_what_came_along(amendment: Amendment) -> None:
    """Leave out the rows that came with another one which is not proposed any more."""
    lists = coming_lists()
    found = [row for row in amendment.changes.all() if content_of(row) is not None]
    referred = {key for row in found for key in _referred(row)}
    for row in found:
        if lists[row.kind].comes_along and (row.kind, row.code) not in referred:
            row.delete()


def _referred(change: ProposedChange) -> set[tuple[str, str]]:
    """The (kind, code) of the new rows to which a new row refers; nothing for another change."""
    lists, content = coming_lists(), content_of(change)
    if content is None:
        return set()
    named = [(model, content[name]) for name, model in lists[change.kind].refs.items() if content.get(name)]
    return {(other.name, code) for model, code in named for other in lists.values() if other.model is model}


def field_changes(amendment: Amendment) -> list[FieldChange]:
    """Return what the amendment would change."""
    return [
        FieldChange(row.kind, row.code, row.field, row.old, row.new, row.article) for row in amendment.changes.all()
    ]


def objections(deal: Deal, changes: Sequence[FieldChange], *, on: date) -> list[str]:
    """Return what stands in the way of these changes on the date: what moved meanwhile, and what the apps check."""
    if moved := _moved_meanwhile(deal, changes, on):
        return [moved]
    checks = contributed(lambda app: app.amendment_checks)
    try:
        with supposed(deal, changes, on=on) as after:
            return [text for check in checks for text in check(deal, after, changes=changes, on=on)]
    except ComingError as refusal:
        return [str(refusal)]


def _moved_meanwhile(deal: Deal, changes: Sequence[FieldChange], on: date) -> str:
    now = agreed_rows(deal, ((change.kind, change.code) for change in changes), on=on)
    itself = terms(deal, on=on).deal_itself()
    for change in changes:
        row_now = itself if change.kind == DEAL else now.get((change.kind, change.code))
        if value_of(row_now, change.field) != change.old:
            row = differences(deal, [change], on=on)[0]
            named = f"{row.what} {row.code} ({row.field.lower()})" if row.field else f"{row.what} {row.code}"
            text = "{named} is intussen al gewijzigd. Trek dit verzoek in, en maak een nieuw van nu af."
            return under(Provision.AMENDMENT, text, named=named)
    return ""
