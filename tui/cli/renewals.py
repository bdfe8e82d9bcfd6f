"""`renew`, `churn` and `reactivate`: how a customer's term ended, and that one came back."""

from __future__ import annotations

import click

from core.usecases.names import find_account
from core.usecases.renew import Churn, Reactivate, Renew, churn, reactivate, renew
from core.usecases.values import money
from core.words import OutcomeKind
from tui.cli.opened import carry_out, day_of, granted, writing
from tui.cli.options import Common, common_options


@click.command("renew")
@click.argument("account")
@click.option("--until", required=True, metavar="DAY", help="The next renewal date.")
@click.option("--on", metavar="DAY", help="Day it was decided; today unless said.")
@click.option("--arr", metavar="AMOUNT", help="New ARR, such as 120000 or 120k; as before unless said.")
@click.option("--extended", is_flag=True, help="The term was extended, not renewed.")
@common_options()
def renew_command(common: Common, account: str, until: str, on: str | None, arr: str | None, extended: bool) -> None:
    """Record a renewal.

    ACCOUNT is an id such as A12, or a name that fits only one account.
    """
    with writing(common) as house:
        book, today = house.desk.book, house.desk.moment.today
        found = granted(find_account(book, account))
        ends = day_of(until, house)
        assert ends is not None
        request = Renew(
            account=found.id,
            on=day_of(on, house, past=True) or today,
            until=ends,
            arr=money(arr, found.currency or book.policy.currency) if arr is not None else None,
            kind=OutcomeKind.EXTENDED if extended else OutcomeKind.RENEWED,
        )
        carry_out(house, common, renew, request)


@click.command("churn")
@click.argument("account")
@click.option("--reason", required=True, metavar="TEXT", help="Why the customer left.")
@click.option("--on", metavar="DAY", help="Day the customer left; today unless said.")
@common_options()
def churn_command(common: Common, account: str, reason: str, on: str | None) -> None:
    """Record that a customer left.

    Its seats end, its follow-ups are dropped. ACCOUNT is an id such as A12, or a name that fits only one account.
    """
    with writing(common) as house:
        found = granted(find_account(house.desk.book, account))
        day = day_of(on, house, past=True) or house.desk.moment.today
        carry_out(house, common, churn, Churn(account=found.id, on=day, reason=reason))


@click.command("reactivate")
@click.argument("account")
@click.option("--on", metavar="DAY", help="First day a customer again; today unless said.")
@click.option("--until", metavar="DAY", help="The new renewal date.")
@click.option("--arr", metavar="AMOUNT", help="New ARR, such as 120000 or 120k; the last one unless said.")
@common_options()
def reactivate_command(common: Common, account: str, on: str | None, until: str | None, arr: str | None) -> None:
    """Record that a customer who left came back.

    Its seats are empty and onboarding begins anew. ACCOUNT is an id such as A12, or a name that fits only one account.
    """
    with writing(common) as house:
        book = house.desk.book
        found = granted(find_account(book, account))
        request = Reactivate(
            account=found.id,
            on=day_of(on, house, past=True) or house.desk.moment.today,
            renews=day_of(until, house),
            arr=money(arr, found.currency or book.policy.currency) if arr is not None else None,
        )
        carry_out(house, common, reactivate, request)
