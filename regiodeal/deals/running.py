"""What may be done in a running deal only, also by a job that was accepted while it ran.

No lock here keeps others from adding rows to the deal: that would stop everybody at work in it.
"""

from django.db import connection

from regiodeal.base.refusals import WrongStateError
from regiodeal.deals.models import Deal
from regiodeal.deals.roles import Stage

IMPORTS = 1501  # a number of our own for the advisory locks of imports
NOT_RUNNING = "De deal loopt niet meer. Er is niets ingevoerd."


def hold_running(pk: int) -> None:
    """Keep the deal running until this transaction ends: nobody closes it meanwhile. Raises WrongStateError.

    Two who hold it wait for each other.
    """
    if not Deal.objects.running().select_for_update(no_key=True).filter(pk=pk).exists():
        raise WrongStateError(NOT_RUNNING)


def hold_running_for_import(pk: int) -> None:
    """Keep the deal running as `hold_running` does, for long work: one import of a deal at a time; others go on.

    Only closing the deal waits for it (stages/life.py). On SQLite, where one transaction writes at a time, nothing is
    locked. Raises WrongStateError.
    """
    if connection.vendor != "postgresql":
        hold_running(pk)
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [IMPORTS, pk])
        cursor.execute("SELECT 1 FROM deals_deal WHERE id = %s AND stage = %s FOR KEY SHARE", [pk, Stage.RUNNING])
        if cursor.fetchone() is None:
            raise WrongStateError(NOT_RUNNING)
