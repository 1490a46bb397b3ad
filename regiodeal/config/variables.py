"""Reading variables of the environment: a blank one counts as not set, and a secret may stand in a file."""

import os
from pathlib import Path
from typing import Annotated, NamedTuple

from pydantic import BeforeValidator, StringConstraints, ValidationError, ValidationInfo
from pydantic.fields import FieldInfo
from pydantic_settings import BaseSettings, EnvSettingsSource, NoDecode, PydanticBaseSettingsSource, SettingsConfigDict

MAY_BE_EMPTY = ("MAIL_URL", "SECRET_KEY_FALLBACKS")  # an empty file means: not set; Docker wants the file all the same


class SecretFile(NamedTuple):
    """The file that SECRET_KEY_FILE and its like name, and whether the secret is given beside it as well."""

    name: str
    path: str
    is_given_twice: bool

    def text(self) -> str:
        """The secret without its line end. Raises ValueError when it is given twice, unreadable or empty."""
        if self.is_given_twice:
            raise ValueError(f"Set {self.name} or {self.name}_FILE, not both.")
        try:
            text = Path(self.path).read_text(encoding="utf-8").strip()
        except OSError as error:
            raise ValueError(f"{self.name}_FILE cannot be read: {error.strerror}") from None
        except UnicodeDecodeError:
            raise ValueError(f"{self.name}_FILE names a file that is no text in UTF-8.") from None
        if not text and self.name not in MAY_BE_EMPTY:
            raise ValueError(f"{self.name}_FILE names an empty file: put {self.name} in it.")
        return text


FROM_FILE = BeforeValidator(lambda value: value.text() if isinstance(value, SecretFile) else value)
Secret = Annotated[str, FROM_FILE]
Text = Annotated[str, StringConstraints(strip_whitespace=True)]
Flag = Annotated[bool, BeforeValidator(lambda value: str(value).strip().lower() in {"1", "true", "yes", "on"})]


def number(*, least: int, most: int, of: str = "whole number") -> BeforeValidator:
    """Reads a number from least to most; raises ValueError for anything else."""

    def read(value: str | int, info: ValidationInfo) -> int:
        text = str(value).strip()
        is_number = text.isascii() and text.isdecimal() and len(text) <= len(str(most))
        if not is_number or not least <= int(text) <= most:
            raise ValueError(f"{info.field_name} is {text!r}: give a {of} from {least} to {most}.")
        return int(text)

    return BeforeValidator(read)


def listed(text: str) -> list[str]:
    """The parts of a text with commas."""
    return [part.strip() for part in text.split(",") if part.strip()]


Listed = Annotated[
    list[str], NoDecode, BeforeValidator(lambda value: listed(value) if isinstance(value, str) else value)
]


class VariableSource(EnvSettingsSource):
    """The environment as it is now, with the files of secrets."""

    def get_field_value(self, field: FieldInfo, field_name: str) -> tuple[object, str, bool]:
        """Give the value of one variable, or None when it is not set."""
        value, key, is_complex = super().get_field_value(field, field_name)
        name = f"{self.env_prefix}{field_name}"
        path = os.environ.get(f"{name}_FILE")
        if path and FROM_FILE in field.metadata:
            # Of a provider the file wins.
            return SecretFile(name, path, is_given_twice=bool(value) and not self.env_prefix), key, is_complex
        return (value if value and value.strip() else None), key, is_complex


class Variables(BaseSettings):
    """Variables that are read from the environment alone, each by the name of its field."""

    model_config = SettingsConfigDict(case_sensitive=True, frozen=True, validate_default=True)

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Read no other source than the environment."""
        return (VariableSource(settings_cls),)


def told(refused: ValidationError) -> str:
    """All that was refused, a line each, without the values that pydantic shows: one may be a secret."""
    faults = refused.errors(include_url=False, include_input=False)
    own = [fault for fault in faults if fault["type"] != "default_factory_not_called"]  # follows from another fault
    causes = [fault.get("ctx", {}).get("error") or f"{fault['loc'][0]}: {fault['msg']}" for fault in own]
    return "\n".join(dict.fromkeys(str(cause) for cause in causes))
