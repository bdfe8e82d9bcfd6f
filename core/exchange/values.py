"""Cells as values: dates by the column's order, amounts in either notation, yes and no, lists and words."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from core.errors import BookshiftError
from core.exchange.fields import Form
from core.money import minor_units
from core.text import NOTE_LIMIT, clean, fold
from core.when import Ambiguity, DateOrder, WhenError, guess_order, read_date
from core.words import Complexity, HealthBand, Touch

LARGEST = 10**15
"""Largest amount in minor units; more than that is a typing error."""
_NOTHING = frozenset({"", "-", "--", "–", "—", "n/a", "na", "null", "none", "nil", "#n/a", "nan", "."})
_YES = frozenset({"yes", "y", "true", "t", "1", "x", "on", "ja", "oui", "si", "active"})
_NO = frozenset({"no", "n", "false", "f", "0", "off", "nein", "non", "inactive"})
_SYMBOLS = {"€": "EUR", "£": "GBP", "¥": "JPY", "₹": "INR", "₩": "KRW", "₺": "TRY", "₽": "RUB", "zł": "PLN"}
_DOLLARS = frozenset({"USD", "CAD", "AUD", "NZD", "SGD", "HKD", "MXN", "BRL"})
_CODES = (
    "AED AFN ALL AMD ANG AOA ARS AUD AWG AZN BAM BBD BDT BGN BHD BIF BMD BND BOB BRL BSD BTN BWP BYN BZD CAD CDF CHF "
    "CLP CNY COP CRC CUP CVE CZK DJF DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GNF GTQ GYD HKD HNL HTG "
    "HUF IDR ILS INR IQD IRR ISK JMD JOD JPY KES KGS KHR KMF KPW KRW KWD KYD KZT LAK LBP LKR LRD LSL LYD MAD MDL MGA "
    "MKD MMK MNT MOP MRU MUR MVR MWK MXN MYR MZN NAD NGN NIO NOK NPR NZD OMR PAB PEN PGK PHP PKR PLN PYG QAR RON RSD "
    "RUB RWF SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT TND TOP TRY TTD TWD TZS UAH UGX "
    "USD UYU UZS VES VND VUV WST XAF XCD XOF XPF YER ZAR ZMW ZWL"
)
CURRENCIES = frozenset(_CODES.split())
"""Currency codes of ISO 4217 that are in use."""
_FACTORS = {"": 1, "k": 1_000, "m": 1_000_000, "b": 1_000_000_000}


class CellError(BookshiftError):
    """A cell that is not what its column asks for; the text says what would be, without row and column."""


@dataclass(frozen=True, slots=True)
class Money:
    """An amount as a cell holds it."""

    minor: int
    """Minor units of ``currency``, or of the row's currency where that is empty."""
    currency: str = ""
    """ISO code, where the cell names one."""


@dataclass(frozen=True, slots=True)
class HealthValue:
    """Health as a cell holds it: a number, a word, or both."""

    value: int | None = None
    """0 to 100."""
    band: HealthBand | None = None
    """The source's own word."""


@dataclass(frozen=True, slots=True)
class Status:
    """What a status says about an account."""

    customer: bool
    """False for one who is no customer yet, or something else altogether."""
    churned: bool
    """Whether they left."""


Reader = Callable[[str], Any]
"""Reads a cell that is not empty; raises ``CellError``."""


def is_nothing(text: str, form: Form) -> bool:
    """Whether a cell holds no value; a dash or n/a stands for nothing everywhere but in free text."""
    word = text.strip()
    return not word or (form not in (Form.TEXT, Form.NOTE) and fold(word) in _NOTHING)


