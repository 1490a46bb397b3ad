"""Gathers what the rules of projects look at, in a few queries however many projects there are."""

from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Exists, F, OuterRef, Q, Sum
from django.db.models.functions import Coalesce

from finance.base.money_fields import MoneyField
from finance.contributions.models import Contribution
from finance.contributions.realisations import Realisation
from finance.evidence.models import MoneyEvidence
from finance.grants.models import Grant, GrantCondition
from finance.ledger.models import Expenditure, known_by
from finance.position.partner_statements import statements_of
from finance.position.project_money import ProjectsPosition
from finance.rules.finding import ProjectFacts


def project_facts(money: ProjectsPosition) -> ProjectFacts:
    """Return what the rules of projects look at, as of the day of their money."""
    deal, on = money.deal, money.on
    late = Expenditure.objects.booked_by(deal, on).filter(booked_on__gt=F("project__ends_on"))
    grants = Grant.objects.filter(known_by(on), project__deal=deal, decided_on__lte=on, amends=None)
    checks = GrantCondition.objects.filter(grant=OuterRef("pk"), kind=GrantCondition.Kind.LEGAL_CHECK)
    in_kind = Contribution.objects.standing(deal, on).filter(project__isnull=False, form=Contribution.Form.IN_KIND)
    # Its value has a ground from the start; what was realised is shown by a file with the part, or with the whole.
    shown = Q(realisation=OuterRef("root")) | Q(contribution=OuterRef("contribution"))
    files = MoneyEvidence.objects.filter(shown, removed_at=None)
    parts = Realisation.objects.filter(known_by(on), contribution__in=in_kind, done_on__lte=on)
    unshown = parts.annotate(root=Coalesce("corrects", "pk")).filter(~Exists(files))
    return ProjectFacts(
        money,
        spent_late=_by_project(late),
        accounted={key: row.spent for key, row in statements_of(deal, on=on).items()},
        conditions=_open_conditions(money),
        unchecked=frozenset(grants.filter(~Exists(checks)).values_list("project", flat=True)),
        in_kind_without_ground=_by_project(unshown, "contribution__project"),
        advance_days=deal.advance_days,
    )


def _by_project(rows: Any, project: str = "project") -> dict[int, Decimal]:
    total = Sum("amount", output_field=MoneyField())
    return dict(rows.order_by().values_list(project).annotate(total=total))


def _open_conditions(money: ProjectsPosition) -> dict[int, list[date | None]]:
    """Per project the days by which something that its grants ask must be done, of what is not done yet."""
    rows = GrantCondition.objects.filter(
        known_by(money.on, of="grant__"),
        Q(done_on__isnull=True) | Q(done_on__gt=money.on),
        grant__project__deal=money.deal,
    )
    found: dict[int, list[date | None]] = {}
    for project, due_on in rows.order_by("due_on", "pk").values_list("grant__project", "due_on"):
        found.setdefault(project, []).append(due_on)
    return found
