"""The API keeps what its OpenAPI document promises: schemathesis asks what nobody thought of."""

from collections.abc import Callable, Iterable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any
from zlib import crc32

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis.specs.openapi.checks import positive_data_acceptance

from pillars.measurements.models import Measurement
from regiodeal.api_clients.models import ApiKind
from regiodeal.config.wsgi import application
from regiodeal.deals.models import Deal, User
from reporting.reports.models import AnnualReport
from tests.plugins.deal import SLUG
from tests.plugins.reports import make
from tests.reporting.api.clients import token_for

EXAMPLES = 20  # for each operation

pytestmark = pytest.mark.usefixtures("db")


def closing(environ: Any, start_response: Any) -> list[bytes]:
    """The portal, whose answers are read and closed: schemathesis leaves the file of a download open."""
    answer: Any = application(environ, start_response)
    try:
        return [b"".join(answer)]
    finally:
        answer.close()


@pytest.fixture
def schema(example: None, deal: Deal, administrator: User, settings: Any, own_files: Path) -> Any:
    """The document of the running API, over the deal with its example progress and money, and one report."""
    settings.API_REQUESTS_PER_MINUTE = 10**9
    settings.PORTAL_URL = "http://localhost"
    for report in AnnualReport.objects.filter(state=AnnualReport.State.QUEUED):
        make(report)
    token = token_for([deal], administrator, kinds=ApiKind.values)
    loaded = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", closing)
    return loaded, token


@pytest.fixture(autouse=True)
def same_connection() -> Iterator[None]:
    """Let the application leave the connection of the test as it is, as Django's own test client does."""
    signals = (request_started, request_finished)
    for signal in signals:
        signal.disconnect(close_old_connections)
    yield
    for signal in signals:
        signal.connect(close_old_connections)


def there(path: str, names: Iterable[str]) -> dict[str, str]:
    """The deal, and something of the list that the path is about, which is there."""
    codes = {
        "parties": "BZK",
        "measures": "1.1.1",
        "results": "1.1.1.a",
        "targets": "1.1.1.a",
        "budget-lines": "A-rijk",
    }
    numbers = {
        "measurements": Measurement.objects.latest("pk").pk,
        "reports": AnnualReport.objects.visible_to(Deal.objects.get(slug=SLUG), may_build=False).latest("pk").pk,
    }
    known = {"deal": SLUG, "kind": "pdf"}
    for part in path.split("/"):
        known |= {"code": codes[part]} if part in codes else {}
        known |= {"number": str(numbers[part])} if part in numbers else {}
    return {name: known[name] for name in names}


def test_no_answer_is_an_error_or_outside_the_document(schema: Any) -> None:
    document, token = schema
    operations = [result.ok() for result in document.get_all_operations()]
    assert len(operations) == 25
    for operation in operations:
        asking(operation, token)()


def asking(operation: Any, token: str) -> Callable[[], None]:
    """A test that asks this operation, half of the times about something that is there."""

    @settings(
        max_examples=EXAMPLES,
        derandomize=True,
        database=None,
        deadline=timedelta(seconds=30),
        phases=[Phase.explicit, Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(case=operation.as_strategy())
    def ask(case: Any) -> None:
        # Else hardly any request would get past "not found"; by what is asked, so that a case stays the same.
        if case.path_parameters and crc32(repr(case.path_parameters).encode()) % 2:
            case.path_parameters.update(there(operation.path, case.path_parameters))
        is_made_up = "cursor" in (case.query or {}) or operation.method == "post"  # 400 is right for those
        made_up = [positive_data_acceptance] if is_made_up else []
        case.call_and_validate(headers={"Authorization": f"Bearer {token}"}, excluded_checks=made_up)

    found: Callable[[], None] = ask
    return found
