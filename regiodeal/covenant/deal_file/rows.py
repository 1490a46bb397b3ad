"""The lists of the deal file that belong to this app."""

from regiodeal.covenant.deal_file.declaration import Children, Rows, Section
from regiodeal.covenant.models import Interpretation, Neighbourhood, Obligation, OfficeHolder, Organisation, Party

SECTION = Section(
    lists=(
        Rows(
            "parties",
            Party,
            plain=("name", "side", "is_treasurer"),
            children=(
                Children(
                    "office_holders",
                    OfficeHolder,
                    parent="party",
                    key=("name", "office"),
                    plain=("valid_from", "valid_to"),
                ),
            ),
        ),
        Rows("organisations", Organisation, plain=("name", "kind", "role")),
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
            plain=("title", "owner", "due", "closes_round", "note"),
            many={"readings": Interpretation},
            defaults={"closes_round": False, "note": ""},
        ),
    )
)
