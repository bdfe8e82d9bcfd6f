"""The demo book: a believable team with its troubles, the same for the same size, seed and day."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from random import Random

from core.book.book import Book
from core.organisation import Era, Model, Plan
from core.people import Person
from core.policy import Policy
from core.schema import revise
from data.catalogue import catalogue, standard_records
from data.demo.customers import drawn, give, name_them
from data.demo.records import records_of
from data.demo.roster import people_of, pool_of
from data.demo.shape import Shape, Size, shape_of
from data.demo.talk import talk
from data.demo.troubles import BARRED, spoil

NAME = "Northwind CS"
"""Name of the book on screen."""


def demo_book(size: Size = "small", *, seed: int = 7, today: date) -> Book:
    """A demo book of a size: ``small`` 8 people and 200 accounts, ``team`` 20 and 2,000, ``large`` 50 and 10,000.

    One open position comes on top of the people. Every date is relative to ``today``; nothing is read or written.
    """
    shape = shape_of(size)
    random = Random(f"bookshift demo {size} {seed}")
    people = people_of(shape, random, today)
    customers = drawn(shape, random, today)
    give(customers, shape, today)
    name_them(customers, people, random)
    spoil(customers, shape, random, today)
    records = records_of(customers, people, shape, random, today)
    conversations, followups = talk(customers, records, people, shape, random, today)
    barred = {c.number: c.owner for c in customers if BARRED in c.troubles}
    return Book.of(
        {
            "policy": [Policy(name=NAME, currency="USD", plan=1)],
            **standard_records(),
            "models": _pinned(shape),
            "plans": [Plan(id=1, title=shape.title, lines=shape.lines)],
            "eras": [Era(id=1, plan=1, title=shape.title, since=today - timedelta(days=420))],
            "people": [_kept_away(person, barred) for person in people],
            "pools": pool_of(shape),
            "accounts": records.accounts,
            "contacts": records.contacts,
            "contracts": records.contracts,
            "holders": records.holders,
            "followups": followups,
            "readings": records.readings,
            "conversations": conversations,
        }
    )


def _kept_away(person: Person, barred: dict[int, int | None]) -> Person:
    """The person with the accounts they must not be assigned to."""
    mine = tuple(sorted(number for number, owner in barred.items() if owner is not None and owner + 1 == person.id))
    return revise(person, not_for=mine) if mine else person


def _pinned(shape: Shape) -> list[Model]:
    """The models that the lines of the plan name, as the book keeps them."""
    keys = dict.fromkeys(line.model for line in shape.lines if line.model)
    return [revise(model, id=number) for number, model in enumerate(_models(keys), start=1)]


def _models(keys: Iterable[str]) -> Iterator[Model]:
    for key in keys:
        model = catalogue().model(key)
        assert model is not None, key
        yield model
