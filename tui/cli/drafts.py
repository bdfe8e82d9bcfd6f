"""`draft`: reorganisations in the making. They are kept beside the book and change nothing in it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any, Concatenate, ParamSpec

import click

from core.book.book import Book
from core.errors import BookshiftError, Refusal
from core.models.drafting import draft_problems, effective_day
from core.models.written import plan_text
from core.moment import Moment
from core.organisation import ByTouch, Draft, Overlay, Override, PlanLine
from core.people import PoolMember, RoleShare
from core.ports import Catalogue
from core.text import fold
from core.usecases import draft as drawing
from core.usecases import values
from core.usecases.names import find_person
from core.usecases.values import Unreadable
from core.wording import counted, listed, short_date
from core.words import Duty, MatchOn, Touch
from tui.cli.exits import wrong
from tui.cli.ids import person_id
from tui.cli.jsonable import record_fields
from tui.cli.known import known_models
from tui.cli.opened import day_of, granted, reading
from tui.cli.options import Common, Decorator, common_options
from tui.cli.output import Column, document, put, say, shown, table
from tui.cli.plans import line_text, overlay_text
from tui.compose import House, plan_in, pools_in, write_text

P = ParamSpec("P")

_DRAFT = click.option("--draft", "name", metavar="NAME", help="Which draft; the one written last unless said.")


@click.group("draft")
def draft_command() -> None:
    """Draw up a reorganisation that is not in force.

    A draft holds a plan, role changes, positions to hire, pools and a day. `model compare` compares drafts, and
    `model adopt` puts one in force.
    """


# Begin, list, throw away ----------------------------------------------------------------------------------------


@draft_command.command("new")
@click.argument("title", metavar="NAME")
@click.option("--model", default="", metavar="KEY", help="Begin with one model, or an alignment, for every account.")
@click.option("--alignment", default="", metavar="KEY", help="An alignment beside the model.")
@click.option("--from-plan", is_flag=True, help="Begin with the plan in force; so it is unless a model is named.")
@click.option("--file", type=click.Path(path_type=Path), metavar="FILE", help="Begin with a plan and pools (TOML).")
@click.option("--from", "since", metavar="DAY", help="Day it would come into force.")
@click.option("--mend-overloads", is_flag=True, help="Books that are over under it also give to those with room.")
@common_options()
def draft_new(
    common: Common,
    title: str,
    model: str,
    alignment: str,
    from_plan: bool,
    file: Path | None,
    since: str | None,
    mend_overloads: bool,
) -> None:
    """Begin a draft."""
    if bool(model) + from_plan + (file is not None) > 1:
        raise wrong("Begin with a model, with the plan in force, or with a file: one of the three.")
    with reading(common) as house:
        book = house.desk.book
        request = drawing.NewDraft(
            title=title,
            taken=tuple(draft.title for draft in house.drafts.all()),
            model=model,
            alignment=alignment,
            plan=plan_in(file) if file is not None else None,
            pools=pools_in(file, book.people.all()) if file is not None else (),
            effective=day_of(since, house),
            mend_overloads=mend_overloads,
        )
        made = granted(drawing.new_draft(book, house.desk.moment, known_models(book), request))
        _kept(house, common, made, "Begun")


@draft_command.command("list")
@common_options()
def draft_list(common: Common) -> None:
    """List the drafts, the one written last at the end."""
    with reading(common) as house:
        drafts = house.drafts.all()
        for note in house.drafts.notes:
            say(note)
    if common.json:
        document({"drafts": [draft_fields(draft) for draft in drafts], "count": len(drafts)})
        return
    columns = (Column("No", "right"), Column("Name", flex=True), Column("Lines", "right"), Column("Roles", "right"))
    rows = [
        [
            str(one.id),
            one.title,
            str(len(one.plan.lines)),
            str(len(one.role_changes)),
            str(len(one.vacancies)),
            _day(one),
        ]
        for one in drafts
    ]
    table((*columns, Column("Hires", "right"), Column("From")), rows)


@draft_command.command("show")
@click.argument("name", required=False)
@common_options()
def draft_show(common: Common, name: str | None) -> None:
    """Show a draft, and what stands against putting it in force."""
    with reading(common) as house:
        draft = chosen(house, name)
        book, moment = house.desk.book, house.desk.moment
    problems = draft_problems(book, draft, effective_day(draft, moment.today), known_models(book))
    if common.json:
        document({"draft": draft_fields(draft), "problems": list(problems)})
        return
    for line in _told(book, draft):
        put(shown(line))
    for problem in problems:
        say(problem)


@draft_command.command("write")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--overwrite", is_flag=True, help="Replace a file that is there.")
@_DRAFT
@common_options()
def draft_write(common: Common, file: Path, overwrite: bool, name: str | None) -> None:
    """Write the plan and pools of a draft to a file (TOML), which `draft new --file` reads."""
    with reading(common) as house:
        draft = chosen(house, name)
        people = {person.id: person for person in house.desk.book.people.values()}
    text, notes = plan_text(draft.plan, draft.pools, people)
    try:
        write_text(file, text, overwrite=overwrite)
    except BookshiftError as error:
        raise wrong(str(error)) from error
    for note in notes:
        say(note)
    if common.json:
        document({"file": str(file), "draft": draft_fields(draft), "left_out": list(notes)})
    else:
        put(shown(f"The plan of {draft.title} is in {file}"))


@draft_command.command("rename")
@click.argument("title", metavar="NAME")
@_DRAFT
@common_options()
def draft_rename(common: Common, title: str, name: str | None) -> None:
    """Give a draft another name."""
    with reading(common) as house:
        draft = chosen(house, name)
        taken = tuple(one.title for one in house.drafts.all() if one.id != draft.id)
        _step(house, common, drawing.set_title, draft, title, taken)


@draft_command.command("drop")
@click.argument("name")
@common_options()
def draft_drop(common: Common, name: str) -> None:
    """Throw a draft away."""
    with reading(common) as house:
        draft = chosen(house, name)
        house.drafts.drop(draft.id)
    if common.json:
        document({"dropped": draft_fields(draft)})
    else:
        put(shown(f"Threw the draft {draft.title} away"))


# The plan -------------------------------------------------------------------------------------------------------


def _line_options(function: Callable[..., None]) -> Callable[..., None]:
    options: tuple[Decorator, ...] = (
        click.option("--scope", metavar="QUERY", help="Accounts of the line: a filter over slow fields."),
        click.option("--title", metavar="TEXT", help="What the line is called."),
        click.option("--model", metavar="KEY", help="Model of the line."),
        click.option("--alignment", metavar="KEY", help="Alignment of the line."),
        click.option("--people", metavar="QUERY", help="Who may sit there, such as team:fire."),
        click.option("--pool", metavar="KEY", help="Pool that holds its pooled seats."),
        click.option("--serve", multiple=True, metavar="TOUCH=TOUCH", help="Serve at another touch: mid=tech."),
        click.option("--duty", multiple=True, metavar="DUTY=WHO", help="Who carries a duty: renewal=team."),
        click.option("--unmanaged", metavar="REASON", help="Leave the accounts without people."),
    )
    for option in reversed(options):
        function = option(function)
    return function


@draft_command.command("line")
@click.argument("place", type=int, required=False)
@_line_options
@click.option("--at", type=int, metavar="N", help="Put a new line before line N.")
@click.option("--to", type=int, metavar="N", help="Move line PLACE to place N.")
@click.option("--remove", is_flag=True, help="Take line PLACE out.")
@_DRAFT
@common_options()
def draft_line(
    common: Common,
    place: int | None,
    at: int | None,
    to: int | None,
    remove: bool,
    name: str | None,
    **given: Any,  # noqa: ANN401 - the values of a line, each of its own type
) -> None:
    """Add, change, move or remove a line of the draft's plan.

    Without PLACE a line is added, at the end or where --at says; with PLACE that line gets the values that are named.
    """
    if (remove or to is not None) and place is None:
        raise wrong("Say which line by its place, as in `draft line 2 --remove`.")
    with reading(common) as house:
        draft = chosen(house, name)
        if remove and place is not None:
            _step(house, common, drawing.remove_line, draft, place)
        elif to is not None and place is not None:
            _step(house, common, drawing.move_line, draft, place, to)
        else:
            lines = draft.plan.lines
            if place is not None and not 1 <= place <= len(lines):
                raise wrong(f"The draft's plan has {counted(len(lines), 'line')}, and no place {place}.")
            line = _line(lines[place - 1] if place is not None else PlanLine(), given)
            _step(house, common, drawing.put_line, draft, line, place or at, place is not None)


def _line(before: PlanLine, given: dict[str, Any]) -> PlanLine:
    """A line with the values that were named; naming a way to serve it takes an unmanaged reason off."""
    fields: dict[str, Any] = {
        name: given[name]
        for name in ("scope", "title", "model", "alignment", "people", "pool", "unmanaged")
        if given[name] is not None
    }
    if given["serve"]:
        pairs = _pairs(given["serve"], "touch=touch")
        fields["serve"] = tuple((_choice(Touch, own), _choice(Touch, served)) for own, served in pairs)
    if given["duty"]:
        pairs = _pairs(given["duty"], "duty=who")
        fields["duties"] = tuple((_choice(Duty, duty), who) for duty, who in pairs)
    if fields.get("unmanaged"):
        fields = {"model": "", "alignment": "", "pool": "", "people": "", "serve": (), "duties": (), **fields}
    elif fields.get("model") or fields.get("alignment"):
        fields.setdefault("unmanaged", "")
    return PlanLine(**{**{name: getattr(before, name) for name in _LINE_FIELDS}, **fields})


_LINE_FIELDS = ("title", "scope", "model", "alignment", "people", "pool", "serve", "duties", "unmanaged")


@draft_command.command("overlay")
@click.argument("key")
@click.option("--title", default="", metavar="TEXT", help="What it is called.")
@click.option("--scope", default="", metavar="QUERY", help="Accounts it lies over.")
@click.option("--assists", multiple=True, metavar="DUTY", help="Duty it takes part in.")
@click.option("--role", "roles", multiple=True, metavar="ROLE", help="Role that may sit there.")
@click.option("--match", multiple=True, metavar="WHAT", help="What the holder must share with the account.")
@click.option("--people", default="", metavar="QUERY", help="Who may sit there.")
@click.option("--hours", multiple=True, metavar="TOUCH=HOURS", help="Own hours a month, such as high=1.5.")
@click.option("--relieves", multiple=True, metavar="DUTY=PART", help="Part taken off who carries it: support=0.5.")
@click.option("--remove", is_flag=True, help="Take the overlay KEY off.")
@_DRAFT
@common_options()
def draft_overlay(
    common: Common,
    key: str,
    title: str,
    scope: str,
    assists: tuple[str, ...],
    roles: tuple[str, ...],
    match: tuple[str, ...],
    people: str,
    hours: tuple[str, ...],
    relieves: tuple[str, ...],
    remove: bool,
    name: str | None,
) -> None:
    """Lay an assisting seat over the draft's plan, or take it off."""
    with reading(common) as house:
        draft = chosen(house, name)
        if remove:
            _step(house, common, drawing.remove_overlay, draft, key)
            return
        own = {touch: _read(values.hours, text) for touch, text in _pairs(hours, "touch=hours")}
        for touch in own:
            _choice(Touch, touch)
        overlay = Overlay(
            key=key,
            title=title or key.replace("_", " ").capitalize(),
            scope=scope,
            assists=tuple(_choice(Duty, duty) for duty in assists),
            roles=roles,
            match=tuple(_choice(MatchOn, what) for what in match),
            people=people,
            hours=ByTouch(**own) if own else None,
            relieves=tuple(
                (_choice(Duty, duty), _read(values.percent, part)) for duty, part in _pairs(relieves, "duty=part")
            ),
        )
        _step(house, common, drawing.put_overlay, draft, overlay)


