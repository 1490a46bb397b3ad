"""The sample of the accountant: all that is large, some of the rest by chance, and the same again from its seed."""

from decimal import Decimal

import pytest
from django.utils import timezone

from finance.closing.models import AuditSample
from finance.closing.sample import Draw, draw, drawn_again
from finance.ledger.models import Expenditure
from regiodeal.deals.models import Deal, User
from tests.finance.shared import MONEY
from tests.plugins.deal import Enter
from tests.plugins.money import Book

AMOUNTS = {pk: Decimal(pk * 10) for pk in range(1, 21)}  # 10,00 to 200,00


def test_all_from_the_threshold_and_so_many_of_the_others() -> None:
    keys = Draw(2026, Decimal(190), 3, "471101").keys(AMOUNTS | {99: Decimal(-500)})
    assert {19, 20, 99} <= set(keys)  # a credit note of 500,00 is as large
    assert len(keys) == 6
    assert len(Draw(2026, Decimal(10_000), 50, "1").keys(AMOUNTS)) == 20  # no more than there are


def test_the_seed_decides_and_another_seed_draws_otherwise() -> None:
    draws = [tuple(Draw(2026, Decimal(1000), 5, seed).keys(AMOUNTS)) for seed in ("1", "1", "2", "3")]
    assert draws[0] == draws[1]
    assert len(set(draws)) == 3


def test_a_sample_is_kept_and_stays_what_it_was(deal: Deal, book: Book, controller: User) -> None:
    for amount in range(1, 13):
        book("expenditure", "A-rijk", f"{amount}00.00", on="2025-02-01")
    book("expenditure", "A-rijk", "50.00", on="2025-02-01", state="submitted")
    book("expenditure", "A-rijk", "60.00", on="2026-02-01")
    sample = draw(deal, Draw(2025, Decimal(1100), 3, "8812"), by=controller, at=timezone.now())
    assert (sample.population, len(sample.keys)) == (12, 5)
    assert sample.total == sum(Expenditure.objects.filter(pk__in=sample.keys).values_list("amount", flat=True))
    Expenditure.objects.filter(state="submitted").update(
        state="approved", decided_by=controller, decided_at=timezone.now()
    )
    assert drawn_again(sample) == sample.keys  # what counts since is not in it
    with pytest.raises(ValueError, match="boekjaar 2024"):
        draw(deal, Draw(2024, Decimal(1), 1, "1"), by=controller, at=timezone.now())


def test_the_page_draws_and_lists(deal: Deal, book: Book, enter: Enter, controller: User, bureau: User) -> None:
    for amount in (10, 20, 70_000):
        book("expenditure", "A-rijk", f"{amount}.00", on="2025-02-01")
    asked = {"year": 2025, "threshold": "50.000,00", "size": 1, "seed": "471101"}
    client, page = enter(controller), f"{MONEY}steekproef/"
    text = client.post(page, asked, follow=True).content.decode()
    assert "2 bestedingen van 3" in text
    assert "Met dit startgetal komt dezelfde trekking terug." in " ".join(text.split())
    assert "€\u00a070.000,00" in text
    assert client.post(page, asked | {"seed": ""}).status_code == 422
    assert client.post(page, asked | {"year": 2024}).context["form"].errors["year"]
    assert enter(bureau).post(page, asked).status_code == 403
    assert AuditSample.objects.count() == 1
    assert "471101" in client.get(page).content.decode()
