"""Texts as a manager types them, read as money, hours, percents, choices and lists; days are ``core.when``'s."""

from __future__ import annotations

import re
from collections.abc import Iterable
from enum import StrEnum
from typing import TypeVar

from core.errors import BookshiftError
from core.money import minor_units
from core.text import fold

C = TypeVar("C", bound=StrEnum)

_YES = frozenset({"yes", "y", "true", "on", "1"})
_NO = frozenset({"no", "n", "false", "off", "0"})
_FACTORS = {"": 1, "k": 1_000, "m": 1_000_000, "b": 1_000_000_000}
LARGEST_AMOUNT = 10**15
"""Largest amount in minor units; more than that is a typing error."""


class Unreadable(BookshiftError):
    """A text that is not what its field asks for; the message says what would be."""


def money(text: str, currency: str) -> int:
    """An amount in minor units of a currency: ``120000``, ``120k``, ``1.2M``, ``$1,200.50``, ``1 200``.

    Never negative. With ``.`` or ``,`` before exactly three figures and nothing else the figures are thousands.
    """
    word = re.sub(r"[\s'_\u2019]", "", fold(text)).strip("$€£¥")
    word = word.removeprefix(currency.lower()).removesuffix(currency.lower()).strip("$€£¥")
    match = re.fullmatch(r"([+-]?)([0-9][0-9.,]*)([kmb]?)", word)
    if match is None:
        raise Unreadable(f"“{text.strip()}” is not an amount. Write figures, such as 120000, 120k or 1.2M")
    sign, figures, factor = match.groups()
    whole, decimals = _split(figures, text, scaled=bool(factor))
    if sign == "-" and (int(whole or "0") or int(decimals or "0")):
        raise Unreadable(f"“{text.strip()}” is below zero. Write 0 or more")
    scale = _FACTORS[factor] * minor_units(currency)
    parts: int = 10 ** len(decimals)
    amount, rest = divmod(int(whole + decimals) * scale, parts)
    if rest:
        raise Unreadable(f"“{text.strip()}” is finer than the smallest coin. Round it")
    if amount > LARGEST_AMOUNT:
        raise Unreadable(f"“{text.strip()}” is more than any customer pays. Check the figures")
    return amount


def _split(figures: str, text: str, *, scaled: bool) -> tuple[str, str]:
    """The whole figures and the decimals of a number in either notation."""
    marks = [char for char in figures if char in ".,"]
    if not marks:
        return figures, ""
    last = marks[-1]
    head, _, tail = figures.rpartition(last)
    grouped = marks.count(last) > 1 or (len(set(marks)) == 1 and len(tail) == 3 and not scaled)
    groups = figures if grouped else head
    parts = re.split(r"[.,]", groups)
    if any(len(part) != 3 for part in parts[1:]) or (grouped and len(set(marks)) > 1):
        raise Unreadable(f"“{text.strip()}” is not an amount. Write figures, such as 120000, 120k or 1.2M")
    whole = "".join(parts)
    return (whole, "") if grouped else (whole, tail)


def hours(text: str) -> int:
    """Hours in hundredths: ``7.5``, ``7,5 h``."""
    match = re.fullmatch(r"([0-9]{1,6})(?:[.,]([0-9]{1,2}))?\s*h?", text.strip())
    if match is None:
        raise Unreadable(f"“{text.strip()}” is not a number of hours. Write it as 7.5")
    return int(match[1]) * 100 + int((match[2] or "0").ljust(2, "0"))


def percent(text: str) -> int:
    """A whole percent: ``80``, ``80 %``, or ``0.8`` as a part of one."""
    word = text.strip().removesuffix("%").strip()
    if part := re.fullmatch(r"(0|1)[.,]([0-9]{1,2})", word):
        return int(part[1]) * 100 + int(part[2].ljust(2, "0"))
    return whole(word)


def whole(text: str) -> int:
    """A whole number."""
    if not re.fullmatch(r"[+-]?[0-9]{1,9}", text.strip()):
        raise Unreadable(f"“{text.strip()}” is not a whole number")
    return int(text)


def currency(text: str) -> str:
    """An ISO code of three letters, in capitals."""
    code = text.strip().upper()
    if not re.fullmatch(r"[A-Z]{3}", code):
        raise Unreadable(f"“{text.strip()}” is not a currency. Write its three letters, such as EUR")
    return code


def flag(text: str) -> bool:
    """Yes or no."""
    word = fold(text.strip())
    if word in _YES:
        return True
    if word in _NO:
        return False
    raise Unreadable(f"“{text.strip()}” is neither yes nor no")


def choice(options: type[C], text: str) -> C:
    """A member of a closed set by its word; blanks and hyphens count as the underscore."""
    word = re.sub(r"[\s-]+", "_", fold(text.strip()))
    for option in options:
        if option.value == word:
            return option
    raise Unreadable(f"“{text.strip()}” is none of {', '.join(options)}")


def known(word: str, options: Iterable[tuple[str, tuple[str, ...]]], what: str) -> str:
    """The key among (key, other spellings) that a word means."""
    wanted = fold(word.strip())
    keys = []
    for key, spellings in options:
        keys.append(key)
        if wanted in (fold(key), *map(fold, spellings)):
            return key
    among = f"none of {', '.join(keys)}" if keys else f"unknown, since the book has no {what} yet"
    raise Unreadable(f"“{word.strip()}” is {among}")


def words(text: str, before: tuple[str, ...] = ()) -> tuple[str, ...]:
    """A sorted list of words: ``a, b`` sets it, ``+a -b`` adds to and takes from the one before, empty clears it."""
    parts = [part.strip().lstrip("#").strip() for part in re.split(r"[,;\n]", text)]
    if re.match(r"\s*[+-]\s*#?\S", text):
        return _edited(text, before)
    return _unique(part for part in parts if part)


def _edited(text: str, before: tuple[str, ...]) -> tuple[str, ...]:
    kept = list(before)
    for part in re.split(r"[,;\n]|\s(?=[+-])", text):
        step = part.strip()
        if not step:
            continue
        if step[0] not in "+-":
            raise Unreadable(f"“{step}” stands without + or - beside words that have one")
        word = step[1:].strip().lstrip("#").strip()
        kept = [other for other in kept if fold(other) != fold(word)]
        if step[0] == "+" and word:
            kept.append(word)
    return _unique(kept)


def _unique(parts: Iterable[str]) -> tuple[str, ...]:
    found: dict[str, str] = {}
    for part in parts:
        found.setdefault(fold(part), part)
    return tuple(sorted(found.values(), key=fold))