# People, pools, accounts ------------------------------------------------------------------------------------------


@draft_command.command("role")
@click.argument("person", required=False)
@click.argument("roles", nargs=-1, metavar="[ROLE=SHARE]...")
@click.option("--suggested", is_flag=True, help="Take every role change and hire that the plan's seats ask for.")
@_DRAFT
@common_options()
def draft_role(common: Common, person: str | None, roles: tuple[str, ...], suggested: bool, name: str | None) -> None:
    """Give somebody other roles in the draft; without roles they keep those they have.

    A share is a percentage, and 100 where none is given: `draft role Ana csm=60 renewal_manager=40`.
    """
    if suggested is (person is not None):
        raise wrong("Name a person with roles, or take those that are --suggested.")
    with reading(common) as house:
        draft = chosen(house, name)
        if person is None:
            _suggested(house, common, draft)
            return
        who = granted(find_person(house.desk.book, person)).id
        shares = tuple(RoleShare(role=role, share=share) for role, share in _shares(roles))
        _step(house, common, drawing.set_roles, draft, who, shares)


def _suggested(house: House, common: Common, draft: Draft) -> None:
    from core.models.adopt import start_of
    from core.models.compare import suggested

    book, moment = house.desk.book, house.desk.moment
    found = suggested(start_of(book, moment, draft), draft, known_models(book))
    for role in found.unmet:
        say(f"{role} is not a full job, and nobody may learn it.")
    _kept(house, common, found.on(draft), "Changed")


