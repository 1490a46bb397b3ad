"""A large portal from a small one: deals, results and measurements up to the numbers that are asked for.

`make bench ARGS=scale` measures one of its own. To look around in one: put the example in an empty PostgreSQL of this
machine (DATABASE_URL, bin/prepare), then `python -m tests.bench.thousand`; the numbers may follow it. It takes some
minutes and 4 GB.
"""

import os
import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING

import django
from django.db import connection, transaction

if TYPE_CHECKING:
    from regiodeal.deals.models import Deal

# What asks Django for its models is imported in the functions: when this is run, Django has to be set up first.


class RefusedError(Exception):
    """This database must not be made large, or not by so few."""


@dataclass(frozen=True)
class Size:
    """How many deals, results and measurements a portal holds in all."""

    deals: int = 1_000
    results: int = 50_000
    measurements: int = 2_000_000

    @classmethod
    def now(cls) -> "Size":
        """How many there are."""
        from pillars.agreed.models import Result
        from pillars.measurements.models import Measurement
        from regiodeal.deals.models import Deal

        return cls(Deal.objects.count(), Result.objects.count(), Measurement.objects.count())


def multiply(deal: "Deal", wanted: Size) -> None:
    """Add copies of the deal until the portal has the wanted size, all or nothing; what is there stays as it is.

    Raises RefusedError for another database than PostgreSQL, where a deal is no example, and when the copies of whole
    deals alone would be more than is wanted.
    """
    from pillars.agreed.models import Result
    from pillars.measurements.models import Measurement
    from tests.bench.copies import Copying, finish, grow_measurements, grow_results

    refuse_unless_example()
    size = Size.now()
    copies = wanted.deals - size.deals
    own = (Result.objects.filter(deal=deal).count(), Measurement.objects.filter(indicator__deal=deal).count())
    results, measurements = wanted.results - size.results, wanted.measurements - size.measurements
    if copies < 1 or results < copies * own[0] or measurements < copies * own[1]:
        raise RefusedError(f"There are {size}, and each copy has {own[0]} results and {own[1]} measurements: ask more.")
    copying = Copying.of(deal, copies=copies, before=size.deals - 1)
    with transaction.atomic():
        copying.copy_all()
        grow_results(copying, results - copies * own[0])
        grow_measurements(copying, measurements - copies * own[1])
    finish()


def refuse_unless_example() -> None:
    """Raise RefusedError for another database than PostgreSQL, and beside real deals."""
    from regiodeal.deals.models import Deal

    if connection.vendor != "postgresql":
        raise RefusedError("This needs PostgreSQL: give DATABASE_URL the address of one.")
    real = Deal.objects.filter(example_notice="").values_list("slug", flat=True)
    if real:
        raise RefusedError(f"There are deals that are no example: {', '.join(real[:5])}.")


def main() -> None:
    """Make it, and the figures of the portfolio."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "regiodeal.config.settings")
    django.setup()
    from django.utils import timezone

    from regiodeal.deals.models import Deal
    from reporting.portfolio.deal_figures import prepare

    multiply(Deal.objects.earliest("pk"), Size(*map(int, sys.argv[1:])))
    for deal in Deal.objects.filter(prepared_figures=None):
        prepare(deal, at=timezone.now())
    print(Size.now())


if __name__ == "__main__":
    main()
