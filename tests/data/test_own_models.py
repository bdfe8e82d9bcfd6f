"""The manager's own models and alignments as files: read, told with their line, written whole, put aside."""

from __future__ import annotations

from pathlib import Path

import pytest

from core.book.book import Book
from core.errors import BookshiftError
from core.models.spec.reading import ModelError
from core.organisation import Alignment, Model
from core.people import Role
from core.schema import revise
from data.catalogue import catalogue
from data.own_models import OwnModels

OWN = """
key = "pods"
title = "Pods"
summary = "A pod of two per account."
[[seat]]
key = "pod"
carries = ["onboarding", "adoption", "support", "expansion", "renewal"]
roles = ["csm"]
"""


def write(folder: Path, name: str, text: str, kind: str = "models") -> Path:
    path = folder / kind / f"{name}.toml"
    path.parent.mkdir(exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def files(folder: Path, book: Book | None = None) -> OwnModels:
    return OwnModels(folder, catalogue(), book)


def test_an_own_model_file_is_offered_like_a_shipped_one(tmp_path: Path) -> None:
    write(tmp_path, "pods", OWN)

    offered, notes = files(tmp_path).catalogue()

    assert offered.model("pods") is not None
    assert notes == ()


def test_a_broken_own_file_is_named_and_left_aside(tmp_path: Path) -> None:
    write(tmp_path, "pods", OWN.replace('roles = ["csm"]', 'roles = ["wizard"]'))

    offered, notes = files(tmp_path).catalogue()

    assert offered.model("pods") is None
    assert "pods.toml, line 8, seat 1 (pod): there is no role “wizard”" in notes[0]


def test_of_two_files_with_one_key_the_second_is_left_aside_and_said(tmp_path: Path) -> None:
    write(tmp_path, "a", OWN)
    write(tmp_path, "b", OWN.replace('"Pods"', '"Others"'))

    offered, notes = files(tmp_path).catalogue()

    found = offered.model("pods")
    assert (found.title if found else "") == "Pods"
    assert notes == ("b.toml is left aside: another file has the key pods already.",)
    assert files(tmp_path).path("pods").name == "a.toml"


def test_a_model_may_not_have_the_key_of_an_alignment(tmp_path: Path) -> None:
    write(tmp_path, "pods", OWN.replace('"pods"', '"partnership"'))

    offered, notes = files(tmp_path).catalogue()

    assert offered.model("partnership") is None
    assert notes == ("The model partnership is left aside: an alignment has this key.",)


def test_a_role_of_the_book_may_sit_in_an_own_model(tmp_path: Path) -> None:
    path = write(tmp_path, "pods", OWN.replace('roles = ["csm"]', 'roles = ["closer"]'))
    book = Book.of({"roles": (Role(id=1, key="closer", title="Closer"),)})

    with pytest.raises(ModelError):
        files(tmp_path).model(path)
    assert files(tmp_path, book).model(path).seats[0].roles == ("closer",)


def test_what_only_the_book_keeps_is_still_offered_and_gives_way_to_a_file(tmp_path: Path) -> None:
    path = write(tmp_path, "pods", OWN)
    pods = files(tmp_path).model(path)
    book = Book.of({"models": (revise(pods, id=3, title="As it was"),)})

    offered = files(tmp_path, book).catalogue()[0].model("pods")
    assert (offered.title if offered else "") == "Pods"
    path.unlink()
    offered = files(tmp_path, book).catalogue()[0].model("pods")
    assert (offered.title, offered.id) == ("As it was", 0) if offered else False


@pytest.mark.parametrize(
    ("wrong", "line"),
    [
        (OWN + 'colour = "red"\n', 9),
        (OWN.replace('title = "Pods"', "title = 3"), 3),
        (OWN.replace('carries = ["onboarding", ', 'carries = ["juggling", '), 7),
        (OWN.replace("[[seat]]\n", "continuity = -2\n[[seat]]\n"), 5),
        (OWN + '[[seat]]\nkey = "more"\ncarries = ["renewal"]\n', 9),
        (OWN.replace('key = "pods"\n', ""), 1),
        (OWN + "[limits_by_role.wizard]\naccounts = 5\n", 9),
        (OWN.replace("[[seat]]\n", 'leads = { renewal = "closer" }\n[[seat]]\n'), 5),
        (OWN.replace("[[seat]]\n", "thresholds = { dwell_days = 60 }\n[[seat]]\n"), 5),
        (OWN.replace("[[seat]]\n", 'checks = ["BOOK-CAP", "BOOK-FULL"]\n[[seat]]\n'), 5),
    ],
)
def test_what_is_wrong_with_an_own_file_is_said_with_its_line(tmp_path: Path, wrong: str, line: int) -> None:
    path = write(tmp_path, "pods", wrong)

    with pytest.raises(ModelError, match=rf"pods\.toml, line {line}\b"):
        files(tmp_path).model(path)


def test_an_own_file_is_found_by_the_key_in_it(tmp_path: Path) -> None:
    mine, torn = write(tmp_path, "mine", OWN), write(tmp_path, "torn", "key = ")

    assert files(tmp_path).path("pods") == mine
    assert files(tmp_path).path("torn") == torn
    assert files(tmp_path / "nowhere").path("pods") == tmp_path / "nowhere" / "models" / "pods.toml"


def own_copy(key: str) -> Model:
    return revise(next(one for one in catalogue().models if one.key == key), key="own", builtin=False)


@pytest.mark.parametrize("key", [model.key for model in catalogue().models])
def test_every_model_that_ships_can_be_kept_as_an_own_one_and_reads_back(tmp_path: Path, key: str) -> None:
    own = own_copy(key)
    path = files(tmp_path).keep(own, "")

    assert files(tmp_path).model(path) == own


@pytest.mark.parametrize("key", [one.key for one in catalogue().alignments])
def test_every_alignment_that_ships_can_be_kept_as_an_own_one_and_reads_back(tmp_path: Path, key: str) -> None:
    shipped = next(one for one in catalogue().alignments if one.key == key)
    own: Alignment = revise(shipped, key="ours", builtin=False)
    path = files(tmp_path).keep(own, "")

    assert files(tmp_path).alignment(path) == own
    assert files(tmp_path).catalogue()[0].alignment("ours") == own


def test_what_no_file_may_hold_is_not_written(tmp_path: Path) -> None:
    long = revise(own_copy("pooled"), title="P" * 81)
    with pytest.raises(BookshiftError, match="title: it must be at most 80 characters"):
        files(tmp_path).keep(long, "")
    strange = revise(catalogue().alignments[0], key="ours", builtin=False, checks=("NOTHING",))
    with pytest.raises(BookshiftError, match="there is no finding “NOTHING”"):
        files(tmp_path).keep(strange, "")
    assert not list(tmp_path.iterdir())


def test_a_file_that_somebody_changed_meanwhile_is_not_written_over(tmp_path: Path) -> None:
    own = files(tmp_path)
    own.keep(own_copy("pooled"), "")
    before = own.text("own")
    write(tmp_path, "own", before + "# by another hand\n")

    with pytest.raises(BookshiftError, match="was changed by another program"):
        own.keep(own_copy("dedicated"), before)
    assert own.text("own").endswith("# by another hand\n")
    own.keep(own_copy("dedicated"), own.text("own"))
    assert [one.name for one in (tmp_path / "models").iterdir()] == ["own.toml"]


def test_a_file_that_is_thrown_away_is_put_aside_and_no_longer_offered(tmp_path: Path) -> None:
    write(tmp_path, "pods", OWN)

    aside = files(tmp_path).drop("pods")

    assert aside.read_text(encoding="utf-8") == OWN
    assert files(tmp_path).catalogue()[0].model("pods") is None
    with pytest.raises(BookshiftError, match="cannot be put aside"):
        files(tmp_path).drop("pods")