@draft_command.command("leaver")
@click.argument("person")
@click.option("--stays", is_flag=True, help="Count them as staying after all.")
@_DRAFT
@common_options()
def draft_leaver(common: Common, person: str, stays: bool, name: str | None) -> None:
    """Count somebody as gone in the draft."""
    with reading(common) as house:
        who = granted(find_person(house.desk.book, person)).id
        _step(house, common, drawing.set_leaver, chosen(house, name), who, not stays)


@draft_command.command("hire")
@click.argument("role")
@click.option("--start", metavar="DAY", help="Day somebody is expected; the draft's own day unless said.")
@click.option("--title", default="", metavar="TEXT", help="What the position is called.")
@click.option("--fte", default="100", metavar="PERCENT", help="Part of a full-time position.")
@click.option("--segment", "segments", multiple=True, metavar="KEY", help="Segment it serves; all unless said.")
@click.option("--region", "regions", multiple=True, metavar="NAME", help="Region it serves; all unless said.")
@click.option("--language", "languages", multiple=True, metavar="NAME", help="Language it speaks; all unless said.")
@click.option("--team", default="", metavar="NAME", help="Team it belongs to.")
@click.option("--remove", type=int, metavar="N", help="Take the open position number N out again.")
@_DRAFT
@common_options()
def draft_hire(
    common: Common,
    role: str,
    start: str | None,
    title: str,
    fte: str,
    segments: tuple[str, ...],
    regions: tuple[str, ...],
    languages: tuple[str, ...],
    team: str,
    remove: int | None,
    name: str | None,
) -> None:
    """Open a position in the draft."""
    with reading(common) as house:
        draft = chosen(house, name)
        if remove is not None:
            _step(house, common, drawing.unhire, draft, remove)
            return
        request = drawing.Hire(
            role=role,
            starts=day_of(start, house),
            title=title,
            fte=_read(values.percent, fte),
            segments=segments,
            regions=regions,
            languages=languages,
            team=team,
        )
        _step(house, common, drawing.hire, draft, request)


