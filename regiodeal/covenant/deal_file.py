"""The lists of the deal file that belong to this app."""

from django.db.models import Q

from regiodeal.covenant.due_rules.models import Obligation
from regiodeal.covenant.meetings.models import Seat, StandingItem
from regiodeal.deals.declaration import Children, DealFileSection, Rows
from regiodeal.deals.models import Interpretation, Neighbourhood, OfficeHolder, Organisation, Party

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
            "organisations", Organisation, plain=("name", "kind", "role", "is_overleg"), defaults={"is_overleg": False}
        ),
        Rows("seats", Seat, plain=("name", "on_behalf_of")),
        Rows("standing_items", StandingItem, plain=("title", "note"), defaults={"note": ""}),
        Rows("neighbourhoods", Neighbourhood, plain=("name",)),
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
    )
)
