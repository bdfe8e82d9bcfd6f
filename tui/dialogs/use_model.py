"""Putting a model in force: whom it reaches and what it would find, before anything is written. It moves nobody."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING, ClassVar

from textual import work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widgets import Static

from core.book.book import Book
from core.book.change import Change
from core.errors import Refusal
from core.models.finding import Group
from core.outlook import Outlook
from core.ports import Catalogue
from core.usecases.use_model import UseModel, coverage, use_model
from core.wording import counted
from core.words import SeatHolding
from tui.card import said_content
from tui.dialogs.base import Dialog
from tui.dialogs.confirm import lines_content
from tui.model_portrait import Card, sentences
from tui.portrait import Said
from widgets.form import Form, Line
from widgets.key_hints import Hint
from widgets.tones import Tone

if TYPE_CHECKING:
    from tui.app import Bookshift

_MOST_GROUPS = 6


class UseModelDialog(Dialog[UseModel]):
    """A preview of a plan with one model for everybody, and what may be chosen beside it."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("enter", "use", "Use", show=False)]
    HINTS: ClassVar[tuple[Hint, ...]] = (
        Hint("enter", "Put it in force"),
        Hint("left right", "Choose"),
        Hint("esc", "Leave all as it is"),
    )

    def __init__(self, outlook: Outlook, card: Card, models: Catalogue) -> None:
        """Look at a model, or at an alignment with its own model."""
        super().__init__(f"Use {card.title}")
        self._outlook = outlook
        self._card = card
        self._models = models
        self._refusal: Refusal | None = None

    @classmethod
    async def ask(cls, app: Bookshift, outlook: Outlook, card: Card, models: Catalogue) -> bool:
        """Show the preview and put the model in force when the user wants it; whether it was done."""
        request = await app.push_screen_wait(cls(outlook, card, models))
        return request is not None and not isinstance(await app.change(use_model, request), Refusal)

    def body(self) -> ComposeResult:
        """The choices, if there are any, over the preview."""
        lines = self._choices()
        if lines:
            yield Form(lines)
        yield Static("", classes="use--preview")

    def _choices(self) -> list[Line]:
        lines = []
        if self._card.alignment is None:
            options = [("", "none"), *((one.key, one.title.lower()) for one in self._models.alignments)]
            lines.append(Line("alignment", "Aligned", "", tuple(options)))
        pools = [pool for pool in self._outlook.book.pools.all() if not pool.archived]
        model = self._card.model
        if len(pools) > 1 and model is not None and any(seat.holder is SeatHolding.POOL for seat in model.seats):
            lines.append(Line("pool", "Pool", pools[0].key, tuple((pool.key, pool.title) for pool in pools)))
        return lines

    def on_mount(self) -> None:
        """Start with the choices and work out what follows."""
        form = self.query_one_optional(Form)
        if form is not None:
            form.focus()
        self._preview()

    @property
    def request(self) -> UseModel:
        """What is asked for as the form stands."""
        form = self.query_one_optional(Form)
        values = form.values if form is not None else {}
        return UseModel(
            models=self._models.models,
            alignments=self._models.alignments,
            key=self._card.key,
            alignment=values.get("alignment", ""),
            pool=values.get("pool", ""),
        )

    # The preview --------------------------------------------------------------------------------------------

    def on_form_changed(self, event: Form.Changed) -> None:
        """Work it out again."""
        self._preview()

    @work(exclusive=True, group="preview")
    async def _preview(self) -> None:
        """Run the use case on the book without writing, beside the screen: findings of a large book take a moment."""
        self._say(Content.styled("Working out whom it reaches and what it would find.", "$foreground-muted"))
        desk, request = self.bookshift.desk, self.request
        said = await asyncio.to_thread(_foreseen, self._outlook, lambda: desk.preview(use_model, request))
        self._refusal = said if isinstance(said, Refusal) else None
        if isinstance(said, Refusal):
            self._say(lines_content(said.says, said.details))
        else:
            width = max(40, self.query_one(".use--preview").size.width)
            self._say(said_content(said, 16, width))

    def _say(self, content: Content) -> None:
        self.query_one(".use--preview", Static).update(content)

    # Answering ----------------------------------------------------------------------------------------------

    def on_form_submitted(self, event: Form.Submitted) -> None:
        """Put it in force."""
        self.action_use()

    def action_use(self) -> None:
        """Put it in force, unless it is refused: why stands on the screen."""
        if self._refusal is None:
            self.dismiss(self.request)


def _foreseen(outlook: Outlook, preview: Callable[[], tuple[Change, Book] | Refusal]) -> tuple[Said, ...] | Refusal:
    """What a plan would reach and find, or why it cannot be used."""
    outcome = preview()
    if isinstance(outcome, Refusal):
        return outcome
    _, after = outcome
    plan = after.plan
    if plan is None:
        return ()
    day = outlook.moment.today
    said = list(sentences(after, plan, coverage(after, plan, day)))
    said.append(Said("Moves", "nobody: everybody keeps their seats, and what no longer fits shows as findings"))
    return (*said, *findings_then(outlook, Outlook(after, outlook.moment)))


def findings_then(before: Outlook, after: Outlook) -> Iterator[Said]:
    """The kinds of findings whose number would differ, the largest difference first."""
    old = {group.code: group for group in before.findings.groups()}
    new = {group.code: group for group in after.findings.groups()}
    whole = sum(group.count for group in old.values()), sum(group.count for group in new.values())
    yield Said("Findings", f"{whole[0]:,} now, {whole[1]:,} then; in {len(old)} kinds now, {len(new)} then")
    codes = sorted(old.keys() | new.keys(), key=lambda code: (-abs(_count(new, code) - _count(old, code)), code))
    differing = [code for code in codes if _count(old, code) != _count(new, code)]
    for code in differing[:_MOST_GROUPS]:
        tone: Tone = "warn" if _count(new, code) > _count(old, code) else "good"
        example = f": {new[code].findings[0].message}" if code in new and code not in old else ""
        yield Said(code, f"{_count(old, code):,} → {_count(new, code):,}{example}", tone)
    if len(differing) > _MOST_GROUPS:
        yield Said("", f"and {counted(len(differing) - _MOST_GROUPS, 'other kind')}", "muted")


def _count(groups: Mapping[str, Group], code: str) -> int:
    return groups[code].count if code in groups else 0
