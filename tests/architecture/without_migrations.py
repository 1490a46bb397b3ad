"""The settings of a portal whose tables are made from the models, as those of the tests are (--no-migrations)."""

from regiodeal.config.settings import *  # noqa: F403


class NoMigrations:
    """Says of every app that it has no migrations."""

    def __contains__(self, app: str) -> bool:
        return True

    def __getitem__(self, app: str) -> None:
        return None


MIGRATION_MODULES = NoMigrations()
