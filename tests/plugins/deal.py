"""The real covenant and named people, for every test."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, time
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from django.db import connection, transaction
from django.db.migrations.recorder import MigrationRecorder
from django.test import Client
from django.utils import timezone
from django.utils.dateparse import parse_date
from psycopg import sql
from pytest_django import DjangoDbBlocker, Settings

from regiodeal.caching import memory
from regiodeal.deals.models import Deal, Membership, Party, User
from regiodeal.deals.roles import Role

DEAL_FILE = Path(settings.BASE_DIR) / "fixtures" / "den-haag-zuidwest-ii.yaml"
SLUG = "den-haag-zuidwest-ii"

type Enter = Callable[[User], Client]


def load_deal_file(path: Path = DEAL_FILE) -> Deal:
    """Load a deal file and return its deal."""
    from regiodeal.deal_file.document import DealFile
    from regiodeal.deal_file.load import load

    deal, _changes = load(DealFile.read(path))
    return deal


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> None:
    """Load the covenant once: every test starts from it, and its own changes are rolled back."""
    with django_db_blocker.unblock():
        if not Deal.objects.filter(slug=SLUG).exists():  # kept from an earlier run
            record_migrations()
            load_deal_file()


def record_migrations() -> None:
    """Say of every migration that it was applied: the tables were made from the models, and a backup names them."""
    recorder = MigrationRecorder(connection)
    recorder.ensure_schema()
    for app in apps.get_app_configs():
        for path in sorted(Path(app.path).glob("migrations/0*.py")):
            recorder.record_applied(app.label, path.stem)


@pytest.fixture(scope="session")
def example_database(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> str:
    """Name the copy of the database that holds the example too: ten seconds of CPU, once for all who begin with it."""
    own = str(connection.settings_dict["NAME"])
    copy = f"{own}_example"
    with django_db_blocker.unblock():
        if not Deal.objects.filter(slug=SLUG).exists():  # a transactional test emptied it
            load_deal_file()
        with in_database("postgres"), connection.cursor() as cursor:
            cursor.execute(sql.SQL("DROP DATABASE IF EXISTS {}").format(sql.Identifier(copy)))
            cursor.execute(sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(*map(sql.Identifier, (copy, own))))
        with in_database(copy), transaction.atomic():
            run("load_example", SLUG)
            connection.run_on_commit.clear()  # no worker builds its reports: the queue is that of all tests
    return copy


@contextmanager
def in_database(name: str) -> Iterator[None]:
    """Work in another database of the same server until the block ends."""
    own = connection.settings_dict["NAME"]
    connection.close()
    connection.settings_dict["NAME"] = name
    memory.forget()  # the marks of two databases may have the same numbers
    try:
        yield
    finally:
        connection.close()
        connection.settings_dict["NAME"] = own
        memory.forget()


@pytest.fixture
def database_of_test(request: pytest.FixtureRequest) -> Iterator[None]:
    """Choose the database before the transaction of the test begins."""
    if "example" not in request.fixturenames:
        yield
        return
    assert not request.node.get_closest_marker("django_db"), "that mark begins too early: usefixtures('db') does not"
    with in_database(request.getfixturevalue("example_database")):
        yield


@pytest.fixture
def db(database_of_test: None, db: None) -> None:
    """Give the database with the covenant in it; a transactional test before this one may have emptied it."""
    if not Deal.objects.filter(slug=SLUG).exists():
        load_deal_file()


@pytest.fixture
def example(db: None) -> None:
    """Begin with the example: people, projects, figures and money of three years in the deal."""


@pytest.fixture
def deal(db: None) -> Deal:
    """Regio Deal Den Haag Zuidwest II."""
    return Deal.objects.get(slug=SLUG)


@pytest.fixture
def veenland(db: None) -> Deal:
    """A second, invented deal that differs in everything: Parties, pillars, dates, budget rows, cap."""
    return load_deal_file(Path(settings.BASE_DIR) / "tests" / "deals" / "veenland.yaml")


def at(day: str, hour: int = 12) -> datetime:
    """A moment on a day in Amsterdam."""
    parsed = parse_date(day)
    assert parsed is not None
    return datetime.combine(parsed, time(hour), tzinfo=timezone.get_current_timezone())


def person(deal: Deal | None, name: str, role: Role | None, party: str | None = None) -> User:
    """A user with a role in the deal; none without a deal."""
    user = User.objects.create_user(f"{name.lower().replace(' ', '.')}@example.nl", name)
    if deal is not None and role is not None:
        member = Party.objects.get(deal=deal, code=party) if party else None
        Membership.objects.create(user=user, deal=deal, role=role, party=member)
    return user


@pytest.fixture
def bureau(deal: Deal) -> User:
    """A member of the programme bureau."""
    return person(deal, "Bureau", Role.BUREAU)


@pytest.fixture
def colleague(deal: Deal) -> User:
    """Another member of the programme bureau."""
    return person(deal, "Collega", Role.BUREAU)


@pytest.fixture
def reviewer(deal: Deal) -> User:
    """The bureau lead, who approves what others entered."""
    return person(deal, "Beoordelaar", Role.REVIEWER)


@pytest.fixture
def controller(deal: Deal) -> User:
    """The regiokassier."""
    return person(deal, "Controller", Role.TREASURER)


@pytest.fixture
def bzk(deal: Deal) -> User:
    """A member of BZK's programme team."""
    return person(deal, "BZK", Role.BZK, "BZK")


@pytest.fixture
def jenv(deal: Deal) -> User:
    """The representative of the Party JenV."""
    return person(deal, "JenV", Role.PARTY, "JenV")


@pytest.fixture
def gemeente(deal: Deal) -> User:
    """The representative of the Party Gemeente."""
    return person(deal, "Gemeente", Role.PARTY, "Gemeente")


@pytest.fixture
def overleg(deal: Deal) -> User:
    """A member of the Rijk-Regio-overleg who represents no Party."""
    return person(deal, "Overleg", Role.OVERLEG)


@pytest.fixture
def administrator(deal: Deal) -> User:
    """Who manages users and roles."""
    return person(deal, "Beheer", Role.ADMINISTRATOR)


@pytest.fixture
def outsider(deal: Deal) -> User:
    """Somebody with an account and no role in the deal."""
    return person(None, "Buitenstaander", None)


@pytest.fixture
def enter() -> Enter:
    """Sign somebody in: `enter(bureau).get(...)`."""

    def sign_in(user: User) -> Client:
        client = Client()
        client.force_login(user)
        return client

    return sign_in


@pytest.fixture
def at_work(enter: Enter, bureau: User) -> Client:
    """The bureau, signed in."""
    return enter(bureau)


@pytest.fixture
def own_files(settings: Settings, tmp_path: Path) -> Path:
    """A folder for the files of one test, which those that run beside it do not see."""
    folder = tmp_path / "files"
    folder.mkdir()
    settings.MEDIA_ROOT = folder
    return folder


def run(*arguments: str) -> str:
    """What a management command prints."""
    from io import StringIO

    out = StringIO()
    call_command(*arguments, stdout=out)
    return out.getvalue()
