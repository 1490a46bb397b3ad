"""`manage.py search_extensions`: makes what PostgreSQL needs to search well, or says why that cannot be."""

from django.db import DEFAULT_DB_ALIAS, connections

from regiodeal.audit.commands import AuditedCommand
from regiodeal.search.extensions import EXTENSIONS, install


class Command(AuditedCommand):
    """Makes the extensions unaccent and pg_trgm, and says of each whether it is there."""

    help = "Maakt de uitbreidingen van PostgreSQL waarmee zoeken beter gaat, of zegt waarom dat niet kan."

    def handle(self, *args: object, **options: object) -> None:
        """Make them; what cannot be made is told with what to ask of whoever runs the database."""
        if connections[DEFAULT_DB_ALIAS].vendor != "postgresql":
            self.stdout.write("Deze database is SQLite. Er is niets nodig.")
            return
        refused = install(DEFAULT_DB_ALIAS)
        for name, use in EXTENSIONS.items():
            if name not in refused:
                self.stdout.write(f"{name}: aanwezig ({use}).")
                continue
            self.stdout.write(f"{name}: kan niet ({use}). De database zegt: {refused[name]}")
            self.stdout.write(f"  Vraag de beheerder van de database om: CREATE EXTENSION {name};")
