"""The extensions by which PostgreSQL searches well: `unaccent` (no accents) and `pg_trgm` (a typo away).

Both are trusted: whoever may create things in the database may add them. Where the role of the portal may not, search
goes on without: accents of our letters are taken off by a list, and a typo finds nothing.
"""

import logging
from functools import cache

from django.db import DatabaseError, connections, transaction

logger = logging.getLogger(__name__)

EXTENSIONS = {"unaccent": "zoeken zonder accenten", "pg_trgm": "zoeken met een typefout"}


def install(using: str) -> dict[str, str]:
    """Make the extensions that are not there yet; why not, by name, for those that could not be made.

    Nothing on SQLite, which needs none.
    """
    if connections[using].vendor != "postgresql":
        return {}
    refused: dict[str, str] = {}
    there.cache_clear()
    for name in sorted(EXTENSIONS.keys() - there(using)):
        try:
            with transaction.atomic(using=using), connections[using].cursor() as cursor:
                cursor.execute(f"CREATE EXTENSION IF NOT EXISTS {name}")
        except DatabaseError as error:
            refused[name] = str(error).strip().splitlines()[0]
            logger.warning("Without the extension %s: %s. See manage.py search_extensions.", name, refused[name])
    there.cache_clear()
    return refused


@cache
def there(using: str) -> frozenset[str]:
    """The names of the extensions that the database has."""
    if connections[using].vendor != "postgresql":
        return frozenset()
    with connections[using].cursor() as cursor:
        cursor.execute("SELECT extname FROM pg_extension WHERE extname = ANY(%s)", [list(EXTENSIONS)])
        return frozenset(name for (name,) in cursor.fetchall())
