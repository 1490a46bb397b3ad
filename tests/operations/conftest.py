"""A deal in which there is something of each kind."""

from contextlib import nullcontext
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from regiodeal.deals.models import Deal, User
    from tests.plugins.money import Book

# What asks Django for its models is imported in the fixtures: pytest reads this file before Django is set up.


@pytest.fixture
def filled(deal: "Deal", bureau: "User", reviewer: "User", book: "Book", settings: Any, tmp_path: Path) -> "Deal":
    """The deal with a figure, an expenditure and a document."""
    from regiodeal.covenant.documents.models import Document
    from tests.plugins.amending import document
    from tests.plugins.figures import indicator_of, measure

    settings.MEDIA_ROOT = tmp_path / "files"
    settings.DATA_DIR = tmp_path
    measure(deal, indicator_of(deal, "1.1.1.g-1"), 4, "2026-03-01", by=bureau, approved_by=reviewer)
    book("expenditure", "A-rijk", "1234.56")
    document(deal, bureau)
    Document.objects.update(uploaded_at=datetime(2026, 3, 1, 9, 30, 15, 123_456, tzinfo=UTC))  # as a clock has them
    return deal


@pytest.fixture
def quick_copy(monkeypatch: pytest.MonkeyPatch) -> None:
    """Leave the rows out of a backup: no other program sees what a test rolls back."""
    from regiodeal.operations import backups

    monkeypatch.setattr(backups, "_copy_database", lambda target: target.write_bytes(b"rows" * 20_000))
    monkeypatch.setattr(backups, "_database_at_one_moment", nullcontext)
