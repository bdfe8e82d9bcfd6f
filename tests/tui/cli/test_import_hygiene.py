from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

ALWAYS = {"textual", "numpy", "asyncio", "rich.console", "rapidfuzz"}
HELP = ALWAYS | {
    *("pydantic", "tinydb", "orjson", "rich", "platformdirs", "core.schema", "core.book.book", "json"),
}
LISTING = ALWAYS | {
    *("pydantic", "tinydb", "core.models.findings", "core.models.rules", "core.desk", "data.store.bookstore"),
    *("difflib", "fractions", "statistics", "random", "importlib.metadata", "email", "socket", "shutil", "tempfile"),
}
READING = ALWAYS | {"tinydb", "data.importing", "data.demo.generate", "core.usecases.mend"}

CHECK = """
import sys
from tui.cli.main import run
code = run(sys.argv[2:])
loaded = sorted(set(sys.argv[1].split(",")) & set(sys.modules))
print("loaded", code, *loaded, file=sys.stderr)
"""


def loaded(forbidden: set[str], *words: str) -> list[str]:
    """The exit code of a command line in a fresh interpreter, and which of some modules it imported."""
    done = subprocess.run(
        [sys.executable, "-c", CHECK, ",".join(forbidden), *words], capture_output=True, text=True, check=True
    )
    return done.stderr.splitlines()[-1].split()[1:]


def test_help_and_version_import_nothing_heavy() -> None:
    assert loaded(HELP | {"shutil"}, "--help") == ["0"]
    assert loaded(HELP, "--version") == ["0"]


@pytest.mark.usefixtures("demo")
@pytest.mark.parametrize("words", [("list", "owner:ana renews<90d"), ("load",), ("people",)])
def test_a_list_imports_no_rules_no_validation_and_no_writer(words: tuple[str, ...]) -> None:
    assert loaded(LISTING, *words) == ["0"]


@pytest.mark.usefixtures("demo")
def test_a_list_after_a_change_is_read_without_validation_too() -> None:
    assert loaded(ALWAYS, "log", "A1", "--type", "call", "--summary", "x") == ["0"]
    assert loaded(ALWAYS, "set", "account", "A1", "notes=x", "arr=5") == ["0"]
    assert loaded({"pydantic"}, "list") == ["0"]


@pytest.mark.usefixtures("demo")
@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("0", ("list", "owner:ana renews<90d")),
        ("0", ("show", "A1")),
        ("0", ("show", "P2")),
        ("0", ("load", "--json")),
        ("0", ("people",)),
        ("1", ("check",)),
        ("0", ("step",)),
        ("0", ("handoff",)),
        ("0", ("history",)),
        ("0", ("model", "list")),
        ("0", ("model", "show", "pooled")),
        ("0", ("where",)),
        ("0", ("snapshot", "-o", "book.snapshot")),
        ("0", ("export", "-o", "book.csv")),
    ],
)
def test_reading_commands_import_no_screens_and_no_writers(code: str, words: tuple[str, ...]) -> None:
    assert loaded(READING, *words) == [code]


@pytest.mark.usefixtures("demo")
@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("0", ("demo",)),
        ("0", ()),
        ("0", ("set", "account", "A1", "notes=x")),
        ("0", ("log", "A1", "--type", "call", "--summary", "x")),
        ("0", ("step", "add", "A1", "call back")),
        ("1", ("undo",)),
        ("0", ("model", "use", "dedicated")),
        ("0", ("checkpoint",)),
    ],
)
def test_writing_commands_import_no_screens(code: str, words: tuple[str, ...]) -> None:
    assert loaded(ALWAYS, *words) == [code]


@pytest.mark.usefixtures("demo")
def test_importing_a_file_imports_no_screens(tmp_path: Path) -> None:
    (tmp_path / "accounts.csv").write_text("Account Name,ARR\nZeta,1200\n", encoding="utf-8")
    assert loaded(ALWAYS, "import", "accounts.csv") == ["0"]


FRAME = """
import sys
import tui.app
import tui.cli.opening
from tui.cli.main import run

def seen(app):
    print("loaded", *sorted(set(sys.argv[1].split(",")) & set(sys.modules)), file=sys.stderr)

tui.cli.opening.has_screen = lambda: True
tui.app.Bookshift.run = seen
run([])
"""


@pytest.mark.usefixtures("demo")
def test_nothing_of_the_book_is_imported_before_the_first_frame() -> None:
    later = ("pydantic", "tinydb", "core.schema", "core.book.book", "data.store.store", "data.catalogue", "tomllib")
    done = subprocess.run([sys.executable, "-c", FRAME, ",".join(later)], capture_output=True, text=True, check=True)
    assert done.stderr.splitlines()[-1].split() == ["loaded"]


WARM = """
import sys
from core.accounts import Account
from core.schema import admit, warm
before = "pydantic" in sys.modules
warm()
known = set(sys.modules)
admit(Account(id=1, name="Acme"))
print(before, *sorted(set(sys.modules) - known))
"""


def test_the_first_change_after_a_warm_up_imports_nothing_more() -> None:
    done = subprocess.run([sys.executable, "-c", WARM], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["False"]