def reader_of(form: Form, cells: Iterable[str], currency: str, order: DateOrder | None) -> Reader | Ambiguity:
    """The reader of a column, or why its dates cannot be read.

    ``cells`` decide what one cell alone cannot: the order of dates and the decimal mark. ``currency`` is the book's.
    """
    if form is Form.DATE:
        decided = order or guess_order(cell for cell in cells if not is_nothing(cell, form))
        return decided if isinstance(decided, Ambiguity) else _date_reader(decided)
    if form is Form.MONEY:
        comma = decimal_comma(cells)
        return lambda text: money(text, currency, comma=comma)
    if form is Form.HEALTH:
        tenths = _is_out_of_ten(cells)
        return lambda text: _health(text, times=10 if tenths else 1)
    return _PLAIN[form]


def _date_reader(order: DateOrder) -> Reader:
    def read(text: str) -> Any:  # noqa: ANN401 - a date; the readers share one type
        try:
            return read_date(text, order)
        except WhenError as error:
            raise CellError(str(error)) from None

    return read


# Amounts ----------------------------------------------------------------------------------------------------


def decimal_comma(cells: Iterable[str]) -> bool | None:
    """Whether a column writes 1.234,50; None when no value tells. One clear value decides for all."""
    for cell in cells:
        figures = re.sub(r"[^\d.,]", "", cell)
        dot, comma = figures.rfind("."), figures.rfind(",")
        if dot >= 0 and comma >= 0:
            return comma > dot
        last = max(dot, comma)
        if last >= 0 and len(figures) - last - 1 != 3 and figures.count(figures[last]) == 1:
            return comma > dot
    return None


def money(text: str, currency: str, *, comma: bool | None = None) -> Money:
    """An amount: ``$1,200``, ``1.234,50 €``, ``EUR 1 200``, ``120k``. Negative ones are refused.

    ``comma`` says whether a comma is the decimal mark; None takes a single mark before three figures for thousands.
    """
    word = clean(text).replace("−", "-").replace("\u2019", "'")
    negative = bool(re.fullmatch(r"\(.*\)", word)) or "-" in word
    word = word.strip("()").replace("-", "")
    code, word = _currency_in(word, currency)
    figures = re.sub(r"[\s']", "", word)
    match = re.fullmatch(r"\+?([0-9][0-9.,]*)([kmb]?)", figures, re.IGNORECASE)
    if match is None:
        raise CellError(f"“{shown(text)}” is not an amount. Write figures such as 12000, or leave the cell empty")
    whole, decimals = _parts(match[1], text, comma, scaled=bool(match[2]))
    if negative and int(whole + decimals):
        raise CellError(
            f"“{shown(text)}” is below zero, which an amount of revenue cannot be. Correct it or leave it empty"
        )
    scale = _FACTORS[match[2].lower()] * minor_units(code or currency)
    amount = (int(whole + decimals) * scale * 2 + 10 ** len(decimals)) // (2 * 10 ** len(decimals))
    if amount > LARGEST:
        raise CellError(f"“{shown(text)}” is more than any customer pays. Check the figures")
    return Money(amount, code)


def _currency_in(word: str, currency: str) -> tuple[str, str]:
    """The currency a cell names, and the cell without it."""
    for symbol, code in _SYMBOLS.items():
        if symbol in word:
            return code, word.replace(symbol, "")
    match = re.search(r"(?<![^\W\d_])([A-Za-z]{3})(?![^\W\d_])", word)
    if match and match[1].upper() in CURRENCIES:
        return match[1].upper(), (word[: match.start()] + word[match.end() :]).replace("$", "")
    if "$" in word:
        return currency if currency in _DOLLARS else "USD", re.sub(r"[A-Z]{0,2}\$", "", word)
    return "", word


def _parts(figures: str, text: str, comma: bool | None, *, scaled: bool) -> tuple[str, str]:
    """The whole figures and the decimals of a number."""
    marks = re.sub(r"\d", "", figures)
    if not marks:
        return figures, ""
    last = marks[-1]
    head, _, tail = figures.rpartition(last)
    thousands = marks.count(last) > 1 or (comma is not None and (last == ",") is not comma)
    if comma is None and len(marks) == 1 and len(tail) == 3 and not scaled:
        thousands = True
    groups = re.split(r"[.,]", figures if thousands else head)
    wrong = len(set(marks)) > 1 and thousands
    if wrong or any(len(group) != 3 for group in groups[1:]) or not 1 <= len(groups[0]) <= (3 if groups[1:] else 18):
        raise CellError(f"“{shown(text)}” is not an amount. Write figures such as 12000.50, or leave the cell empty")
    return "".join(groups), "" if thousands else tail


