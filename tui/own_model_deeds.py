"""What several screens do with models and alignments of the manager's own: why one is needed, throwing one away."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from core.errors import BookshiftError, StoreError
from core.organisation import Alignment, Model
from core.ports import OwnModels
from core.usecases.own_model import keys_of, kind_of, needed_by
from tui.compose import own_models
from tui.dialogs.confirm import Confirm
from widgets.text import plain

if TYPE_CHECKING:
    from tui.app import Bookshift


def files_of(app: Bookshift) -> OwnModels:
    """The own models beside the open book."""
    return own_models(app.desk.book)


def models_changed(app: Bookshift) -> None:
    """Let nobody go on with what was measured of the models as they were."""
    app.comparison = None


async def why_needed(app: Bookshift, record: Model | Alignment) -> str:
    """Why a model cannot be thrown away or get another key, as a sentence; one that also ships has that behind it."""
    files = files_of(app)
    if record.key in keys_of(files.shipped):
        return ""
    try:
        drafts = await asyncio.to_thread(app.house.drafts.all)
    except StoreError as error:
        return str(error)
    return needed_by(app.desk.book, drafts, files.catalogue()[0], record.key)


async def throw_away(app: Bookshift, record: Model | Alignment) -> bool:
    """Put the file of a model or alignment aside after asking, unless something needs it; whether that was done."""
    kind, files = kind_of(record), files_of(app)
    if not files.text(record.key, kind):
        says = f"{record.title} is kept by the book alone, since a plan used it. There is no file to throw away."
        app.notify(plain(says), severity="warning", markup=False)
        return False
    needed = await why_needed(app, record)
    if needed:
        app.notify(plain(f"{record.title} stays. {needed}"), severity="warning", timeout=10, markup=False)
        return False
    says = f"Throw {record.title} away? Its file is put aside under another name, and can be named back."
    if not await app.push_screen_wait(Confirm("Throw away", says)):
        return False
    try:
        aside = await asyncio.to_thread(files.drop, record.key, kind)
    except BookshiftError as error:
        app.notify(plain(str(error)), severity="warning", markup=False)
        return False
    models_changed(app)
    app.notify(plain(f"{record.title} is thrown away. Its file is {aside}."), timeout=10, markup=False)
    return True
