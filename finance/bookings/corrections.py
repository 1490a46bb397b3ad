"""Correcting an approved booking: it stays, and new rows with the difference are put beside it.

What ties the rows together: `bundle` and `corrects` of Booking in finance/ledger/models.py.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import uuid4

from django.db import transaction

from finance.base.amounts import ZERO
from finance.budget.models import BudgetLine
from finance.budget.project_fit import refuse_misfit
from finance.closing.periods import closed_periods, refuse_closed
from finance.ledger.models import Booking, BookingKind, Receipt
from regiodeal.base.refusals import WrongStateError
from regiodeal.base.values import Values
from regiodeal.deals.models import User
from regiodeal.lifecycle.review import OPEN_STATES, State

AMOUNTS = ("amount", "btw_amount", "also_serves_amount")
LONGEST_REASON = 300
# As far as the kind of booking has them.
PLACE = ("line", "measure", "project", "commitment", "contributor", "contribution")

type Step = dict[str, Any]  # the content of one row of a correction


@dataclass(frozen=True)
class CorrectedBooking:
    """Holds what a booking comes to with its approved corrections.

    `rows` are all of them and `whole` their sum. A booking may have been divided over several places (line, measure and
    so on): `amounts` is what stands in the place of the row that is looked at, and `last` a row that stands there.
    """

    rows: tuple[Booking, ...]
    whole: Decimal
    amounts: Mapping[str, Decimal]
    last: Booking
    place: Mapping[str, object]

    @property
    def amount(self) -> Decimal:
        """Return what stands in the place, in euro incl. btw."""
        return self.amounts["amount"]

    @property
    def rows_here(self) -> list[Booking]:
        """Return the rows that stand in the place."""
        return [row for row in self.rows if _place(row) == _place(self.last)]

    @property
    def back(self) -> list[Step]:
        """Return what takes back all that stands in the place: one row, or one for each where one cannot hold it.

        After a credit note without btw more btw than amount is left, and no row can say that.
        """
        whole = [self.amounts] if _is_one_row(self.amounts) else [_sums([row]) for row in self.rows_here]
        return [{**self.place, **_negative(amounts)} for amounts in whole]

    def in_year(self, year: int) -> dict[str, Decimal]:
        """Return what stands in the place in one bookkeeping year."""
        return _sums([row for row in self.rows_here if row.year == year]) or dict.fromkeys(self.amounts, ZERO)

    def year_of(self, booking: Booking) -> int:
        """Return the bookkeeping year of what is looked at: that of its row, or the only one in which something stands.

        Raises ValueError when nothing stands in the year of the row and something in several others.
        """
        if booking.year in self.years or not self.years:
            return booking.year
        if len(self.years) > 1:
            raise ValueError("Deze boeking staat in meer boekjaren. Kies de rij van het boekjaar dat niet klopt.")
        return self.years[0]

    @property
    def years(self) -> list[int]:
        """Return the bookkeeping years in which something stands in the place."""
        return sorted({row.year for row in self.rows if any(self.in_year(row.year).values())})


def as_corrected(booking: Booking) -> CorrectedBooking:
    """Return what the booking comes to now in the place of this row; where nothing is left there, in the only other.

    Raises WrongStateError when nothing is left in its place and it was divided over several others.
    """
    root = booking.root
    rows: list[Any] = [root, *root.corrections.filter(state=State.APPROVED).order_by("pk")]
    places: dict[tuple[object, ...], list[Any]] = {}
    for row in rows:
        places.setdefault(_place(row), []).append(row)
    left = {place: found for place, found in places.items() if any(_sums(found).values())}
    chosen = left.get(_place(booking))
    if chosen is None:
        if len(left) > 1:
            raise WrongStateError("Deze boeking is verdeeld. Kies het deel dat niet klopt en corrigeer dat.")
        chosen = next(iter(left.values()), rows)
    place = {name: getattr(chosen[-1], name) for name in PLACE if hasattr(root, name)}
    if hasattr(root, "also_serves"):
        place["also_serves"] = next((row.also_serves for row in chosen if row.also_serves), None)
    whole = sum((row.amount for row in rows), ZERO)
    return CorrectedBooking(tuple(rows), whole, _sums(chosen), chosen[-1], place)


def _place(row: Booking) -> tuple[object, ...]:
    return tuple(getattr(row, f"{name}_id", getattr(row, name, None)) for name in PLACE if hasattr(row, name))


def _sums(rows: list[Booking]) -> dict[str, Decimal]:
    names = [name for name in AMOUNTS if rows and hasattr(rows[0], name)]
    return {name: sum((getattr(row, name) for row in rows), ZERO) for name in names}


def refuse_open_correction(booking: Booking) -> None:
    """Raise WrongStateError unless the booking is approved and nobody is correcting it."""
    if booking.root.state != State.APPROVED:
        raise WrongStateError("Alleen een goedgekeurde boeking wordt gecorrigeerd. Wijzig deze boeking zelf.")
    if booking.root.corrections.filter(state__in=OPEN_STATES).exists():
        raise WrongStateError("Er loopt al een correctie van deze boeking. Die moet eerst zijn beoordeeld.")


@transaction.atomic
def correct(booking: Booking, right: Values, *, kind: str, reason: str, by: User, at: datetime) -> list[Any]:
    """Enter and submit what it takes to make the booking what it should be: `right` holds the right values.

    Another amount: one row with the difference. Another line, measure or the like: one row that takes everything back
    and one that puts the right amount in the right place. `booked_on` and `year` are those of the correction itself;
    `right_year` is the bookkeeping year that the booking should have had. Raises ValueError when nothing differs, the
    right project does not fit the right line, the right btw is more than the amount or the right year is closed,
    WrongStateError when the booking cannot be corrected now.
    """
    refuse_open_correction(booking)
    now = as_corrected(booking)
    place = {name: right.get(name, value) for name, value in now.place.items()}
    wanted = {name: right.get(name, amount) for name, amount in now.amounts.items()}
    differences = {name: wanted[name] - amount for name, amount in now.amounts.items()}
    stays = place == dict(now.place)
    days = {"booked_on": right["booked_on"], "year": right.get("year") or right["booked_on"].year}
    right_year = right.get("right_year")
    if not stays and wanted["amount"]:
        refuse_misfit(place.get("project"), line=place["line"], measure=place.get("measure"))
    if right_year and right_year != (wrong_year := now.year_of(booking)):
        moved = _moved_to_year(now, wrong_year, {**place, **wanted}, right_year, days, is_moved=not stays)
        return _enter(now.last, moved, kind=kind, reason=_naming(reason, moved, wrong_year), by=by, at=at)
    if stays and not any(differences.values()):
        raise ValueError("Er verandert niets: dit is al wat de boeking zegt.")
    if stays and differences["amount"] and _is_one_row(differences):
        steps = [{**place, **differences}]
    else:
        if not _is_one_row(wanted):
            raise ValueError(
                "De btw, of wat ook voor iets anders is, is meer dan het bedrag. Vul ook daarvan in wat juist is."
            )
        steps = [step for step in (*now.back, {**place, **wanted}) if step["amount"]]
    return _enter(now.last, [step | days for step in steps], kind=kind, reason=reason, by=by, at=at)


def _moved_to_year(
    now: CorrectedBooking, wrong_year: int, wanted: Step, right_year: int, days: Mapping[str, Any], *, is_moved: bool
) -> list[Step]:
    """Return the rows that bring a booking from its wrong bookkeeping year to the right one, to what it should be.

    What stands in the wrong year is taken back in that year. Where that year is closed it is taken back in the year of
    the correction (`days`): the closed year keeps what it showed. What stands in other years, as a later credit note,
    stays there, unless the booking also moves to another line or the like.
    """
    closed = {closing.year for closing in closed_periods(now.last.deal)}
    if right_year in closed:
        stays = f"De boeking blijft in boekjaar {wrong_year}."
        raise ValueError(f"Boekjaar {right_year} is afgesloten: daarin komt niets meer bij. {stays}")
    here = now.in_year(wrong_year)
    rest = {name: amount - here[name] for name, amount in now.amounts.items()}
    back_in = days["year"] if wrong_year in closed else wrong_year
    steps: list[Step] = [{**now.place, **_negative(here), **days, "year": back_in}]
    if is_moved:
        steps += [{**now.place, **_negative(rest), **days}, {**wanted, **days, "year": right_year}]
    else:
        left = {name: wanted[name] - amount for name, amount in rest.items()}
        steps.append({**wanted, **left, **days, "year": right_year})
    steps = [step for step in steps if any(step[name] for name in now.amounts)]
    if not all(step["amount"] and _is_one_row({name: step[name] for name in now.amounts}) for step in steps):
        raise ValueError("Corrigeer eerst het boekjaar, en daarna het bedrag of de regel.")
    return steps


def _negative(amounts: Mapping[str, Decimal]) -> dict[str, Decimal]:
    return {name: -amount for name, amount in amounts.items()}


def _naming(reason: str, steps: Sequence[Step], wrong_year: int) -> str:
    """Return the reason, which names the closed year where what it took in could not be taken back in it."""
    if not reason.strip() or steps[0]["year"] == wrong_year:
        return reason
    told = f" (van boekjaar {wrong_year}, dat is afgesloten)"
    return reason.strip()[: LONGEST_REASON - len(told)] + told


def _is_one_row(differences: Mapping[str, Decimal]) -> bool:
    """Tell whether the differences fit in one row: its parts lie within its amount, on the same side of zero."""
    whole = differences["amount"]
    return all(part * whole >= 0 and abs(part) <= abs(whole) for part in differences.values())


@transaction.atomic
def divide(
    receipt: Receipt, parts: Mapping[BudgetLine, Decimal], *, reason: str, by: User, at: datetime, **days: object
) -> list[Any]:
    """Divide an undivided receipt over lines: one row takes it back, and each line gets its part.

    Raises ValueError when the parts are not the whole, WrongStateError when it was divided before.
    """
    refuse_open_correction(receipt)
    now = as_corrected(receipt)
    if receipt.line is not None or now.place["line"] is not None or not now.amount:
        raise WrongStateError("Deze ontvangst is al verdeeld.")
    if sum(parts.values(), ZERO) != now.amount or any(part < 0 for part in parts.values()):
        raise ValueError("De delen zijn samen niet het hele bedrag.")
    steps: list[dict[str, object]] = [
        {"amount": -now.amount},
        *({"line": line, "amount": part} for line, part in parts.items() if part),
    ]
    return _enter(
        receipt, [{**step, **days} for step in steps], kind=BookingKind.CORRECTION, reason=reason, by=by, at=at
    )


def _enter(
    last: Booking, steps: list[dict[str, object]], *, kind: str, reason: str, by: User, at: datetime
) -> list[Any]:
    """A submitted row for each step, numbered after the first row of the booking; they stand or fall together."""
    root = last.root
    bundle = uuid4().hex
    number = root.corrections.count()
    rows = []
    for step in steps:
        number += 1
        code = f"{root.code[:50]}-C{number}"
        row = last.correct(by=by, at=at, kind=kind, reason=reason, code=code, bundle=bundle, **_also(step))
        refuse_closed(row.deal, [row])
        row.submit(by=by, at=at)
        rows.append(row)
    return rows


def _also(step: dict[str, object]) -> dict[str, object]:
    """Another pillar that is served is named only where an amount of it changes."""
    return step if step.get("also_serves_amount") else {name: step[name] for name in step if name != "also_serves"}
