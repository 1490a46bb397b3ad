"""Secrets come from files where they are given so, and are never taken twice."""

from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from tests.environment import environment


def test_a_secret_is_read_from_its_file_without_its_line_end(tmp_path: Path) -> None:
    (tmp_path / "key").write_text("geheim\n")
    assert environment(SECRET_KEY_FILE=str(tmp_path / "key")).SECRET_KEY == "geheim"


def test_a_password_goes_into_its_address(tmp_path: Path) -> None:
    (tmp_path / "word").write_text("a/b@c:d")
    read = environment(
        DATABASE_URL="postgresql://portal@postgres:5432/portal",
        DATABASE_PASSWORD_FILE=str(tmp_path / "word"),
        REDIS_URL="redis://redis:6379/0",
        REDIS_PASSWORD="x",
    )
    assert read.DATABASE_URL == "postgresql://portal:a%2Fb%40c%3Ad@postgres:5432/portal"
    assert read.REDIS_URL == "redis://:x@redis:6379/0"


def test_a_secret_that_is_given_twice_or_cannot_be_read_stops_everything(tmp_path: Path) -> None:
    (tmp_path / "key").write_text("geheim")
    with pytest.raises(ImproperlyConfigured, match="not both"):
        environment(SECRET_KEY="x", SECRET_KEY_FILE=str(tmp_path / "key"))
    with pytest.raises(ImproperlyConfigured, match="SECRET_KEY_FILE cannot be read: No such file"):
        environment(SECRET_KEY_FILE=str(tmp_path / "weg"))


@pytest.mark.parametrize("name", ["METRICS_TOKEN", "SECRET_KEY", "DATABASE_URL", "DATABASE_PASSWORD"])
def test_an_empty_file_is_not_taken_for_no_secret(tmp_path: Path, name: str) -> None:
    (tmp_path / "key").write_text("\n")
    with pytest.raises(ImproperlyConfigured, match=f"{name}_FILE names an empty file"):
        environment(**{f"{name}_FILE": str(tmp_path / "key")})


def test_an_empty_file_for_mail_means_that_nothing_is_mailed(tmp_path: Path) -> None:
    (tmp_path / "mail-url").write_text("")
    assert environment(MAIL_URL_FILE=str(tmp_path / "mail-url")).MAIL_URL == ""


def test_a_file_that_is_no_text_is_told_by_its_name(tmp_path: Path) -> None:
    (tmp_path / "key").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(ImproperlyConfigured, match="SECRET_KEY_FILE names a file that is no text in UTF-8"):
        environment(SECRET_KEY_FILE=str(tmp_path / "key"))
    for path, why in ((tmp_path / "key", "no text in UTF-8"), (tmp_path / "weg", "No such file")):
        with pytest.raises(ImproperlyConfigured, match=f"OIDC_RIJK_CLIENT_SECRET_FILE .*{why}"):
            environment(OIDC_PROVIDERS="rijk", OIDC_RIJK_CLIENT_SECRET_FILE=str(path))


def test_a_password_for_an_address_that_is_none_is_told(tmp_path: Path) -> None:
    with pytest.raises(ImproperlyConfigured, match="REDIS_URL is not like"):
        environment(REDIS_URL="redis://[redis", REDIS_PASSWORD="x")


def test_only_addresses_may_be_allowed() -> None:
    assert environment(METRICS_ALLOWED="127.0.0.1, 10.0.0.0/8").METRICS_ALLOWED == ["127.0.0.1/32", "10.0.0.0/8"]
    with pytest.raises(ImproperlyConfigured, match="METRICS_ALLOWED is not a list of addresses: 'overal'"):
        environment(METRICS_ALLOWED="overal")
