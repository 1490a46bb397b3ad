"""What is proposed and whether it still fits: each row is fetched once, however many of its fields would change."""

from django.db import connection
from django.test.utils import CaptureQueriesContext

from regiodeal.covenant.agreement.proposals import field_changes, objections, propose
from regiodeal.deals.models import Deal, User
from tests.plugins.amending import day, drafted
from tests.plugins.deal import at

FIELDS = {"title": "Anders", "minimum": "80", "unit": "mensen", "cadence": "per kwartaal", "divide_by": 2}


def test_proposing_five_fields_takes_as_many_queries_as_one(deal: Deal, bureau: User) -> None:
    counts = []
    for values in ({"minimum": "80"}, FIELDS):
        amendment = drafted(deal, bureau)
        with CaptureQueriesContext(connection) as captured:
            propose(amendment, "targets", "1.1.1.g-1", values, by=bureau, at=at("2026-05-21"))
        counts.append(len(captured))
    assert counts[0] == counts[1]


def test_looking_whether_it_still_fits_takes_one_query_a_kind(deal: Deal, bureau: User) -> None:
    counts = []
    for codes in (("1.1.1.g-1",), ("1.1.1.g-1", "1.1.1.g-2", "1.1.1.a")):
        amendment = drafted(deal, bureau)
        for code in codes:
            propose(amendment, "targets", code, FIELDS, by=bureau, at=at("2026-05-21"))
        changes = field_changes(amendment)
        with CaptureQueriesContext(connection) as captured:
            assert list(objections(deal, changes, on=day("2026-06-01"))) == []
        counts.append(len(captured))
    assert counts[0] == counts[1]
