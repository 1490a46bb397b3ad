"""What changed in the agreement, as plain rows for the snapshot: adopted amendments and logged adjustments."""

from datetime import date

from regiodeal.base.json_values import day_text
from regiodeal.covenant.agreement.models import Amendment
from regiodeal.covenant.withdrawals.models import Adjustment
from regiodeal.deals.models import Deal
from regiodeal.lifecycle.register import as_of
from reporting.snapshot.schema import AdjustmentRecord, AmendmentRecord


def amendment_rows(deal: Deal, on: date) -> list[AmendmentRecord]:
    """The amendments, extensions and accessions in force on the date, in order (art. 12, 14 and 18)."""
    rows = Amendment.objects.filter(deal=deal, in_force_on__lte=on, covenant_version__isnull=False)
    related = rows.select_related("party", "publication", "covenant_version").order_by("in_force_on", "number")
    return [
        {
            "number": row.number,
            "sort_label": row.get_sort_display(),
            "title": row.title,
            "ground": row.ground,
            "party": str(row.party) if row.party else "",
            "in_force_on": day_text(row.in_force_on),
            "covenant_version": row.covenant_version.number if row.covenant_version else None,
            "publication": row.publication.number if row.publication else "",
        }
        for row in related
    ]


def adjustment_rows(deal: Deal, on: date) -> list[AdjustmentRecord]:
    """The adjustments of measures within the financial frame up to the date (art. 3), as they stood on it."""
    rows = as_of(Adjustment.objects.filter(deal=deal), on)
    return [
        {
            "measure": row.measure,
            "title": row.title,
            "text": row.text,
            "reason": row.reason,
            "frame": row.frame,
            "adjusted_on": row.adjusted_on.isoformat(),
        }
        for row in sorted(rows, key=lambda row: (row.adjusted_on, row.pk))
        if row.adjusted_on <= on
    ]
