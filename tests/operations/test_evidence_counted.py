"""Evidence is of its deal whatever record it is with: in the checksum, in the check, and in what pages are kept by."""

from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from finance.evidence.models import MoneyEvidence
from pillars.evidence.attachment import attach
from pillars.measurements.models import Measurement
from regiodeal.caching.models import data_version
from regiodeal.deals.models import Deal, User
from regiodeal.operations.checksums import checksum, faults
from tests.plugins.deal import at

VALUES = {"openness": "parties"}


def upload(name: str) -> SimpleUploadedFile:
    """A small file that may be evidence."""
    return SimpleUploadedFile(name, b"a;b\n1;2\n")


@pytest.mark.django_db
def test_evidence_of_a_figure_and_of_an_expenditure_is_counted_and_missed(filled: Deal, bureau: User) -> None:
    """It was looked for by the Party that asked for confidence, whom evidence seldom has: no check missed a file."""
    figure, spent = Measurement.objects.get(), filled.expenditure_set.get()
    first, version = checksum(filled), data_version(filled.slug)
    of_figure = attach(figure, upload=upload("telling.csv"), by=bureau, at=at("2026-03-02"), values=VALUES)
    marked = data_version(filled.slug)
    of_money = MoneyEvidence.attach(spent, upload=upload("factuur.csv"), by=bureau, at=at("2026-03-02"), values=VALUES)
    assert len({version, marked, data_version(filled.slug)}) == 3  # a page that names it is made anew
    second = checksum(filled)
    assert {"Evidence", "MoneyEvidence"} <= {name for name in first.parts if first.parts[name] != second.parts[name]}
    assert {str(of_figure.file), str(of_money.file)} <= set(second.files)
    for kept in (of_figure, of_money):
        Path(kept.file.path).unlink()
    assert sorted(faults(filled)) == [
        f"Evidence {of_figure.pk}: het bestand is weg",
        f"MoneyEvidence {of_money.pk}: het bestand is weg",
    ]
