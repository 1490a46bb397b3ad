"""Refuse migrations that the running version would not survive."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError, connection

from regiodeal.covenant.operations.migration_check import RELEASED, since_release, to_come


class Command(BaseCommand):
    """Name every unsafe migration, and fail when there is one."""

    help = "Fail when a migration that this database does not have yet would break the version that still runs."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Where to begin."""
        without = "look at what came after the newest release, without asking a database (for make check)"
        parser.add_argument("--since-release", action="store_true", help=without)

    def handle(self, *args: Any, **options: Any) -> None:
        """Look at the migrations that are still to run, or at those since the newest release."""
        try:
            checked = since_release(RELEASED) if options["since_release"] else to_come(connection)
        except DatabaseError as error:
            raise CommandError(f"De database antwoordt niet: {error}") from None
        if checked.findings:
            how = "Stop web, worker en beat voordat u deze migraties uitvoert, of doe het in twee stappen:"
            raise CommandError("\n".join([how, *checked.findings, *checked.reasons]))
        if checked.reasons:
            self.stdout.write("\n".join(["Stop web, worker en beat voordat u deze uitvoert:", *checked.reasons]))
            return
        self.stdout.write(f"Nog uit te voeren: {checked.count}. Geen migratie die de draaiende versie breekt.")
