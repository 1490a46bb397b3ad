"""The lists of the deal file that belong to this app."""

from finance.models import AgreedTotal, BudgetLine, Cap
from pillars.models import Pillar
from regiodeal.covenant.deal_file.declaration import Rows, Section
from regiodeal.covenant.models import Interpretation

SECTION = Section(
    lists=(
        Rows(
            "budget_lines",
            BudgetLine,
            plain=("purpose", "source", "kind", "amount", "is_rounded", "source_cell"),
            refs={"pillar": Pillar},
            many={"readings": Interpretation},
        ),
        Rows(
            "agreed_totals",
            AgreedTotal,
            plain=("contributor", "kind", "amount", "is_rounded", "source_cell"),
            many={"readings": Interpretation},
        ),
        Rows(
            "caps",
            Cap,
            plain=("title", "rate", "base"),
            refs={"budget_line": BudgetLine},
            many={"readings": Interpretation},
        ),
    )
)
