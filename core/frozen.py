"""`dataclass` for frozen values with slots, for a tenth of the time it takes the standard library to declare one.

`dataclasses` compiles six methods for every class while its module is imported, and a short command imports more than
a hundred classes: a third of its time. Here a method is compiled when it is first needed, or is one and the same for
all. Everything else is the standard library's: fields, defaults, slots, `replace`, `fields`, `match`. Fields with
``init=False`` or of type ``InitVar`` are not for here.
"""

from __future__ import annotations

import dataclasses
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from reprlib import recursive_repr
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from dataclasses import dataclass as dataclass
else:

    def dataclass(cls: type | None = None, /, **asked: bool) -> Any:  # noqa: ANN401 - as the standard one
        """The standard decorator; a class it makes frozen with slots, on no other dataclass, is declared here."""

        def declare(cls: type) -> type:
            simple = asked.get("frozen") and asked.get("slots") and set(asked) <= _UNDERSTOOD
            if not simple or dataclasses.is_dataclass(cls):
                return dataclasses.dataclass(**asked)(cls)
            return _declared(cls, eq=asked.get("eq", True), kw_only=asked.get("kw_only", False))

        return declare if cls is None else declare(cls)


_UNDERSTOOD = {"frozen", "slots", "eq", "kw_only"}


def _declared(cls: type, *, eq: bool, kw_only: bool) -> Any:  # noqa: ANN401 - the class with its slots
    own = set(vars(cls))
    if vars(cls).get("__hash__", ...) is None:  # what Python itself puts there beside an __eq__
        own.discard("__hash__")
    made: Any = dataclasses.dataclass(init=False, repr=False, eq=False, slots=True, kw_only=kw_only)(cls)
    if not all(item.init for item in dataclasses.fields(made)):
        raise TypeError(f"{cls.__name__} has a field that is not given to its constructor")
    methods = {**_SHARED, "__init__": _Later(made, "__init__", _constructor)}
    if eq:
        methods |= {"__eq__": _Later(made, "__eq__", _equal), "__hash__": _Later(made, "__hash__", _hash)}
    for name, method in methods.items():
        if name not in own:
            setattr(made, name, method)
    says = made.__dataclass_params__
    says.init = says.repr = says.frozen = True
    says.eq = eq
    return made


# Compiled when they are first needed --------------------------------------------------------------------------


class _Later:
    """Stands for a method until it is called, or somebody looks at its signature."""

    def __init__(self, cls: type, name: str, write: Callable[[Any], Any]) -> None:
        self._cls, self._name, self._write = cls, name, write

    def __get__(self, instance: object, owner: type) -> Any:  # noqa: ANN401 - a bound method, or the function
        method = self._write(self._cls)
        setattr(self._cls, self._name, method)
        return method if instance is None else method.__get__(instance, owner)


def _constructor(cls: Any) -> Any:  # noqa: ANN401 - a dataclass, and a function
    """``__init__``: each value goes straight into its slot, which is quicker than by the slot's name."""
    plain, named, lines = ["self"], ["*"], []
    given: dict[str, Any] = {"_unsaid": dataclasses.MISSING}
    for item in dataclasses.fields(cls):
        parameter = value = item.name
        given[f"_set_{item.name}"] = vars(cls)[item.name].__set__
        if item.default_factory is not dataclasses.MISSING:
            given[f"_make_{item.name}"] = item.default_factory
            parameter += "=_unsaid"
            value = f"_make_{item.name}() if {item.name} is _unsaid else {item.name}"
        elif item.default is not dataclasses.MISSING:
            given[f"_default_{item.name}"] = item.default
            parameter += f"=_default_{item.name}"
        (named if item.kw_only else plain).append(parameter)
        lines.append(f"_set_{item.name}(self, {value})")
    if hasattr(cls, "__post_init__"):
        lines.append("self.__post_init__()")
    method = _compiled(cls, "__init__", [*plain, *(named if len(named) > 1 else [])], lines or ["pass"], given)
    method.__annotations__ = {item.name: item.type for item in dataclasses.fields(cls)} | {"return": None}
    return method


def _equal(cls: Any) -> Any:  # noqa: ANN401 - a dataclass, and a function
    names = [item.name for item in dataclasses.fields(cls) if item.compare]
    other = "if other.__class__ is not self.__class__: return NotImplemented"
    lines = [other, f"return {_values('self', names)} == {_values('other', names)}"]
    return _compiled(cls, "__eq__", ["self", "other"], lines)


def _hash(cls: Any) -> Any:  # noqa: ANN401 - a dataclass, and a function
    names = [item.name for item in dataclasses.fields(cls) if (item.compare if item.hash is None else item.hash)]
    return _compiled(cls, "__hash__", ["self"], [f"return hash({_values('self', names)})"])


def _values(of: str, names: Iterable[str]) -> str:
    return f"({''.join(f'{of}.{name},' for name in names)})"


def _compiled(
    cls: Any,  # noqa: ANN401 - a dataclass
    name: str,
    parameters: Sequence[str],
    lines: Sequence[str],
    given: Mapping[str, Any] | None = None,
) -> Any:  # noqa: ANN401 - a function
    given = given or {}
    body = "\n  ".join(lines)
    text = f"def make({', '.join(given)}):\n def {name}({', '.join(parameters)}):\n  {body}\n return {name}"
    made: dict[str, Any] = {}
    # Among the names of the class's module, so that hints of parameters can be resolved from the function.
    exec(text, vars(sys.modules[cls.__module__]) if cls.__module__ in sys.modules else {}, made)
    method = made["make"](**given)
    method.__qualname__ = f"{cls.__qualname__}.{name}"
    return method


# The same for all ---------------------------------------------------------------------------------------------


@recursive_repr()
def _repr(self: Any) -> str:  # noqa: ANN401 - a dataclass
    shown = (f"{item.name}={getattr(self, item.name)!r}" for item in dataclasses.fields(self) if item.repr)
    return f"{self.__class__.__qualname__}({', '.join(shown)})"


def _set(self: object, name: str, value: object) -> None:
    raise dataclasses.FrozenInstanceError(f"cannot assign to field {name!r}")


def _delete(self: object, name: str) -> None:
    raise dataclasses.FrozenInstanceError(f"cannot delete field {name!r}")


def _state(self: Any) -> list[Any]:  # noqa: ANN401 - a dataclass
    return [getattr(self, item.name) for item in dataclasses.fields(self)]


def _set_state(self: Any, state: list[Any]) -> None:  # noqa: ANN401 - a dataclass
    for item, value in zip(dataclasses.fields(self), state, strict=True):
        object.__setattr__(self, item.name, value)


_SHARED: dict[str, Any] = {
    "__repr__": _repr,
    "__setattr__": _set,
    "__delattr__": _delete,
    "__getstate__": _state,
    "__setstate__": _set_state,
}
