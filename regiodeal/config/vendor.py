"""Which files of the npm packages are served: the few that pages use, of the hundreds that the packages hold."""

from collections.abc import Iterable, Iterator
from fnmatch import fnmatch

from django.contrib.staticfiles.finders import FileSystemFinder
from django.core.files.storage import FileSystemStorage
from whitenoise.storage import CompressedManifestStaticFilesStorage

SERVED = {
    "vendor/denhaag/tokens": ["index.css"],
    "vendor/htmx": ["htmx.min.js", "htmx.min.js.map"],
    "vendor/open-sans": ["[467]00.css", "files/*-[467]00-normal.woff2", "files/*-[467]00-normal.woff"],
    "vendor/squire": ["squire.js", "squire.js.map"],
    "vendor/plotly": ["plotly-basic.min.js"],
}


class ServedFilesFinder(FileSystemFinder):
    """Finds the files of STATICFILES_DIRS, leaving out what no page uses."""

    def list(self, ignore_patterns: Iterable[str] | None) -> Iterator[tuple[str, FileSystemStorage]]:
        """Give every file that is served, for collectstatic."""
        for path, storage in super().list(ignore_patterns):
            patterns = SERVED.get(str(getattr(storage, "prefix", "")), ["*"])
            if any(fnmatch(path, pattern) for pattern in patterns):
                yield path, storage


class ServedFilesStorage(CompressedManifestStaticFilesStorage):  # type: ignore[misc]  # WhiteNoise has no types
    """Names every file by its hash, also where one script imports another."""

    support_js_module_import_aggregation = True
