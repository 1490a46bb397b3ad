"""The role of the database that the portal works as."""

from django.conf import settings
from django.core.management.base import CommandError, CommandParser
from django.db import DatabaseError, connection

from regiodeal.audit.commands import AuditedCommand
from regiodeal.operations.working_role import ready_role


class Command(AuditedCommand):
    """Make the role that web and worker come in as, and give it its rights."""

    help = (
        "Make the role of PostgreSQL that web and worker use, and give it its rights: to read and write rows, and of "
        "the audit trail to add and read. Run it as the owner of the tables, after each bin/prepare and each restore."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """Take NAME; the password comes from the environment, where no list of processes shows it."""
        parser.add_argument("name", help="the role, as in the DATABASE_URL of web and worker")

    def handle(self, *args: object, **options: str) -> None:
        """Make it."""
        if connection.vendor != "postgresql":
            raise CommandError("Rollen zijn er alleen op PostgreSQL.")
        try:
            ready_role(options["name"], settings.DATABASE_ROLE_PASSWORD)
        except DatabaseError as error:
            raise CommandError(f"De rol {options['name']} is niet gemaakt: {str(error).strip()}") from error
        self.stdout.write(f"De rol {options['name']} mag lezen en schrijven, en in het logboek alleen toevoegen.")
