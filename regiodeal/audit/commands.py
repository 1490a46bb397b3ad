"""Commands of the server that change something leave an entry in the trail."""

from django.core.management.base import BaseCommand
from django.db import DatabaseError, transaction

from regiodeal.audit import request_id
from regiodeal.audit.entries import record
from regiodeal.audit.models import AuditKind, AuditResult
from regiodeal.base.values import Values
from regiodeal.deals.models import Deal, User


class AuditedCommand(BaseCommand):
    """A command that is kept in the trail, with its result. Who gave it is whoever may enter the server.

    It is kept with the deal that its `slug` names; a command that knows its deal otherwise, or whom it was about, says
    so in `deal_id` and `about` once that is stored.
    """

    changes_nothing_with: tuple[str, ...] = ("dry_run",)
    changes_only_with: tuple[str, ...] = ()  # without these it only shows what it would do
    deal_id: int | None = None
    about: User | None = None

    def execute(self, *args: object, **options: object) -> str | None:
        """Run, and keep how it ended; a command that only shows what it would do is not kept."""
        if not self.changes_something(options):
            return super().execute(*args, **options)
        request_id.begin(request_id.accepted(None))
        try:
            output = super().execute(*args, **options)
        except BaseException:
            self._keep(AuditResult.FAILED, options)
            raise
        self._keep(AuditResult.DONE, options)
        return output

    def changes_something(self, options: dict[str, object]) -> bool:
        """Tell whether it may change something with these options."""
        shows = any(options.get(flag) for flag in self.changes_nothing_with)
        return not shows and all(options.get(flag) for flag in self.changes_only_with)

    def is_kept(self, result: AuditResult) -> bool:
        """Tell whether this run belongs in the trail, asked once it has ended."""
        return True

    def _keep(self, result: AuditResult, options: Values) -> None:
        if self.is_kept(result):
            name = type(self).__module__.rpartition(".")[2]
            deal_id = self.deal_id or _deal_named(options.get("slug"))
            record(name, kind=AuditKind.COMMAND, result=result, object_type=name, deal_id=deal_id, about=self.about)


def _deal_named(slug: str | None) -> int | None:
    """The key of the deal; None when there is none, or when the database does not answer."""
    if not slug:
        return None
    try:
        with transaction.atomic():
            return Deal.objects.filter(slug=slug).values_list("pk", flat=True).first()
    except DatabaseError:
        return None