# Numbers and words ------------------------------------------------------------------------------------------


def shown(text: str, most: int = 40) -> str:
    """A cell as a sentence may quote it: clean and short."""
    plain = clean(text)
    return plain if len(plain) <= most else plain[: most - 1] + "…"


def _number(text: str) -> float:
    word = clean(text).replace("−", "-").replace(" ", "").removesuffix("%")
    if re.fullmatch(r"[+-]?\d{1,3}([,.']\d{3})+", word):
        word = re.sub(r"[,.']", "", word)
    word = word.replace(",", ".")
    if not re.fullmatch(r"[+-]?\d{1,12}(\.\d{1,9})?", word):
        raise CellError(f"“{shown(text)}” is not a number")
    return float(word)


def _count(text: str) -> int:
    return round(_number(text))


def _percent(text: str) -> int:
    """A percentage; a number up to 1 is a part of one unless it is written with a percent sign."""
    number = _number(text)
    percent = round(number * 100) if number <= 1 and "%" not in text else round(number)
    if not 0 < percent <= 100:
        raise CellError(f"“{shown(text)}” is not a share of a full-time position. Write 0.8 or 80 %")
    return percent


def _hours(text: str) -> int:
    number = _number(re.sub(r"\s*h(ours)?$", "", text.strip(), flags=re.IGNORECASE))
    if not 0 <= number <= 400:
        raise CellError(f"“{shown(text)}” is not a number of hours a month. Write 0 to 400")
    return round(number * 100)


def _flag(text: str) -> bool:
    word = fold(clean(text))
    if word in _YES:
        return True
    if word in _NO:
        return False
    raise CellError(f"“{shown(text)}” is neither yes nor no")


def _words(text: str) -> tuple[str, ...]:
    found: dict[str, str] = {}
    for part in re.split(r"[,;|\n/]", clean(text, limit=NOTE_LIMIT, lines=True)):
        word = part.strip().lstrip("#").strip()
        if word:
            found.setdefault(fold(word), word[:60])
    return tuple(sorted(found.values(), key=fold)[:40])


def _email(text: str) -> str:
    word = clean(text).lower()
    if not re.fullmatch(r"[^@\s]+@[^@\s]+", word):
        raise CellError(f"“{shown(text)}” is not a mail address")
    return word


def site(text: str) -> str:
    """The domain of a web address: ``https://www.Acme.com/about`` and ``acme.com`` are the same."""
    word = re.sub(r"^[a-z][a-z0-9+.-]*://", "", clean(text).lower())
    word = word.split("/", 1)[0].split("?", 1)[0].rsplit("@", 1)[-1].removeprefix("www.").rstrip(".")
    return word if "." in word and " " not in word else ""


def _currency(text: str) -> str:
    word = clean(text)
    code = _SYMBOLS.get(word) or ("USD" if word == "$" else "")
    match = re.match(r"([A-Za-z]{3})\b", word)
    if code:
        return code
    if match and match[1].upper() in CURRENCIES:
        return match[1].upper()
    raise CellError(f"“{shown(text)}” is not a currency. Write its three letters, such as EUR")


