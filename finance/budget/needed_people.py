"""Whom a deal with money needs: somebody who approves it."""

from finance.budget.models import BudgetLine
from regiodeal.deals.models import Deal
from regiodeal.deals.roles import Role


def roles_for_money(deal: Deal) -> list[Role]:
    """The treasurer, where the deal has money: no other role lets a booking count."""
    return [Role.TREASURER] if BudgetLine.objects.filter(deal_id=deal.pk).exists() else []
