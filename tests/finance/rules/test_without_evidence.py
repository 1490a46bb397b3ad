"""Expenditure that a person entered, without evidence."""

from decimal import Decimal

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from finance.ledger.models import Expenditure
from finance.rules.finding import Severity
from regiodeal.deals.models import Deal, User
from tests.finance.shared import MONEY
from tests.plugins.deal import Enter
from tests.plugins.money import Book, found


def test_what_was_entered_by_hand_has_evidence(deal: Deal, book: Book) -> None:
    """Money 10: told for a booking by hand, not for one that was read: the administration has its invoice."""
    row = book("expenditure", "A-rijk", "100.00")
    (finding,) = found(deal, "zonder-bewijs")
    assert (finding.severity, finding.excess) == (Severity.TELLS, Decimal("100.00"))
    Expenditure.objects.filter(pk=row.pk).update(origin="import")
    assert found(deal, "zonder-bewijs") == []


def test_with_a_file_it_is_told_no_more(deal: Deal, book: Book, enter: Enter, bureau: User, own_files: object) -> None:
    row = book("expenditure", "A-rijk", "100.00")
    book("expenditure", "A-rijk", "7.00", on="2026-02-01")
    client: Client = enter(bureau)
    listed = f"{MONEY}boekingen/?soort=bestedingen&toets=zonder-bewijs"
    assert client.get(listed).context["totals"].number == 2
    upload = SimpleUploadedFile("nota.csv", b"a;b\n1;2")
    kept = {"bewijs-file": upload, "bewijs-openness": "parties"}
    assert client.post(f"{MONEY}bestedingen/{row.pk}/bewijs/", kept).status_code == 302
    (finding,) = found(deal, "zonder-bewijs", on=timezone.localdate())
    assert finding.excess == Decimal("7.00")
    assert client.get(listed).context["totals"].number == 1
