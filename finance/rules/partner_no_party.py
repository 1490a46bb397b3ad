"""A regional partner in the sense of the Regeling is Party to the deal (art. 1, art. 20)."""

from collections.abc import Iterable
from datetime import date

from finance.rules.facts import NO_PARTY
from finance.rules.finding import Facts, Finding, Severity
from regiodeal.base.dutch import euro

CODE = "geen-partij"


def partner_no_party(facts: Facts, on: date) -> Iterable[Finding]:
    """Contributions of partners that are no Party: whether they count is for the Parties to say."""
    found = facts.count(NO_PARTY)
    if found.number:
        yield Finding(
            code=CODE,
            severity=Severity.TELLS,
            article="1; 14; 20",
            text=(
                f"{euro(found.amount)} is toegezegd door partners die geen Partij bij de deal zijn. De Regeling noemt "
                "een regiopartner wie Partij is. Leg in het Rijk-Regio-overleg vast of deze bijdragen meetellen."
            ),
            excess=found.amount,
            page="contributions",
            query={"toets": "geen-partij"},
        )
