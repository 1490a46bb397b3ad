"""A mail server that refuses: reminders are kept, and each is sent once when it takes mail again."""

import socketserver
import threading
from collections.abc import Iterator
from typing import Any

import pytest

from regiodeal.deals.models import Deal, User
from regiodeal.notices.models import Reminder
from regiodeal.notices.reminders import remind
from tests.faults.sound import assert_sound
from tests.plugins.deal import at

pytestmark = pytest.mark.django_db


class MailServer(socketserver.TCPServer):
    """A mail server on a free port that refuses, or takes mail and keeps it."""

    refuses = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Conversation)
        self.kept: list[str] = []


class Conversation(socketserver.StreamRequestHandler):
    """One conversation of SMTP."""

    server: MailServer

    def handle(self) -> None:
        """Answer line by line."""
        self.say("220 hallo")
        while line := self.rfile.readline().decode().strip():
            match line.split()[0].upper():
                case "MAIL" if self.server.refuses:
                    self.say("451 nu even niet")
                case "DATA":
                    self.say("354 ga door")
                    self.server.kept.append(self.message())
                    self.say("250 bewaard")
                case "QUIT":
                    self.say("221 dag")
                    return
                case _:
                    self.say("250 goed")

    def message(self) -> str:
        lines = []
        while (line := self.rfile.readline().decode()) != ".\r\n":
            lines.append(line)
        return "".join(lines)

    def say(self, text: str) -> None:
        self.wfile.write(f"{text}\r\n".encode())


@pytest.fixture
def mail_server(settings: Any) -> Iterator[MailServer]:
    with MailServer() as server:
        threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
        options = {"host": "127.0.0.1", "port": server.server_address[1], "timeout": 5}
        backend = "django.core.mail.backends.smtp.EmailBackend"
        settings.MAILERS = {"default": {"BACKEND": backend, "OPTIONS": options}}
        yield server
        server.shutdown()


def test_reminders_are_kept_and_sent_once(deal: Deal, bureau: User, mail_server: MailServer) -> None:
    assert remind(at=at("2026-05-15", 7)) == 0
    waiting = Reminder.objects.filter(sent_at__isnull=True, claim__isnull=True)
    kept = waiting.count()
    assert kept > 0
    assert remind(at=at("2026-05-15", 8)) == 0
    assert (waiting.count(), mail_server.kept) == (kept, [])
    mail_server.refuses = False
    assert remind(at=at("2026-05-15", 9)) == 1
    assert remind(at=at("2026-05-15", 10)) == 0
    assert len(mail_server.kept) == 1
    assert Reminder.objects.filter(sent_at__isnull=False).count() == kept
    assert_sound(deal)
