from __future__ import annotations

import copy
import dataclasses
import inspect
import pickle
from collections.abc import Callable
from dataclasses import FrozenInstanceError, field
from typing import Any, get_type_hints

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core import frozen
from core.frozen import dataclass


@dataclass(frozen=True, slots=True)
class Point:
    """Declared as the application declares its values."""

    x: int
    y: int = 0
    tags: list[str] = field(default_factory=list)
    _memo: object = field(default=None, repr=False, compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """Given by name only."""

    name: str
    at: Point | None = None


def both(declare: Callable[[Any], type], **options: Any) -> tuple[type, type]:  # noqa: ANN401 - a decorator's
    """A class declared by the standard library and the same one declared here."""
    given = {"frozen": True, "slots": True, **options}
    return declare(dataclasses.dataclass(**given)), declare(dataclass(**given))


def pair(decorate: Any) -> type:  # noqa: ANN401 - a decorator
    @decorate
    class Pair:
        """Two values and one that does not count."""

        left: Any
        right: Any = 7
        aside: Any = field(default=0, compare=False, repr=False)
        hashed_only: Any = field(default=1, compare=False, hash=True)

    made: type = Pair
    return made


VALUES = st.none() | st.integers(0, 3) | st.text(max_size=2) | st.floats() | st.tuples(st.integers(0, 1))


@given(st.lists(VALUES, min_size=1, max_size=4), st.lists(VALUES, min_size=1, max_size=4))
def test_values_are_equal_hashed_and_shown_as_the_standard_library_has_them(one: list[Any], other: list[Any]) -> None:
    standard, own = both(pair)

    assert (own(*one) == own(*other)) is (standard(*one) == standard(*other))
    assert (hash(own(*one)) == hash(own(*other))) is (hash(standard(*one)) == hash(standard(*other)))
    assert hash(own(*one)) == hash(standard(*one))
    assert repr(own(*one)) == repr(standard(*one))


def test_what_is_given_wrongly_is_refused_in_the_same_words() -> None:
    standard, own = both(pair)
    for arguments, named in [((), {}), ((1, 2, 3, 4, 5), {}), ((1,), {"left": 2}), ((1,), {"more": 2})]:
        said = []
        for cls in (standard, own):
            with pytest.raises(TypeError) as caught:
                cls(*arguments, **named)
            said.append(str(caught.value))
        assert said[0] == said[1]


def test_a_signature_and_its_hints_can_be_read_before_anything_was_made() -> None:
    standard, own = both(pair)

    assert str(inspect.signature(own)) == str(inspect.signature(standard))
    assert get_type_hints(Named.__init__)["at"] == Point | None
    assert Named.__init__.__qualname__ == "Named.__init__"
    assert Point.__match_args__ == ("x", "y", "tags", "_memo")


def test_nothing_is_compiled_before_it_is_needed() -> None:
    _, own = both(pair)
    names = ("__init__", "__eq__", "__hash__")

    assert not any(inspect.isfunction(vars(own)[name]) for name in names)
    assert own(1) == own(1)
    assert inspect.isfunction(vars(own)["__init__"])
    assert not inspect.isfunction(vars(own)["__hash__"])
    assert {own(1): 2}[own(1)] == 2
    assert all(inspect.isfunction(vars(own)[name]) for name in names)


def test_a_value_cannot_be_changed_and_holds_nothing_else() -> None:
    point = Point(1)
    with pytest.raises(FrozenInstanceError, match="cannot assign to field 'x'"):
        point.x = 2  # type: ignore[misc]
    with pytest.raises(FrozenInstanceError, match="cannot delete field 'x'"):
        del point.x
    with pytest.raises(FrozenInstanceError):
        point.z = 2  # type: ignore[attr-defined]
    assert not hasattr(point, "__dict__")
    assert point == Point(1)


def test_every_value_has_its_own_default_of_a_factory() -> None:
    one, other = Point(1), Point(1)
    one.tags.append("x")

    assert other.tags == []
    assert Point(1, tags=["y"]).tags == ["y"]


def test_values_are_copied_replaced_and_kept_outside() -> None:
    named = Named(name="Acme", at=Point(1, 2, ["x"], None))

    assert copy.deepcopy(named) == copy.copy(named) == pickle.loads(pickle.dumps(named)) == named
    assert dataclasses.replace(named, name="Zeta") == Named(name="Zeta", at=named.at)
    assert dataclasses.asdict(named)["at"] == {"x": 1, "y": 2, "tags": ["x"], "_memo": None}
    match named:
        case Named(name="Acme", at=Point(x, y)):
            assert (x, y) == (1, 2)
        case _:
            pytest.fail("a value is not matched by its fields")


def test_a_class_keeps_the_methods_it_writes_itself() -> None:
    @dataclass(frozen=True, slots=True)
    class Loose:
        word: str
        seen: tuple[str, ...] = ()

        def __post_init__(self) -> None:
            object.__setattr__(self, "seen", (self.word,))

        def __eq__(self, other: object) -> bool:
            return isinstance(other, Loose) and self.word.lower() == other.word.lower()

        def __hash__(self) -> int:
            return hash(self.word.lower())

        def __repr__(self) -> str:
            return f"<{self.word}>"

    assert Loose("A") == Loose("a")
    assert len({Loose("A"), Loose("a")}) == 1
    assert repr(Loose("A")) == "<A>"
    assert Loose("A").seen == ("A",)


def test_a_class_that_writes_only_its_own_equality_is_hashed_by_its_fields() -> None:
    def declared(decorate: Any) -> type:  # noqa: ANN401 - a decorator
        class Half:
            word: str

            def __eq__(self, other: object) -> bool:
                return True

        made: type = decorate(Half)
        return made

    standard, own = both(declared)
    assert hash(own("a")) == hash(standard("a"))


def test_without_equality_each_value_is_only_itself() -> None:
    def declared(decorate: Any) -> type:  # noqa: ANN401 - a decorator
        class Node:
            word: str

        made: type = decorate(Node)
        return made

    for cls in both(declared, eq=False):
        one = cls("a")
        assert one == one
        assert one != cls("a")
        assert len({one, cls("a")}) == 2


def test_a_value_that_holds_itself_can_be_shown() -> None:
    point = Point(1)
    point.tags.append(point)  # type: ignore[arg-type]

    assert repr(point) == "Point(x=1, y=0, tags=[...])"


def test_every_other_dataclass_is_the_standard_librarys() -> None:
    @dataclass(slots=True)
    class Open:
        x: int

    @dataclass(frozen=True, slots=True, order=True)
    class Ordered:
        x: int

    @dataclass(frozen=True, slots=True)
    class Further(Point):
        z: int = 3

    @dataclass
    class Bare:
        x: int

    opened = Open(1)
    opened.x = 2
    assert opened == Open(2)
    assert Ordered(1) < Ordered(2)
    assert Further(1, z=4) == Further(x=1, z=4)
    assert Bare(1) == Bare(1)


def test_a_field_that_the_constructor_is_not_given_is_refused_at_once() -> None:
    with pytest.raises(TypeError, match="Odd has a field"):

        @frozen.dataclass(frozen=True, slots=True)
        class Odd:
            x: int = field(default=0, init=False)
