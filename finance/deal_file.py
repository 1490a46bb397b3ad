"""The lists of the deal file that belong to this app."""

from finance.budget.models import AgreedTotal, BudgetLine, Source
from finance.budget.table_checks import TABLE_CHECKS
from finance.caps.models import Cap
from finance.sisa.models import SisaIndicator
from pillars.agreed.models import Pillar
from regiodeal.base.dates import FIRST_YEAR, LAST_YEAR
from regiodeal.covenant.due_rules.models import Obligation
from regiodeal.deals.declaration import DealFileSection, FollowsFrom, Rows
from regiodeal.deals.models import Interpretation, Organisation, Party

SECTION = DealFileSection(
    lists=(
        Rows(
            "sources",
            Source,
            plain=("name", "contributor_name", "side", "sector", "part_of"),
            many={"parties": Party, "organisations": Organisation},
            defaults={"contributor_name": "", "sector": "", "part_of": ""},
        ),
        Rows(
            "budget_lines",
            BudgetLine,
            plain=("name", "purpose", "kind", "amount", "is_rounded", "source_cell"),
            refs={"pillar": Pillar, "source": Source},
            many={"readings": Interpretation},
            defaults={
                "purpose": FollowsFrom(lambda row, _rows_of: "pillar" if row.get("pillar") else "execution"),
                "is_rounded": False,
                "source_cell": "",
                "name": "",
            },
            amendable=("kind", "amount", "is_rounded", "source_cell"),
            can_come=True,
        ),
        Rows(
            "agreed_totals",
            AgreedTotal,
            plain=("kind", "amount", "is_rounded", "source_cell"),
            refs={"contributor": Source},
            many={"readings": Interpretation},
            defaults={"is_rounded": False, "source_cell": ""},
            amendable=("kind", "amount", "is_rounded", "source_cell"),
        ),
        Rows(
            "caps",
            Cap,
            plain=("title", "subject", "rate", "base"),
            refs={"budget_line": BudgetLine, "base_source": Source},
            many={"readings": Interpretation},
            defaults={"base": "received", "subject": ""},
            amendable=("title", "rate"),
        ),
        Rows(
            "sisa_indicators",
            SisaIndicator,
            plain=("indicator_code", "title", "figure", "period", "purpose", "first_year", "last_year"),
            refs={"source": Source, "pillar": Pillar, "obligation": Obligation},
            many={"readings": Interpretation},
            defaults={"purpose": "", "first_year": FIRST_YEAR, "last_year": LAST_YEAR},
        ),
    ),
    checks=TABLE_CHECKS,
)
