"""A large portal from a small one: deals, results and measurements up to the numbers that are asked for."""

from collections.abc import Iterator
from dataclasses import dataclass
from time import perf_counter

from django.conf import settings
from django.db import connection, transaction

from pillars.models import Measurement, Result
from regiodeal.covenant.models import Deal
from reporting.scale.copying import Copying, finish
from reporting.scale.growing import grow_measurements, grow_results


class ScaleRefusedError(Exception):
    """This database must not be made large. Its text is Dutch."""


@dataclass(frozen=True)
class Size:
    """How many deals, results and measurements a portal holds in all."""

    deals: int
    results: int
    measurements: int

    @classmethod
    def now(cls) -> "Size":
        """How many there are."""
        return cls(Deal.objects.count(), Result.objects.count(), Measurement.objects.count())


@dataclass(frozen=True)
class Made:
    """What one step made, in how many seconds."""

    what: str
    rows: int
    seconds: float


def refuse_unless_example(deal: Deal | None) -> None:
    """Raise ScaleRefusedError for another database than PostgreSQL, for production, and beside real deals."""
    if connection.vendor != "postgresql":
        raise ScaleRefusedError("Dit gaat alleen op PostgreSQL: geef DATABASE_URL het adres van een PostgreSQL.")
    if not settings.IS_LOCAL:
        raise ScaleRefusedError("Verzonnen deals horen niet in productie: ALLOWED_HOSTS is openbaar.")
    if deal is None:
        raise ScaleRefusedError("Die deal is er niet. Laad eerst een dealbestand en de voorbeeldgegevens.")
    real = Deal.objects.filter(example_notice="").values_list("slug", flat=True)
    if real:
        raise ScaleRefusedError(f"Hier staat ook een deal zonder voorbeeldgegevens: {', '.join(real[:5])}.")


def load_scale(deal: Deal, wanted: Size) -> Iterator[Made]:
    """Add copies of the deal until the portal has the wanted size, all or nothing; each step as it is done.

    The deal itself and those that are there stay as they are. Raises ScaleRefusedError when the copies of whole deals
    alone would be more than is wanted.
    """
    size, copies = Size.now(), wanted.deals - Deal.objects.count()
    if copies < 1:
        raise ScaleRefusedError(f"Er zijn al {size.deals} deals. Vraag er meer.")
    results = wanted.results - size.results - copies * Result.objects.filter(deal=deal).count()
    own = Measurement.objects.filter(indicator__deal=deal).count()
    measurements = wanted.measurements - size.measurements - copies * own
    if min(results, measurements) < 0:
        raise ScaleRefusedError(
            f"{wanted.deals} deals hebben samen al {wanted.results - min(results, 0)} resultaten en "
            f"{wanted.measurements - min(measurements, 0)} metingen. Vraag er niet minder."
        )
    yield from _work(Copying.of(deal, copies=copies, before=size.deals - 1), results, measurements)


def _work(copying: Copying, results: int, measurements: int) -> Iterator[Made]:
    clock = _Clock()
    with transaction.atomic():
        for model, rows in copying.copy_all():
            yield clock.made(model._meta.label, rows)
        yield clock.made("extra resultaten met hun normen", grow_results(copying, results))
        yield clock.made("extra metingen met hun stappen", grow_measurements(copying, measurements))
    yield clock.made("verwijzingen nagekeken", 0)
    finish()
    yield clock.made("tabellen geteld (ANALYZE)", 0)


class _Clock:
    """Seconds since the step before."""

    def __init__(self) -> None:
        self.last = perf_counter()

    def made(self, what: str, rows: int) -> Made:
        """What was made since then."""
        before, self.last = self.last, perf_counter()
        return Made(what, rows, self.last - before)
