"""Later versions of the covenant in a test, without the road to them (tests/covenant/test_amendment.py walks that)."""

from datetime import date
from typing import Any

from regiodeal.covenant.agreement.versions import FieldChange, add_version, as_text
from regiodeal.deals.models import CovenantVersion, Deal, VersionOrigin


def agree(deal: Deal, on: str, *changes: tuple[str, str, str, Any, Any]) -> CovenantVersion:
    """A next version in force on that day, with changes of (kind, code, field, old, new)."""
    return add_version(
        deal,
        on=date.fromisoformat(on),
        origin=VersionOrigin.AMENDMENT,
        title="Wijziging in een test",
        changes=[
            FieldChange(kind, code, field, as_text(old), as_text(new), article="12")
            for kind, code, field, old, new in changes
        ],
    )
