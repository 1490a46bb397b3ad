"""Encrypt what is kept secret by the newest key."""

from django.core.management.base import CommandError

from regiodeal.accounts.vault import renew_all
from regiodeal.audit.commands import AuditedCommand


class Command(AuditedCommand):
    """Encrypt every second step by SECRET_KEY, so that no earlier key is needed."""

    help = (
        "Encrypt the second steps anew by SECRET_KEY, reading them by SECRET_KEY_FALLBACKS. Run it once everything has "
        "the new key, before the old one goes. It may be run again. Fails when no known key can read somebody's."
    )

    def handle(self, *args: object, **options: object) -> None:
        """Renew what can be read, tell how many, and name whose cannot."""
        done = renew_all()
        self.stdout.write(f"Opnieuw versleuteld: {done.renewed}. Al goed: {done.newest}.")
        if done.unreadable:
            people = "\n".join(f"  {user} <{user.email}>" for user in done.unreadable)
            raise CommandError(
                "Met geen bekende sleutel te lezen is de tweede stap van:\n"
                f"{people}\nZet de sleutel van toen in SECRET_KEY_FALLBACKS en geef de opdracht nog eens, of geef "
                "reset_second_step met het adres."
            )
