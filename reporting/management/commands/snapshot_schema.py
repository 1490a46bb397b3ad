"""The published schema of the snapshot."""

import json

from django.core.management.base import BaseCommand

from reporting.snapshot.schema import SCHEMA_PATH, json_schema


class Command(BaseCommand):
    """Write fixtures/snapshot.schema.json anew from the records of reporting/snapshot/schema.py."""

    help = "Write the published schema of the snapshot anew, after a change of what it holds."

    def handle(self, *args: object, **options: object) -> None:
        """Write it."""
        SCHEMA_PATH.write_text(json.dumps(json_schema(), ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
        self.stdout.write(str(SCHEMA_PATH))
