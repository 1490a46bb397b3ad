"""Commands of the server that change something leave an entry in the trail."""

from typing import Any

from django.core.management.base import BaseCommand

from regiodeal.covenant.audit import request_id
from regiodeal.covenant.audit.recording import Kind, Result, record


class AuditedCommand(BaseCommand):
    """A command that is kept in the trail, with its result. Who gave it is whoever may enter the server."""

    changes_nothing_with: tuple[str, ...] = ("dry_run",)

    def execute(self, *args: Any, **options: Any) -> str | None:
        """Run, and keep how it ended; a command that only shows what it would do is not kept."""
        name = type(self).__module__.rpartition(".")[2]
        if any(options.get(flag) for flag in self.changes_nothing_with):
            return super().execute(*args, **options)
        request_id.begin(request_id.accepted(None))
        try:
            output = super().execute(*args, **options)
        except BaseException:
            record(name, kind=Kind.COMMAND, result=Result.FAILED, object_type=name)
            raise
        record(name, kind=Kind.COMMAND, result=Result.DONE, object_type=name)
        return output
