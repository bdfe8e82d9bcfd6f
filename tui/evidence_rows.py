"""The rows of the evidence page: lines for and against, what was heard, customers nobody asked, past reviews."""

from __future__ import annotations

from dataclasses import dataclass

from core.book.book import Book
from core.models.fit.line import Evidence, Side, percent_text
from core.models.fit.tally import Heard
from core.models.fit.unasked import Unasked
from core.organisation import Review
from core.wording import UNKNOWN, counted, money_short, short_date
from tui.evidence_words import answer_text, challenges_text, number_text, speaks_text, yes_text
from tui.portrait import Said
from widgets.table.columns import Cell, Column
from widgets.tones import Tone

_SIDES: dict[Side, tuple[str, Tone]] = {
    Side.FOR: ("for", "good"),
    Side.AGAINST: ("against", "warn"),
    Side.UNHEARD: ("not heard", "muted"),
}


def _side(line: Evidence) -> Cell:
    return Cell(*_SIDES[line.side])


# Lines --------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class EvidenceRow:
    """One line of evidence."""

    id: int
    """Number that is the same for the same line while the page is open."""
    line: Evidence
    """The line."""
    speaks: str
    """What it speaks of, and for which accounts."""


def evidence_row(book: Book, number: int, line: Evidence) -> EvidenceRow:
    """The row of a line."""
    of = line.place.title if line.side is Side.UNHEARD else speaks_text(book, line)
    return EvidenceRow(number, line, of)


EVIDENCE_COLUMNS: tuple[Column[EvidenceRow], ...] = (
    Column("side", "Speaks", lambda row: _side(row.line), width=9),
    Column("speaks", "Of", lambda row: Cell(row.speaks), width=20, flex=2),
    Column("name", "Signal", lambda row: Cell(row.line.name), width=16, flex=1),
    Column("value", "Number", lambda row: Cell(row.line.value_text or UNKNOWN), width=9, align="right"),
    Column("n", "n", lambda row: Cell(f"{row.line.n:,}"), width=6, align="right"),
    Column("source", "Source", lambda row: Cell(row.line.sources[0].value, "muted"), width=21, priority=1),
    Column("rule", "Rule", lambda row: Cell(row.line.rule, "muted"), width=24, flex=3, priority=2),
)
"""The columns of the lines."""


def evidence_heading(row: EvidenceRow) -> str:
    """The signal, and what the line speaks for or against."""
    line = row.line
    side = line.side.value if line.speaks else f"{line.side.value}:"
    return f"{line.signal} {line.name}: {side} {row.speaks}"


def evidence_said(row: EvidenceRow) -> tuple[Said, ...]:
    """A line in full; the rule is the longest and stands last."""
    line = row.line
    private = (Said("Private", "from interviews; it stays out of what you copy", "muted"),)
    return (
        Said("Says", line.says, _SIDES[line.side][1]),
        *(private if line.private else ()),
        Said("Number", number_text(line)),
        Said("Source", f"{line.source_text}; {short_date(line.on)}"),
        Said("Rule", line.rule, "muted"),
    )


# What was heard -----------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class HeardRow:
    """What was heard from a group of customers."""

    id: int
    """Number that is the same for the same group while the page is open."""
    heard: Heard
    """The counts."""
    share: str
    """Plain yes among the answers, with a word where those are few."""
    challenges: str
    """What was named, the most frequent first."""


def heard_row(book: Book, number: int, heard: Heard) -> HeardRow:
    """The row of a group."""
    return HeardRow(number, heard, yes_text(book, heard), challenges_text(book, heard.challenges))


HEARD_COLUMNS: tuple[Column[HeardRow], ...] = (
    Column("title", "Who", lambda row: Cell(row.heard.title), width=18, flex=1),
    Column("yes", "Yes", lambda row: Cell(f"{row.heard.yes:,}"), width=5, align="right"),
    Column("no", "No", lambda row: Cell(f"{row.heard.no:,}"), width=5, align="right"),
    Column("not_said", "Not said", lambda row: Cell(f"{row.heard.not_said:,}"), 8, align="right", priority=2),
    Column("share", "Plain yes", lambda row: Cell(row.share), width=14),
    Column("challenges", "Challenges named", lambda row: Cell(row.challenges, "muted"), 18, flex=2, priority=1),
)
"""The columns of the tally."""


def heard_said(row: HeardRow) -> tuple[Said, ...]:
    """A group in full."""
    heard = row.heard
    answers = f"{heard.yes:,} plain yes and {heard.no:,} no of {counted(heard.answers, 'answer')}"
    share = f", {percent_text(heard.yes, heard.answers)}" if heard.answers else ""
    return (
        Said("Answers", answers + share),
        Said("Silent", f"{counted(heard.not_said, 'customer')} we talked with gave no answer"),
        Said("Named", row.challenges or "no challenge"),
    )


# Whom nobody asked --------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class UnaskedRow:
    """A customer nobody asked."""

    unasked: Unasked
    """The customer."""
    owner: str
    """Who leads the account."""

    @property
    def id(self) -> int:
        """Account id."""
        return self.unasked.account


UNASKED_COLUMNS: tuple[Column[UnaskedRow], ...] = (
    Column("name", "Account", lambda row: Cell(row.unasked.name), width=20, flex=2),
    Column("owner", "Owner", lambda row: Cell(row.owner or UNKNOWN), width=14, flex=1),
    Column("arr", "ARR", lambda row: Cell(_arr(row)), width=6, align="right"),
    Column("answer", "Last answer", lambda row: Cell(answer_text(row.unasked)), width=17),
)
"""The columns of those nobody asked."""


def _arr(row: UnaskedRow) -> str:
    return UNKNOWN if row.unasked.arr is None else money_short(row.unasked.arr)


# Reviews ------------------------------------------------------------------------------------------------------

REVIEW_COLUMNS: tuple[Column[Review], ...] = (
    Column("on", "Held", lambda review: Cell(short_date(review.on)), width=11),
    Column("decision", "Decided", lambda review: Cell(review.decision), width=20, flex=1),
    Column("heard", "Heard", lambda review: Cell(review.heard, "muted"), width=20, flex=1, priority=1),
    Column("next", "Next", lambda review: Cell(short_date(review.next_on) if review.next_on else UNKNOWN), width=11),
)
"""The columns of past reviews, the latest first."""


def review_said(review: Review) -> tuple[Said, ...]:
    """A review in full."""
    return (
        Said("Heard", review.heard),
        Said("Decided", review.decision),
        Said("Next", short_date(review.next_on) if review.next_on else UNKNOWN),
        *(Said("" if number else "Measures", line) for number, line in enumerate(review.measures.splitlines())),
    )
