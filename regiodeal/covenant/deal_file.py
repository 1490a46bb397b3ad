"""The lists of the deal file that belong to this app."""

from django.db.models import Q

from regiodeal.covenant.agreement.models import ProposedChange
from regiodeal.covenant.due_rules.models import Obligation
from regiodeal.covenant.due_rules.term_checks import TERM_CHECKS
from regiodeal.covenant.meetings.models import Seat, StandingItem
from regiodeal.covenant.withdrawals.models import Adjustment
from regiodeal.deal_file.deal_checks import DEAL_CHECKS
from regiodeal.deals.declaration import Children, DealFileSection, Rows
from regiodeal.deals.models import AgreedChange, Deal, Interpretation, Neighbourhood, OfficeHolder, Organisation, Party


def named(deal: Deal) -> set[tuple[str, str]]:
    """The rows that an amendment, adopted or proposed, names by their code, and the measures that were adjusted."""
    agreed = AgreedChange.objects.filter(version__deal=deal).values_list("kind", "code").order_by()
    proposed = ProposedChange.objects.filter(amendment__deal=deal).values_list("kind", "code").order_by()
    adjusted = Adjustment.objects.filter(deal=deal).values_list("measure", flat=True).order_by()
    return {*agreed, *proposed, *(("measures", code) for code in adjusted)}


SECTION = DealFileSection(
    lists=(
        Rows(
            "parties",
            Party,
            defaults={"is_treasurer": False, "receives_report": False},
            plain=("name", "side", "is_treasurer", "receives_report"),
            children=(
                Children(
                    "office_holders",
                    OfficeHolder,
                    parent="party",
                    key=("name", "office"),
                    plain=("valid_from", "valid_to"),
                    owned=Q(entered_by__isnull=True),
                ),
            ),
        ),
        Rows(
            "organisations",
            Organisation,
            plain=("name", "kind", "role", "is_overleg"),
            defaults={"role": "", "is_overleg": False},
        ),
        Rows("seats", Seat, plain=("name", "on_behalf_of")),
        Rows("standing_items", StandingItem, plain=("title", "note"), defaults={"note": ""}),
        Rows("neighbourhoods", Neighbourhood, plain=("name", "outline"), defaults={"outline": ""}),
        Rows(
            "readings",
            Interpretation,
            plain=("title", "ambiguity", "reading", "consequence", "decided_on", "decided_by"),
            defaults={"consequence": ""},
        ),
        Rows(
            "obligations",
            Obligation,
            plain=("title", "owner", "due", "closes_round", "submits_report", "asks_meeting", "about", "note"),
            many={"readings": Interpretation},
            defaults={"closes_round": False, "submits_report": False, "asks_meeting": False, "about": "", "note": ""},
            amendable=("title", "owner", "due", "note"),
            can_lapse=True,
        ),
    ),
    named=named,
    checks=(*DEAL_CHECKS, *TERM_CHECKS),
)
