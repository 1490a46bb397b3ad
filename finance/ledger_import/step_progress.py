"""How far taking back or returning a ledger file is, as people watch it."""

from decimal import Decimal

from django.db.models import Count, Q

from finance.ledger_import.models import FileStep, LedgerImport
from finance.ledger_import.work import left_to_do, touched_rows
from regiodeal.base.dutch import number
from regiodeal.lifecycle.review import State
from regiodeal.pages.deal_page import Context


def progress(job: LedgerImport) -> tuple[int, int]:
    """Bookings done of bookings to do, counted where they stand: also true after the work was interrupted."""
    done = State.RETURNED if job.step == FileStep.RETURN else State.WITHDRAWN
    left = Count("pk", filter=Q(pk__in=left_to_do(job, job.step).order_by().values("pk")))
    found = touched_rows(job).order_by().aggregate(done=Count("pk", filter=Q(state=done)), left=left)  # at one moment
    return found["done"], found["done"] + found["left"]


def step_words(job: LedgerImport) -> str:
    """Return how far it is: '12.000 van 50.000 boekingen zijn ingetrokken.'"""
    finished, total = progress(job)
    what = "teruggestuurd" if job.step == FileStep.RETURN else "ingetrokken"
    return f"{number(Decimal(finished))} van {number(Decimal(total))} boekingen zijn {what}."


def step_watched(job: LedgerImport) -> Context:
    """Return what components/job.html shows of the step."""
    finished, total = progress(job)
    return {
        "title": f"{job.file_name}: {job.get_step_display()}",
        "has_failed": job.step_is_stopped,
        "done": finished,
        "total": max(total, 1),
        "message": step_words(job),
    }
