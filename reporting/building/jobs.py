"""A build as people watch it: its steps, which one is being done, and what came of it."""

from reporting.building.models import Build, BuildState

MESSAGES = {
    BuildState.QUEUED: "Het staat in de rij en begint zo.",
    BuildState.READY: "Het is klaar.",
    BuildState.CANCELLED: "Het maken is gestopt. U kunt het opnieuw laten maken.",
}
TITLES = {
    BuildState.QUEUED: "wacht op verwerking",
    BuildState.BUILDING: "wordt gemaakt",
    BuildState.READY: "is klaar",
    BuildState.FAILED: "is niet gelukt",
    BuildState.CANCELLED: "is gestopt",
}


def job(build: Build, steps: tuple[str, ...], *, url: str) -> dict[str, object]:
    """Return what components/job.html shows of a build; `url` gives the same again, renewed."""
    return {
        "id": build.pk,
        "title": f"{build} {TITLES[BuildState(build.state)]}",
        "url": url,
        "is_running": build.is_busy,
        "has_failed": build.state == BuildState.FAILED,
        "done": build.steps_done,
        "total": len(steps),
        "message": _message(build, steps),
        "steps": [{"title": step, "state": _step_state(build, number)} for number, step in enumerate(steps)],
    }


def _message(build: Build, steps: tuple[str, ...]) -> str:
    if build.state == BuildState.FAILED:
        return build.error
    if build.state == BuildState.BUILDING:
        return f"{build.steps_done} van {len(steps)} stappen gedaan. Nu: {build.step.lower()}."
    if build.state == BuildState.QUEUED and build.error:
        return build.error
    return MESSAGES[BuildState(build.state)]


def _step_state(build: Build, number: int) -> str:
    if number < build.steps_done or build.state == BuildState.READY:
        return "done"
    if number > build.steps_done or build.state == BuildState.QUEUED:
        return "todo"
    return "failed" if build.state == BuildState.FAILED else "current"
