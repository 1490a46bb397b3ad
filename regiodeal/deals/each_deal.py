"""Work over all deals: it goes on when one of them fails, and tells which, in the log and to a monitor.

What failed is kept in a note that web and worker share, until the same work succeeds for that
deal or a day has passed: regiodeal/operations/health.py and metrics.py read it there.
"""

import json
import logging
from collections.abc import Callable, Iterable, Mapping
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field
from datetime import timedelta

from django.db import connection, transaction
from django.utils import timezone
from django.utils.dateparse import parse_datetime

from regiodeal.base.notes import keep_note, note_names, read_note
from regiodeal.deals.models import Deal
from regiodeal.deals.words import speaking

FOLDER = "failed-deals"  # of the notes, one for each kind of work
KEPT = timedelta(days=1)  # how long a failure is told that the same work did not meet again

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class EachDeal[Found]:
    """What work over several deals gave for each that it could be done for, and the slugs of those that it failed for.

    `faults` has the kind and text of each fault by slug, for the log and for whoever keeps the portal.
    """

    found: dict[Deal, Found] = field(default_factory=dict)
    faults: dict[str, str] = field(default_factory=dict)


def for_each_deal[Found](
    deals: Iterable[Deal], work: Callable[[Deal], Found], *, named: str, passed_on: tuple[type[Exception], ...] = ()
) -> EachDeal[Found]:
    """Do the work for each deal; a fault of one deal is told and stops no other.

    The work is told in the words of its deal. Within a transaction it is one of its own; outside one none is begun.

    `named` is what the work is called in the log and on the monitor: letters and hyphens. Raises what is `passed_on`:
    a fault of more than one deal, such as a full disk.
    """
    done: EachDeal[Found] = EachDeal()
    for deal in deals:
        try:
            with speaking(deal.words), _savepoint():
                done.found[deal] = work(deal)
        except passed_on:
            raise
        except Exception as error:
            logger.exception("%s failed for the deal %s; the other deals go on", named, deal.slug)
            done.faults[deal.slug] = f"{type(error).__name__}: {error}"[:300]
    _note(named, {deal.slug for deal in done.found}, done.faults)
    return done


def _savepoint() -> AbstractContextManager[object]:
    """Within a transaction a fault of the database spoils what follows; without one, none is begun: reading is long."""
    return transaction.atomic() if connection.in_atomic_block else nullcontext()


def failed_deals(named: str) -> dict[str, str]:
    """The deals for which this work failed lately: their slugs, with what went wrong."""
    return {slug: str(note["fault"]) for slug, note in _noted(named).items()}


def failed_work() -> dict[str, dict[str, str]]:
    """All that failed lately for one deal or more: by the name of the work, as `failed_deals`."""
    names = [name.removesuffix(".json") for name in note_names(FOLDER) if name.endswith(".json")]
    return {name: failed for name in names if (failed := failed_deals(name))}


def _note_name(named: str) -> str:
    return f"{FOLDER}/{named}.json"


def _noted(named: str) -> dict[str, Mapping[str, str]]:
    """The failures of this work that still count; none where there is no note, or one that cannot be read."""
    try:
        notes = json.loads(read_note(_note_name(named)) or "{}")
    except ValueError:
        return {}
    since = timezone.now() - KEPT
    return {slug: note for slug, note in notes.items() if (at := parse_datetime(note["at"])) and at > since}


def _note(named: str, succeeded: set[str], faults: Mapping[str, str]) -> None:
    """Keep what failed now beside what failed earlier, without what has succeeded since. A full disk is only logged."""
    now, before = timezone.now().isoformat(), _noted(named)
    if not faults and not (before.keys() & succeeded):
        return
    notes = {slug: note for slug, note in before.items() if slug not in succeeded}
    notes |= {slug: {"at": now, "fault": fault} for slug, fault in faults.items()}
    try:
        keep_note(_note_name(named), json.dumps(notes))
    except OSError:
        logger.exception("What failed for %s could not be kept for the monitor", ", ".join(faults))
