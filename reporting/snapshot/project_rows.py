"""The projects in the snapshot: what they are, and what each plans and reached for which norm."""

from collections import defaultdict
from datetime import date

from django.db.models import Prefetch

from pillars.progress.deal_progress import DealProgress
from pillars.progress.norm_projects import parts_of
from pillars.project_photos.models import ProjectPhoto
from pillars.projects.models import Project, ProjectState, open_projects
from pillars.projects.planned import UNPLANNED
from regiodeal.base.json_values import day_text, two_decimals
from regiodeal.deals.models import Deal
from regiodeal.lifecycle.register import as_of
from reporting.snapshot.schema import ProjectNormRecord, ProjectRecord

PARTS = ("measures", "partners", "areas", "places", Prefetch("photos", ProjectPhoto.objects.public()))


def project_rows(deal: Deal, progress: DealProgress, *, on: date) -> list[ProjectRecord]:
    """The projects that a report tells of, by their code, in a number of queries that does not grow with them."""
    known = Project.objects.filter(open_projects(unapproved=False), deal_id=deal.pk)
    rows = known.select_related("main_measure", "executor").prefetch_related(*PARTS)
    told = [row for row in as_of(rows, on) if _is_told(row)]
    norms = _norms(progress) if told else {}
    return [_project(row, norms.get(row.pk, [])) for row in told]


def _is_told(row: Project) -> bool:
    """Tell whether the report tells of the project: beyond an idea, and no secret then; nor now, as its row says."""
    return row.state != ProjectState.IDEA and not row.is_confidential


def _norms(progress: DealProgress) -> dict[int, list[ProjectNormRecord]]:
    """What each project does for the norms, in the order of the covenant, by the key of the project."""
    found: dict[int, list[ProjectNormRecord]] = defaultdict(list)
    for row in progress.targets:
        if row.target.kind in UNPLANNED:
            continue
        for part in parts_of(row):
            if part.project is not None:
                found[part.project].append(
                    {
                        "target": row.target.code,
                        "title": row.target.title,
                        "unit": row.target.unit,
                        "year": row.case.judged_year if row.target.kind == row.target.Kind.PER_YEAR else None,
                        "planned": two_decimals(part.planned),
                        "realised": two_decimals(part.realised),
                    }
                )
    return found


def _project(row: Project, norms: list[ProjectNormRecord]) -> ProjectRecord:
    others = [measure.code for measure in row.measures.all() if measure.pk != row.main_measure_id]
    return {
        "code": row.code,
        "title": row.title,
        "description": row.description,
        "measures": [row.main_measure.code, *others],
        "executor": row.executor.name if row.executor else "",
        "partners": [partner.name for partner in row.partners.all()],
        "state": row.state,
        "state_label": str(row.get_state_display()),
        "starts_on": day_text(row.starts_on),
        "ends_on": day_text(row.ends_on),
        "areas": [area.name for area in row.areas.all()],
        "places": [str(place) for place in row.places.all()],
        "openness": row.openness,
        "norms": norms,
        "photos": [
            {"number": photo.pk, "file": str(photo.file.name), "alternative": photo.alternative}
            for photo in row.photos.all()
        ],
    }
