"""The scripts of the pages: their rules tested without a browser, and how they name each other once they are served."""

import os
import re
import subprocess
import sys
from pathlib import Path

from tests.portal import ROOT

IMPORT = re.compile(r'^import .* from "\./(.*)";$', re.MULTILINE)


def test_the_rules_of_the_scripts_hold() -> None:
    tests = [str(path) for path in sorted(Path(ROOT, "tests/js").glob("*.test.js"))]
    done = subprocess.run(["node", "--test", *tests], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout


def test_a_module_names_the_modules_that_it_imports_by_their_hash(tmp_path: Path) -> None:
    env = os.environ | {"DATA_DIR": str(tmp_path)}
    prepare = [sys.executable, "manage.py", "collectstatic", "--noinput", "-v0"]
    subprocess.run(prepare, cwd=ROOT, env=env, check=True, capture_output=True)
    scripts = {path.name: path.read_text() for path in (tmp_path / "static" / "js").glob("*.js")}
    imported = {name for text in scripts.values() for name in IMPORT.findall(text)}
    assert {name.split(".")[0] for name in imported} >= {"entry-grid-cells", "entry-grid-keys", "entry-grid-paste"}
    assert imported <= scripts.keys()
    assert all(re.fullmatch(r"[a-z-]+\.[0-9a-f]{12}\.js", name) for name in imported)
