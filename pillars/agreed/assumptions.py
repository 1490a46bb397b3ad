"""How the portal reads what the norms of a deal leave open: the first year that counts, and more than a maximum."""

from collections.abc import Iterator

from pillars.agreed.models import Indicator, Target
from regiodeal.base.dutch import number
from regiodeal.covenant.due_rules.due_rules import first_counted_year
from regiodeal.deals.contributions import Assumption
from regiodeal.deals.models import Deal


def norm_assumptions(deal: Deal) -> Iterator[Assumption]:
    """The first year of yearly figures, where there are any, and for each range whether more is too much."""
    if Indicator.objects.filter(deal_id=deal.pk, is_yearly=True).exists():
        first = first_counted_year(deal)
        before = [] if first == deal.in_force_on.year else [f"Over {deal.in_force_on.year} wordt niets gevraagd."]
        told = [f"Het eerste jaar dat telt, is {first}.", *before]
        remedy = "Zet in het werkboek bij Deal een ander eerste jaar."
        yield Assumption("Cijfers per jaar", " ".join(told), remedy)
    ranges = Target.objects.filter(deal_id=deal.pk, kind=Target.Kind.RANGE, maximum__isnull=False)
    for target in ranges.select_related("result", "indicator").order_by("position", "pk"):
        yield Assumption(str(target), _above(target, deal), "Zet in het werkboek of het maximum een plafond is.")


def _above(target: Target, deal: Deal) -> str:
    """What the portal says of more than the maximum: see `within_range` of pillars/progress/target_rules.py."""
    assert target.maximum is not None
    if (ceiling := target.ceiling) is None:
        return f"Meer dan {number(target.maximum)} is ook goed: het maximum is geen plafond."
    enough = f"Meer dan {number(ceiling)} is te veel."
    most = number(ceiling * (1 + 2 * deal.drift_margin))
    return f"{enough} Tot en met {most} vraagt dat aandacht, daarboven loopt de norm achter."
