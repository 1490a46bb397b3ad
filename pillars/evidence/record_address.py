"""Where the record stands that a file is evidence of."""

from django.urls import reverse

from pillars.evidence.models import Record
from pillars.explanations.models import Explanation
from pillars.measurements.models import Measurement
from pillars.outcomes.models import OutcomeMeasurement
from pillars.projects.models import Project
from regiodeal.deals.models import Deal


def record_address(record: Record, deal: Deal) -> str:
    """Return the address of the page of the record, in its deal."""
    match record:
        case Project():
            return reverse("project", args=[deal.slug, record.code])
        case Explanation():
            return reverse("explain", args=[deal.slug, record.target.code])
        case OutcomeMeasurement():
            return reverse("outcome", args=[deal.slug, record.pk])
        case Measurement():
            return reverse("measurement", args=[deal.slug, record.pk])
        case _:
            return reverse("progress-entry", args=[deal.slug, record.pk])