@draft_command.command("pool")
@click.argument("key")
@click.argument("members", nargs=-1, metavar="[MEMBER=SHARE]...")
@click.option("--title", default="", metavar="TEXT", help="What the pool is called.")
@click.option("--limit", type=click.IntRange(min=1), metavar="N", help="Most open requests of a member.")
@_DRAFT
@common_options()
def draft_pool(
    common: Common, key: str, members: tuple[str, ...], title: str, limit: int | None, name: str | None
) -> None:
    """Form a pool in the draft; without members the draft leaves it as the book has it.

    A share is a percentage of somebody's time; 100 is whatever they have left. An open position of the draft is
    named by its place: `draft pool scaled Ana=100 hire:1=100`.
    """
    with reading(common) as house:
        draft = chosen(house, name)
        joined = tuple(_member(house.desk.book, draft, who, share) for who, share in _shares(members))
        _step(house, common, drawing.set_pool, draft, key, joined, title, limit)


def _member(book: Book, draft: Draft, who: str, share: int) -> PoolMember:
    place = who.removeprefix("hire:")
    if place != who:
        if not place.isdecimal() or not 1 <= int(place) <= len(draft.vacancies):
            raise wrong(f"The draft has {counted(len(draft.vacancies), 'open position')}, and no {who}.")
        return PoolMember(person=draft.vacancies[int(place) - 1].id, share=share)
    return PoolMember(person=granted(find_person(book, who)).id, share=share)


