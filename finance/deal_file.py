"""The lists of the deal file that belong to this app."""

from finance.budget.models import AgreedTotal, BudgetLine
from finance.caps.models import Cap
from finance.sisa.models import SisaIndicator
from pillars.agreed.models import Pillar
from regiodeal.base.dates import FIRST_YEAR, LAST_YEAR
from regiodeal.covenant.due_rules.models import Obligation
from regiodeal.deals.declaration import DealFileSection, FollowsFrom, Rows
from regiodeal.deals.models import Interpretation

SECTION = DealFileSection(
    lists=(
        Rows(
            "budget_lines",
            BudgetLine,
            plain=("purpose", "source", "kind", "amount", "is_rounded", "source_cell"),
            refs={"pillar": Pillar},
            many={"readings": Interpretation},
            defaults={
                "purpose": FollowsFrom(lambda row, _rows_of: "pillar" if row.get("pillar") else "execution"),
                "is_rounded": False,
                "source_cell": "",
            },
            amendable=("kind", "amount", "is_rounded", "source_cell"),
            can_come=True,
        ),
        Rows(
            "agreed_totals",
            AgreedTotal,
            plain=("contributor", "kind", "amount", "is_rounded", "source_cell"),
            many={"readings": Interpretation},
            defaults={"is_rounded": False, "source_cell": ""},
            amendable=("kind", "amount", "is_rounded", "source_cell"),
        ),
        Rows(
            "caps",
            Cap,
            plain=("title", "rate", "base"),
            refs={"budget_line": BudgetLine},
            many={"readings": Interpretation},
            defaults={"base": "received"},
            amendable=("title", "rate"),
        ),
        Rows(
            "sisa_indicators",
            SisaIndicator,
            plain=("indicator_code", "title", "figure", "period", "source", "purpose", "first_year", "last_year"),
            refs={"pillar": Pillar, "obligation": Obligation},
            many={"readings": Interpretation},
            defaults={"purpose": "", "first_year": FIRST_YEAR, "last_year": LAST_YEAR},
        ),
    )
)
