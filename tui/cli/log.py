"""`log`: a conversation with its next step."""

from __future__ import annotations

import click

from core.book.book import Book
from core.usecases.converse import LogConversation, log_conversation
from core.usecases.names import find_account, find_person
from core.usecases.participants import participants
from core.when import read_time
from core.words import ConversationType, Expectation, Sentiment
from tui.cli.exits import wrong
from tui.cli.opened import carry_out, day_of, granted, writing
from tui.cli.options import Common, common_options


@click.command("log")
@click.argument("account", required=False)
@click.option(
    "--type", "form", required=True, type=click.Choice([item.value for item in ConversationType]), help="Its form."
)
@click.option("--summary", required=True, metavar="TEXT", help="What was said.")
@click.option("--when", default="now", metavar="WHEN", help="Such as “yesterday 14:00”; now unless said.")
@click.option("--by", metavar="PERSON", help="Who of us led it.")
@click.option("--with", "who", multiple=True, metavar="NAME", help="Who took part: a contact, one of us, or any name.")
@click.option("--sentiment", type=click.Choice([item.value for item in Sentiment]), help="How the customer felt.")
@click.option(
    "--expectation", type=click.Choice([item.value for item in Expectation]), help="Do we live up to what they expect?"
)
@click.option("--challenge", "challenges", multiple=True, metavar="WORD", help="A challenge of the vocabulary.")
@click.option("--reactive/--proactive", default=None, help="Whether the customer came to us.")
@click.option("--next", "next_text", default="", metavar="TEXT", help="The next step.")
@click.option("--due", metavar="DAY", help="Day the next step is due.")
@click.option("--next-owner", metavar="PERSON", help="Who owes it; whoever leads the account unless said.")
@click.option("--about", metavar="PERSON", help="The CSM who was interviewed.")
@click.option("--private", is_flag=True, help="Keep it out of exports; interviews always are.")
@common_options()
def log_command(
    common: Common,
    account: str | None,
    form: str,
    summary: str,
    when: str,
    by: str | None,
    who: tuple[str, ...],
    sentiment: str | None,
    expectation: str | None,
    challenges: tuple[str, ...],
    reactive: bool | None,
    next_text: str,
    due: str | None,
    next_owner: str | None,
    about: str | None,
    private: bool,
) -> None:
    """Log a conversation with its next step.

    ACCOUNT is an id such as A12, or a name that fits only one account; only an interview can do without.
    """
    with writing(common) as house:
        book = house.desk.book
        number = granted(find_account(book, account)).id if account is not None else None
        if not all(name.strip() for name in who):
            raise wrong("--with names nobody. Write who took part, or leave it out.")
        present = participants(book, number, who)
        request = LogConversation(
            account=number,
            type=ConversationType(form),
            at=read_time(when, house.desk.moment),
            summary=summary,
            by=_person(book, by),
            people=present.people,
            contacts=present.contacts,
            names=present.names,
            sentiment=Sentiment(sentiment) if sentiment is not None else None,
            expectation=Expectation(expectation) if expectation is not None else None,
            challenges=challenges,
            reactive=reactive,
            next_text=next_text,
            next_due=day_of(due, house),
            next_owner=_person(book, next_owner),
            about=_person(book, about),
            private=private,
        )
        carry_out(house, common, log_conversation, request)


def _person(book: Book, text: str | None) -> int | None:
    return granted(find_person(book, text)).id if text is not None else None
