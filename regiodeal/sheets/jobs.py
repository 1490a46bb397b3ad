"""An import as people watch it: its steps, how many rows are done, and what came of it."""

from decimal import Decimal
from typing import Any

from regiodeal.base.dutch import number
from regiodeal.sheets.models import FileImport, ImportState

State = ImportState
STEPS = ("Bestand lezen en nakijken", "Verschil bekijken", "Invoeren")
_DONE = {State.CHECKED: 1, State.REFUSED: 0, State.ACCEPTED: 2, State.ENTERING: 2, State.ENTERED: 3, State.UNCHANGED: 2}
_MESSAGES = {
    State.QUEUED: "Het bestand staat in de rij en wordt zo nagekeken.",
    State.CHECKED: "Er is nog niets ingevoerd. Bekijk eerst wat er verandert.",
    State.REFUSED: "Er is niets ingevoerd.",
    State.ACCEPTED: "De rijen staan te wachten en worden zo ingevoerd.",
    State.ENTERED: "Alles is ingevoerd.",
    State.UNCHANGED: "Er is niets veranderd: alles wat in het bestand staat, staat al in het portaal.",
    State.DISCARDED: "Dit bestand is niet ingevoerd.",
}


def job(imported: FileImport, url: str) -> dict[str, Any]:
    """Return what components/job.html shows of an import; `url` is where it is asked how far it is."""
    done, total = _progress(imported)
    return {
        "id": imported.pk,
        "title": f"{imported.file_name}: {imported.get_state_display()}",
        "url": url,
        "is_running": imported.is_busy,
        "has_failed": imported.state in {State.FAILED, State.REFUSED},
        "done": done,
        "total": total,
        "message": _message(imported, done, total),
        "steps": [{"title": step, "state": _step_state(imported, place)} for place, step in enumerate(STEPS)],
    }


def counts_in_words(imported: FileImport) -> str:
    """Return what entering the file does, or did: '40 nieuwe rijen, 12 wijzigingen en 3 correcties.'"""
    parts = [
        f"{_count(count)} {one if count == 1 else more}"
        for kind, (one, more) in imported.words.items()
        if (count := imported.counts.get(kind, 0))
    ]
    *most, last = parts or ["Niets"]
    return f"{', '.join(most)} en {last}." if most else f"{last}."


def _progress(imported: FileImport) -> tuple[int, int]:
    """Rows done of rows to do while a worker is at it; the number of rows is only about right until they are read."""
    if imported.state in FileImport.WORKING:
        total = imported.row_count if imported.state == State.CHECKING else imported.change_count
        done = imported.folder.done()
        return done, max(total, done, 1)
    return _DONE.get(State(imported.state), 0), len(STEPS)


def _message(imported: FileImport, done: int, total: int) -> str:
    if imported.state in FileImport.WORKING:
        what = "nagekeken" if imported.state == State.CHECKING else "ingevoerd"
        return f"{_count(done)} van {_count(total)} rijen {what}."
    if imported.state == State.FAILED:
        return imported.reason
    return _MESSAGES[State(imported.state)]


def _count(value: int) -> str:
    return number(Decimal(value))


def _step_state(imported: FileImport, place: int) -> str:
    done = _DONE.get(State(imported.state), 0)
    if place < done:
        return "done"
    if place > done or imported.state in {State.QUEUED, State.UNCHANGED, State.DISCARDED}:
        return "todo"
    return "failed" if imported.state in {State.FAILED, State.REFUSED} else "current"
