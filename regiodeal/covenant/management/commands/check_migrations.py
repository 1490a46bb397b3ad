"""Refuse migrations that the running version would not survive."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from regiodeal.covenant.operations.migration_check import RELEASED, unsafe_migrations


class Command(BaseCommand):
    """Name every unsafe migration, and fail when there is one."""

    help = "Fail when a migration drops or renames what the running version still uses, or adds a required column."

    def handle(self, *args: Any, **options: Any) -> None:
        """Look at the migrations since the newest release."""
        if found := unsafe_migrations(RELEASED):
            raise CommandError("\n".join(found))
        self.stdout.write("Geen migratie die de draaiende versie breekt.")
