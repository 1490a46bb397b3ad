"""What the bureau wrote for the report itself, as plain rows for the snapshot."""

from datetime import date

from regiodeal.deals.models import Deal
from regiodeal.lifecycle.register import as_of
from reporting.texts.models import SectionText


def section_texts(deal: Deal, *, year: int, on: date) -> dict[str, str]:
    """The text of each section of the year's report as it stood at the end of the date: clean HTML by section code."""
    rows = as_of(SectionText.objects.filter(deal=deal, year=year), on)
    return {row.section: row.body for row in rows if row.body}