@draft_command.command("set")
@click.argument("scope", metavar="QUERY")
@click.option("--segment", default="", metavar="KEY", help="Segment that the accounts get.")
@click.option("--touch", metavar="TOUCH", help="Touch that the accounts get: high, mid or tech.")
@_DRAFT
@common_options()
def draft_set(common: Common, scope: str, segment: str, touch: str | None, name: str | None) -> None:
    """Give the accounts of a filter another segment or touch in the draft; neither takes that back."""
    with reading(common) as house:
        override = Override(scope=scope, segment=segment, touch=None if touch is None else _choice(Touch, touch))
        _step(house, common, drawing.put_override, chosen(house, name), override)


@draft_command.command("day")
@click.argument("day", required=False)
@_DRAFT
@common_options()
def draft_day(common: Common, day: str | None, name: str | None) -> None:
    """Set the day on which the draft would come into force; without one, the day on which it is adopted."""
    with reading(common) as house:
        _step(house, common, drawing.set_day, chosen(house, name), day_of(day, house))


@draft_command.command("mend")
@click.option("--off", is_flag=True, help="Move only what must move, as a draft does at first.")
@_DRAFT
@common_options()
def draft_mend(common: Common, off: bool, name: str | None) -> None:
    """Also mend overloads: books that are over under the draft give to those with room.

    As few and as harmless moves as can be, counted apart from those that must be made.
    """
    with reading(common) as house:
        _step(house, common, drawing.set_mending, chosen(house, name), not off)


# Parts ----------------------------------------------------------------------------------------------------------


def chosen(house: House, name: str | None) -> Draft:
    """The draft of a name or number, or the one written last; ends the command where there is none."""
    drafts = house.drafts.all()
    for note in house.drafts.notes:
        say(note)
    if name is None:
        if not drafts:
            raise wrong("There is no draft. Begin one: `bookshift draft new NAME`.")
        return drafts[-1]
    found = [draft for draft in drafts if fold(draft.title) == fold(name.strip()) or str(draft.id) == name.strip()]
    if not found:
        known = listed(draft.title for draft in drafts) or "none"
        raise wrong(f"There is no draft “{name}”. Drafts: {known}.")
    return found[0]


def _step(
    house: House,
    common: Common,
    step: Callable[Concatenate[Book, Moment, Catalogue, P], Draft | Refusal],
    *args: P.args,
    **kwargs: P.kwargs,
) -> None:
    """Take one step of drawing a draft up and keep the outcome."""
    made = granted(step(house.desk.book, house.desk.moment, known_models(house.desk.book), *args, **kwargs))
    _kept(house, common, made, "Changed")


