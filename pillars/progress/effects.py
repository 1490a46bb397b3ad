"""What an amendment would change in the progress."""

from collections.abc import Iterator, Sequence
from datetime import date

from pillars.progress.deal_progress import TargetProgress, deal_progress
from regiodeal.base.dutch import day
from regiodeal.covenant.agreement.effects import Effect
from regiodeal.covenant.agreement.versions import FieldChange
from regiodeal.deals.models import Deal


def effect(before: Deal, after: Deal, *, changes: Sequence[FieldChange], on: date) -> Iterator[Effect]:
    """The targets that would stand otherwise, or have another last day."""
    now = {row.target.code: row for row in deal_progress(before, on=on).targets}
    then = {row.target.code: row for row in deal_progress(after, on=on).targets}
    rows = [
        (f"{code} {old.target.title}", _words(old), _words(then.get(code)))
        for code, old in now.items()
        if _words(old) != _words(then.get(code))
    ]
    rows += [
        (f"{code} {new.target.title}", "niet afgesproken", _words(new)) for code, new in then.items() if code not in now
    ]
    if rows:
        yield Effect("Normen", ("Norm", "Nu", "Straks"), rows)


def _words(row: TargetProgress | None) -> str:
    if row is None:
        return "vervallen"
    due = f" Uiterlijk {day(row.due_on)}." if row.due_on else ""
    return f"{row.status.label.capitalize()}. {row.outcome.reason}{due}"