_TOUCHES: Mapping[str, Touch] = {
    "high": Touch.HIGH, "hightouch": Touch.HIGH, "white glove": Touch.HIGH, "strategic": Touch.HIGH,
    "mid": Touch.MID, "midtouch": Touch.MID, "medium": Touch.MID, "low": Touch.TECH, "lowtouch": Touch.TECH,
    "tech": Touch.TECH, "techtouch": Touch.TECH, "digital": Touch.TECH, "scaled": Touch.TECH, "pooled": Touch.TECH,
}  # fmt: skip
_COMPLEXITIES: Mapping[str, Complexity] = {
    "simple": Complexity.SIMPLE, "low": Complexity.SIMPLE, "easy": Complexity.SIMPLE,
    "standard": Complexity.STANDARD, "medium": Complexity.STANDARD, "normal": Complexity.STANDARD,
    "complex": Complexity.COMPLEX, "high": Complexity.COMPLEX, "hard": Complexity.COMPLEX,
}  # fmt: skip
_HEALTH: Mapping[str, HealthBand] = {
    "green": HealthBand.GOOD, "good": HealthBand.GOOD, "healthy": HealthBand.GOOD, "high": HealthBand.GOOD,
    "yellow": HealthBand.WATCH, "amber": HealthBand.WATCH, "orange": HealthBand.WATCH, "watch": HealthBand.WATCH,
    "neutral": HealthBand.WATCH, "medium": HealthBand.WATCH, "average": HealthBand.WATCH,
    "red": HealthBand.AT_RISK, "at risk": HealthBand.AT_RISK, "risk": HealthBand.AT_RISK, "bad": HealthBand.AT_RISK,
    "poor": HealthBand.AT_RISK, "low": HealthBand.AT_RISK, "critical": HealthBand.AT_RISK,
}  # fmt: skip
_LEFT = ("churn", "inactive", "terminated", "cancel", "canceled", "lost", "former", "ex-", "closed", "expired", "ended")
_NOT_YET = ("prospect", "lead", "coming", "onboard soon", "partner", "competitor", "vendor", "supplier", "investor")


def _bare(text: str) -> str:
    return re.sub(r"[\s_-]+", " ", fold(clean(text))).strip()


def _touch(text: str) -> Touch:
    word = _bare(text)
    found = _TOUCHES.get(word) or _TOUCHES.get(word.replace(" ", "")) or _TOUCHES.get(word.removesuffix(" touch"))
    if found is None:
        raise CellError(f"“{shown(text)}” is none of high, mid and tech touch")
    return found


def _complexity(text: str) -> Complexity:
    found = _COMPLEXITIES.get(_bare(text))
    if found is None:
        raise CellError(f"“{shown(text)}” is none of simple, standard and complex")
    return found


def _is_out_of_ten(cells: Iterable[str]) -> bool:
    """Whether every number of a health column lies between 0 and 10."""
    numbers = [cell.strip().replace(",", ".") for cell in cells if re.fullmatch(r"\s*\d+([.,]\d+)?\s*", cell)]
    return len(numbers) >= 5 and all(float(number) <= 10 for number in numbers)


def _health(text: str, *, times: int) -> HealthValue:
    band = _HEALTH.get(_bare(text))
    if band is not None:
        return HealthValue(band=band)
    try:
        value = round(_number(text) * times)
    except CellError:
        raise CellError(f"“{shown(text)}” is neither a number from 0 to 100 nor a word such as green") from None
    if not 0 <= value <= 100:
        raise CellError(f"“{shown(text)}” is not a health from 0 to 100")
    return HealthValue(value=value)


def _status(text: str) -> Status:
    word = fold(clean(text))
    if word.startswith(_NOT_YET):
        return Status(customer=False, churned=False)
    left = word.startswith(_LEFT) or word in _NO
    return Status(customer=True, churned=left)


_PLAIN: Mapping[Form, Reader] = {
    Form.TEXT: clean,
    Form.NOTE: lambda text: clean(text, limit=NOTE_LIMIT, lines=True),
    Form.COUNT: _count,
    Form.PERCENT: _percent,
    Form.HOURS: _hours,
    Form.FLAG: _flag,
    Form.WORDS: _words,
    Form.EMAIL: _email,
    Form.SITE: site,
    Form.CURRENCY: _currency,
    Form.TOUCH: _touch,
    Form.COMPLEXITY: _complexity,
    Form.STATUS: _status,
}
