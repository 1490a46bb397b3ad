"""What is measured. Imported when Django is set up and the database holds the example."""

from collections.abc import Iterator

from django.test import Client

from tests.bench.measuring import Case


def cases() -> Iterator[Case]:
    """Give every case, in the order of the table."""
    visitor = Client(headers={"host": "localhost"})
    yield Case("start page for a visitor", lambda: visitor.get("/"))
