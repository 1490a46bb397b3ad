"""Files in a bucket of S3 or its like, where S3_URL names one (decision 43). None of them has an address."""

import errno
import io
import os
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from tempfile import SpooledTemporaryFile
from typing import IO, TYPE_CHECKING, Any

from boto3.exceptions import Boto3Error
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError
from django.conf import settings
from django.core.files import File
from django.core.files.base import ContentFile
from storages.backends.s3 import S3Storage

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

CONNECT_SECONDS, ANSWER_SECONDS = 3, 30
IN_MEMORY = 1024 * 1024  # bytes of a file that is given; a larger one is in DATA_DIR meanwhile, and not in /tmp
PART = 8 * 1024 * 1024  # bytes of a file that is asked for at once, and kept in memory, where it is read part by part
TRIES = 3  # to read a part
FULL = {"QuotaExceeded", "InsufficientStorage", "XMinioStorageFull", "StorageFull"}
PROBE = "probe"


class BucketStorage(S3Storage):
    """Keeps files under one first part of their names. What the bucket refuses is an OSError, as of a disk."""

    def __init__(self, **options: Any) -> None:
        config = Config(
            s3={"addressing_style": "path"},
            signature_version="s3v4",
            connect_timeout=CONNECT_SECONDS,
            read_timeout=ANSWER_SECONDS,
            retries={"mode": "standard", "total_max_attempts": 3},
            # Many servers that are like S3 do not know the sums that newer clients add.
            request_checksum_calculation="when_required",
            response_checksum_validation="when_required",
        )
        super().__init__(client_config=config, default_acl=None, max_memory_size=IN_MEMORY, **options)

    def url(self, name: str | None, *_arguments: object, **_options: object) -> str:
        """Refuse: a file is given by a page that looks who asks."""
        raise NotImplementedError(f"{name} has no address of its own.")

    def _open(self, name: str, mode: str = "rb") -> "File[Any]":
        """Read all of it before anything is answered. Raises FileNotFoundError."""
        with _as_a_disk(name):
            if not mode.startswith("r"):
                written: File[Any] = super()._open(name, mode)
                return written
            with ExitStack() as stack:
                whole = stack.enter_context(SpooledTemporaryFile(IN_MEMORY, dir=str(settings.DATA_DIR)))
                self.bucket.download_fileobj(self.key_of(name), whole, Config=self.transfer_config)
                whole.seek(0)
                stack.pop_all()  # who asked closes it
            return File(whole, name)

    def streamed(self, name: str) -> IO[bytes]:
        """The file, to be read part by part: no more of it than a part is kept. Raises FileNotFoundError."""
        found = self.bucket.Object(self.key_of(name))
        with _as_a_disk(name):
            found.load()
        return io.BufferedReader(_Streamed(name, found), PART)

    def _save(self, name: str, content: "File[Any]") -> str:
        with _as_a_disk(name):
            return str(super()._save(name, content))

    def exists(self, name: str) -> bool:
        """Tell whether there is such a file."""
        with _as_a_disk(name):
            return bool(super().exists(name))

    def delete(self, name: str) -> None:
        """Remove the file; nothing happens when it is not there."""
        with _as_a_disk(name):
            super().delete(name)

    def listdir(self, name: str) -> tuple[list[str], list[str]]:
        """The folders and the files in a folder."""
        with _as_a_disk(name):
            folders, files = super().listdir(name)
            return folders, files

    def size(self, name: str) -> int:
        """How many bytes the file has. Raises FileNotFoundError."""
        with _as_a_disk(name):
            return int(super().size(name))

    def get_modified_time(self, name: str) -> Any:
        """Return when the file was written. Raises FileNotFoundError."""
        with _as_a_disk(name):
            return super().get_modified_time(name)

    def key_of(self, name: str) -> str:
        """Under which key of the bucket a file stands."""
        return f"{self.location}/{name}"

    def names(self) -> Iterator[str]:
        """The names of all that is stored."""
        first = f"{self.location}/"
        with _as_a_disk(first):
            for found in self.bucket.objects.filter(Prefix=first):
                yield str(found.key).removeprefix(first)

    def check(self) -> None:
        """Write a file, read it and remove it. Raises OSError when the bucket lets us not."""
        name = self.save(PROBE, ContentFile(b"x"))
        self.open(name).close()
        self.delete(name)

    def move_aside(self, place: str) -> bool:
        """Give everything another first part of its name, which the bucket does itself; false when there is nothing."""
        found = list(self.names())
        with _as_a_disk(place):
            for name in found:
                key = self.key_of(name)
                self.bucket.Object(f"{place}/{name}").copy({"Bucket": self.bucket_name, "Key": key})
                self.bucket.Object(key).delete()
        return bool(found)

    def put_all(self, folder: Path) -> None:
        """Store each file of a folder under its name there."""
        for path in sorted(folder.rglob("*")):
            if path.is_file():
                name = str(path.relative_to(folder))
                with _as_a_disk(name):
                    self.bucket.upload_file(str(path), self.key_of(name))


class _Streamed(io.RawIOBase):
    """Reads an object of a bucket a part at a time. Another one under its name meanwhile is an OSError."""

    def __init__(self, name: str, found: Any) -> None:
        self.name, self.found, self.size, self.place = name, found, int(found.content_length), 0

    def readable(self) -> bool:
        """It is only read."""
        return True

    def seekable(self) -> bool:
        """A part is asked for by its place."""
        return True

    def seek(self, offset: int, whence: int = os.SEEK_SET) -> int:
        """Go to a place from the beginning, from here or from the end, and return which."""
        self.place = {os.SEEK_SET: 0, os.SEEK_CUR: self.place, os.SEEK_END: self.size}[whence] + offset
        return self.place

    def readinto(self, buffer: "WriteableBuffer") -> int:
        """Read as much as fits."""
        room = memoryview(buffer).cast("B")
        if self.place >= self.size:
            return 0
        last = min(self.place + len(room), self.size) - 1
        with _as_a_disk(self.name):
            part = self._part(f"bytes={self.place}-{last}")
        room[: len(part)] = part
        self.place += len(part)
        return len(part)

    def _part(self, places: str) -> bytes:
        """These bytes; boto3 itself tries a question again, and not an answer that breaks off."""
        for _ in range(TRIES - 1):
            with suppress(BotoCoreError):
                return self._asked(places)
        return self._asked(places)

    def _asked(self, places: str) -> bytes:
        content: bytes = self.found.get(Range=places, IfMatch=self.found.e_tag)["Body"].read()
        return content


@contextmanager
def _as_a_disk(name: str) -> Iterator[None]:
    """Tell what the bucket says, or that it says nothing, in the words of a disk."""
    try:
        yield
    except ClientError as error:
        code = str(error.response.get("Error", {}).get("Code", ""))
        status = error.response.get("ResponseMetadata", {}).get("HTTPStatusCode")
        if code in {"404", "NoSuchKey"}:
            raise FileNotFoundError(errno.ENOENT, "is er niet", name) from error
        number = errno.ENOSPC if code in FULL or status == 507 else errno.EREMOTEIO
        raise OSError(number, f"de opslag antwoordt {code} ({status})", name) from error
    except (BotoCoreError, Boto3Error) as error:
        raise OSError(errno.EREMOTEIO, f"de opslag antwoordt niet ({type(error).__name__})", name) from error