def _kept(house: House, common: Common, draft: Draft, verb: str) -> None:
    kept = house.drafts.write(draft)
    book, moment = house.desk.book, house.desk.moment
    problems = draft_problems(book, kept, effective_day(kept, moment.today), known_models(book))
    if common.json:
        document({"draft": draft_fields(kept), "problems": list(problems)})
    else:
        put(shown(f"{verb} the draft {kept.title} ({kept.id})"))
        for problem in problems:
            say(problem)


def _pairs(texts: Iterable[str], form: str) -> list[tuple[str, str]]:
    pairs = [tuple(part.strip() for part in text.split("=", 1)) for text in texts]
    for text, pair in zip(texts, pairs, strict=True):
        if len(pair) != 2 or not all(pair):
            raise wrong(f"“{text}” is not {form}.")
    return [(pair[0], pair[1]) for pair in pairs]


def _shares(texts: Iterable[str]) -> list[tuple[str, int]]:
    """``name=share`` texts with the share as a percentage, all of it where none is given; ``1`` and ``1.0`` are all."""
    found = []
    for text in texts:
        name, sign, share = text.rpartition("=")
        name, share = (name, share) if sign else (text, "100")
        part = _read(values.percent, share)
        found.append((name.strip(), 100 if share.strip() == "1" else part))
    return found


def _read(reader: Callable[[str], int], text: str) -> int:
    try:
        return reader(text)
    except Unreadable as error:
        raise wrong(f"{error}.") from error


def _choice(options: Any, text: str) -> Any:  # noqa: ANN401 - any of the closed sets
    try:
        return values.choice(options, text)
    except Unreadable as error:
        raise wrong(f"{error}.") from error


def draft_fields(draft: Draft) -> dict[str, Any]:
    """A draft as JSON fields; open positions have numbers below zero."""
    fields = record_fields(draft)
    assert fields is not None
    return fields


def _told(book: Book, draft: Draft) -> Iterator[str]:
    """A draft as sentences."""
    yield f"{draft.title} ({draft.id}), from {_day(draft)}"
    for place, line in enumerate(draft.plan.lines, 1):
        yield f"{place}. {line_text(line)}"
    for overlay in draft.plan.overlays:
        yield f"+  {overlay_text(overlay)}"
    for change in draft.role_changes:
        person = book.people.get(change.person)
        name = f"{person.name} ({person_id(person.id)})" if person is not None else f"P{change.person}"
        yield f"Role  {name}: {_roles(change.roles)}"
    for place, position in enumerate(draft.vacancies, 1):
        starts = f" from {short_date(position.starts)}" if position.starts else ""
        yield f"Hire  {place}. {position.name}{starts}: {_roles(position.roles)}"
    for pool in draft.pools:
        names = (_name(book, draft, member.person) for member in pool.members)
        shares = (f"{name} {member.share} %" for name, member in zip(names, pool.members, strict=True))
        yield f"Pool  {pool.key}: {listed(shares)}"
    for number in draft.leavers:
        yield f"Gone  {_name(book, draft, number)}"
    if draft.mend_overloads:
        yield "Mend  books that are over give to those with room"
    for override in draft.overrides:
        parts = [f"segment {override.segment}"] if override.segment else []
        parts += [f"{override.touch.value} touch"] if override.touch is not None else []
        yield f"Set   {override.scope}: {listed(parts)}"


def _name(book: Book, draft: Draft, number: int) -> str:
    position = next((one for one in draft.vacancies if one.id == number), None)
    person = position or book.people.get(number)
    return person.name if person is not None else f"P{number}"


def _roles(roles: Iterable[RoleShare]) -> str:
    return listed(f"{held.role} {held.share} %" for held in roles)


def _day(draft: Draft) -> str:
    return short_date(draft.effective) if draft.effective is not None else "the day it is adopted"
