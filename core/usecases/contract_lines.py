"""What a renewal does to an account's contract lines: those that end are followed by lines of the new term."""

from __future__ import annotations

from datetime import date

from core.accounts import Account, ContractLine
from core.book.book import Book, IdSource
from core.book.change import Edit, inserted
from core.usecases.refusing import refuse
from core.wording import money


def lines_renewed(
    book: Book, ids: IdSource, account: Account, due: date | None, until: date, arr: int | None
) -> list[Edit]:
    """The edits that follow the lines ending on ``due`` by lines until ``until``, with ``arr`` for the whole account.

    ``arr`` is in minor units of the account's currency and is shared in proportion to the old lines; None keeps
    every line's own. No edits when no line ends on that day, unless an ARR was given: then it is refused, since
    the lines alone say what the ARR is.
    """
    lines = [line for line in book.contracts_of(account.id) if not line.trial]
    ending = [line for line in lines if due is not None and line.until == due]
    if not ending or due is None:
        if arr is not None:
            refuse(
                f"The ARR of {account.name} follows from its contract lines, and none of them ends with this "
                "renewal. Change the lines instead, or renew without an ARR."
            )
        return []
    amounts = [line.arr for line in ending]
    if arr is not None:
        going_on = [line for line in lines if line not in ending and line.runs_on(due)]
        amounts = list(_shared(book, account, ending, going_on, arr))
    return [inserted(_next_term(ids, line, due, until, amount)) for line, amount in zip(ending, amounts, strict=True)]


def _next_term(ids: IdSource, line: ContractLine, since: date, until: date, arr: int | None) -> ContractLine:
    return ContractLine(
        id=ids.take("contracts"),
        account=line.account,
        product=line.product,
        since=since,
        until=until,
        arr=arr,
        currency=line.currency,
        seats=line.seats,
        auto_renews=line.auto_renews,
    )


def _shared(
    book: Book, account: Account, ending: list[ContractLine], going_on: list[ContractLine], arr: int
) -> list[int]:
    """The account's new ARR less the lines that go on, shared over the lines that end."""
    own = account.currency or book.policy.currency
    if any((line.currency or own) != own for line in (*ending, *going_on)):
        refuse(
            f"The contract lines of {account.name} are in several currencies. Renew it without an ARR and change "
            "the lines one by one."
        )
    kept = sum(line.arr or 0 for line in going_on)
    if arr < kept:
        refuse(
            f"Other contract lines of {account.name} that go on come to {money(kept, own)} already, more than "
            f"the {money(arr, own)} given. Give the ARR of the whole account."
        )
    return in_proportion(arr - kept, [line.arr or 0 for line in ending])


def in_proportion(total: int, weights: list[int]) -> list[int]:
    """A total in whole units shared by weights, largest remainder first; evenly when nothing weighs anything."""
    if not any(weights):
        weights = [1] * len(weights)
    whole = sum(weights)
    shares = [total * weight // whole for weight in weights]
    by_remainder = sorted(range(len(weights)), key=lambda place: (-(total * weights[place] % whole), place))
    for place in by_remainder[: total - sum(shares)]:
        shares[place] += 1
    return shares
