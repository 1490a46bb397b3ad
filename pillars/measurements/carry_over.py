"""Carrying over the last figure of a row: what "ongewijzigd" and "als vorige keer" put in its cells."""

from datetime import date

from pillars.agreed.models import Indicator
from pillars.measurements.expected import ExpectedFigure
from pillars.measurements.models import Measurement
from regiodeal.base.dutch import day, number
from regiodeal.lifecycle.review import State


def last_figure(figure: ExpectedFigure) -> Measurement | None:
    """Return the approved figure after which a row goes on: this round's where there is one, else the last before."""
    return figure.current if figure.state == State.APPROVED else figure.last


def carried_over(figure: ExpectedFigure, *, today: date) -> dict[str, str]:
    """Return the texts of the cells for a figure that did not change; empty where there is none to carry over.

    The value and the source are those of last time, and the day is today: somebody looked. The note says that it did
    not change, but the grounds of a judgement on a scale go along, because a judgement without them says nothing. A
    figure of a year that still runs is nothing to carry over to that same year, nor is one of the whole year.
    """
    last = last_figure(figure)
    is_same_year = last is not None and figure.year is not None and last.year == figure.year
    if last is None or (is_same_year and (today <= date(last.year or 0, 12, 31) or not last.is_provisional)):
        return {}
    is_judgement = figure.indicator.value_kind == Indicator.ValueKind.SCALE
    about = str(last.year) if last.year else day(last.measured_on)
    cells = {
        "value": number(last.value),
        "source": last.source,
        "note": last.note if is_judgement else f"Ongewijzigd sinds {about}.",
    }
    if is_same_year:
        return cells | {"note": last.note, "reason": f"Dit is nu het cijfer van heel {last.year}."}
    if figure.year is None:
        cells["measured_on"] = f"{min(today, figure.round.last_day):%d-%m-%Y}"
    return cells
