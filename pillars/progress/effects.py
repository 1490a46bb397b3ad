"""What an amendment, or an approval, would change in the progress."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from pillars.agreed.models import Target
from pillars.explanations.models import Explanation
from pillars.measurements.models import Measurement
from pillars.progress.deal_progress import TargetProgress, deal_progress, targets_as_if
from pillars.progress.norm_plans import NormPlan, norm_plan
from regiodeal.base.dutch import day
from regiodeal.covenant.agreement.effects import Effect
from regiodeal.covenant.agreement.versions import FieldChange
from regiodeal.deals.models import Deal
from regiodeal.lifecycle.review import ReviewedEntry
from regiodeal.lifecycle.seen import digest_of


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


@dataclass(frozen=True)
class StatusEffect:
    """Holds how a target stands now, and how it would with something approved."""

    before: TargetProgress
    after: TargetProgress

    @property
    def target(self) -> Target:
        """Return the target that it is about."""
        return self.before.target

    @property
    def plan(self) -> NormPlan | None:
        """Return what was promised and what projects plan for it; None for a norm that nobody plans a part of."""
        return norm_plan(self.before)

    @property
    def words(self) -> str:
        """Return what a page says about it, in one line."""
        return f"{self.target.code}: {_words(self.before)} {_words(self.after)}"


def effects_digest(effects: Iterable[StatusEffect]) -> str:
    """Return a digest of what a page says that approving does, for its form to carry."""
    return digest_of(each.words for each in effects)


def effects_of_approving(deal: Deal, entries: Sequence[ReviewedEntry], *, on: date) -> list[StatusEffect]:
    """Return how each target that reads a figure, or is explained, stands now and would with all of these approved."""
    indicators = {entry.indicator_id for entry in entries if isinstance(entry, Measurement)}
    explained = {entry.target_id for entry in entries if isinstance(entry, Explanation)}
    if not indicators and not explained:
        return []
    reads = Q(indicator__in=indicators) | Q(whole_indicator__in=indicators) | Q(pk__in=explained)
    rows = Target.objects.filter(reads, deal=deal)
    now = targets_as_if(deal, rows, on=on)
    then = {row.target.pk: row for row in targets_as_if(deal, rows, on=on, approved=entries)}
    return [StatusEffect(row, then[row.target.pk]) for row in now]


def _words(row: TargetProgress | None) -> str:
    if row is None:
        return "vervallen"
    due = f" Uiterlijk {day(row.due_on)}." if row.due_on else ""
    return f"{row.status.label.capitalize()}. {row.outcome.reason}{due}"
