"""The forms over the parts of a draft: what their lines hold, and the step of drawing up that saving one takes."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from core.book.book import Book
from core.errors import Refusal
from core.journey import stage_of
from core.models.drafting import is_gone, model_of_line
from core.models.scope import account_scope, person_scope
from core.models.standing import is_pooled, whole_team
from core.moment import Moment
from core.organisation import ByTouch, Draft, Overlay, Override, PlanLine
from core.people import Person, Pool, PoolMember, RoleShare
from core.ports import Catalogue
from core.query.errors import QueryError
from core.schema import revise
from core.usecases import draft as drawing
from core.usecases import values
from core.usecases.fields import Reading
from core.usecases.names import find_person
from core.usecases.team_fields import role_shares
from core.usecases.values import Unreadable
from core.when import read_day
from core.wording import counted, short_date
from core.words import OUTSIDE_PREFIX, TEAM, Duty, Function, MatchOn, Touch
from tui.part_sheet import Refusing, Sheet, Values, reading, words_in
from widgets.form import Line

Made = Draft | Refusal

_TOUCHES = tuple((touch.value, touch.value) for touch in Touch)
_AS_IT_IS = ("", "as it is")
_WHO = "name, mail address or number"
_SERVED = (_AS_IT_IS, *_TOUCHES)
_CARRIERS = (
    ("", "as aligned"),
    (TEAM, "the team"),
    *((f"{OUTSIDE_PREFIX}{one.value}", one.value) for one in Function if one is not Function.CS),
)


class Sheets:
    """The forms over one draft on one book."""

    def __init__(self, book: Book, moment: Moment, known: Catalogue, draft: Draft) -> None:
        """Edit a draft; nothing is kept by this."""
        self.book = book
        self.moment = moment
        self.known = known
        self.draft = draft

    # The plan -----------------------------------------------------------------------------------------------

    def line(self, place: int) -> Sheet[Draft]:
        """A plan line by its place from 1."""
        old = self.draft.plan.lines[place - 1]
        return self._line(f"Line {place} of {self.draft.title}", old, lambda given: self._put_line(given, place, True))

    def new_line(self, before: int | None) -> Sheet[Draft]:
        """A new plan line, before the one at a place from 1, or at the end."""
        where = f", before line {before}" if before is not None else ""
        title = f"A new line of {self.draft.title}{where}"
        return self._line(title, PlanLine(), lambda given: self._put_line(given, before, False))

    def _line(self, title: str, old: PlanLine, make: Callable[[Values], Made]) -> Sheet[Draft]:
        touches, duties = dict(old.serve), dict(old.duties)
        served = ((one.value, _value(touches.get(one))) for one in Touch)
        carried = ((one.value, duties.get(one, "")) for one in Duty)
        pools = tuple((pool.key, pool.title) for pool in self._pools())
        models = tuple((one.key, one.title.lower()) for one in self.known.models)
        alignments = tuple((one.key, one.title.lower()) for one in self.known.alignments)
        lines = (
            Line("scope", "Accounts", old.scope, hint="all; or seg:small, stage:onboarding, #free"),
            Line("model", "Model", old.model, (("", "the alignment's own"), *models)),
            Line("alignment", "Aligned", old.alignment, (("", "none"), *alignments)),
            Line("people", "People", old.people, hint="everybody; or team:fire, role:csm"),
            Line("pool", "Pool", old.pool, (("", "none"), *pools)),
            *(Line(f"serve-{one}", f"{one.capitalize()} served", text, _SERVED) for one, text in served),
            *(Line(f"duty-{one}", f"{one.capitalize()} by", text, _CARRIERS) for one, text in carried),
            Line("unmanaged", "Or nobody", old.unmanaged, hint="why these accounts are left without people"),
            Line("title", "Called", old.title, hint="the accounts, unless it has a name"),
        )
        return Sheet(title, lines, reading(make), self._line_note)

    def _put_line(self, given: Values, place: int | None, replaces: bool) -> Made:
        draft, line = self.draft, _line_of(given)
        if not line.unmanaged:
            draft, line = self._with_pool(draft, line)
        return drawing.put_line(self.book, self.moment, self.known, draft, line, place, replaces)

    def _with_pool(self, draft: Draft, line: PlanLine) -> tuple[Draft, PlanLine]:
        """A pooled line without a pool takes the only one there is; where there is none, one of the whole team."""
        key = model_of_line(line.model, line.alignment, self.known)
        model = next((one for one in self.known.models if one.key == key), None)
        if line.pool or model is None or not is_pooled(model):
            return draft, line
        pools = self._pools()
        if len(pools) > 1:
            among = counted(len(pools), "pool")
            raise Refusing(Refusal(f"{model.title} gives its seats to a pool. Choose which of {among}."))
        if not pools:
            formed = whole_team(self.book, self.moment.today, model)
            return revise(draft, pools=(*draft.pools, formed)), revise(line, pool=formed.key)
        return draft, revise(line, pool=pools[0].key)

    def _pools(self) -> list[Pool]:
        own = {pool.key for pool in self.draft.pools}
        kept = (pool for pool in self.book.pools.all() if not pool.archived and pool.key not in own)
        return [*self.draft.pools, *kept]

    def _line_note(self, given: Values) -> str:
        """How many accounts and people the filters of a line fit."""
        return self._fitting(given["scope"], given["people"])

    def _fitting(self, scope_text: str, people_text: str) -> str:
        book, day = self.book, self.moment.today
        try:
            scope, people = account_scope(scope_text, book), person_scope(people_text, book)
        except QueryError as error:
            return error.says
        accounts = sum(
            account.is_active and (scope is None or scope.fits(account, stage_of(book, account, day), None, day))
            for account in book.accounts.all()
        )
        here = [person for person in book.people.all() if not is_gone(person, day)]
        fitting = sum(people is None or people.fits(person) for person in here)
        fit = f"{counted(accounts, 'account')} {'fits' if accounts == 1 else 'fit'}"
        if not people_text.strip():
            return f"{fit}, before earlier lines take theirs."
        return f"{fit}, before earlier lines take theirs; {counted(fitting, 'person')} may sit there by this filter."

    def overlay(self, place: int | None) -> Sheet[Draft]:
        """An overlay by its place from 1, or a new one."""
        old = self.draft.plan.overlays[place - 1] if place is not None else Overlay(key="", title="")
        relieves = ", ".join(f"{duty.value} {part}" for duty, part in old.relieves)
        shared = "segment, region, language, skill, industry"
        hours = ((one.value, _hours_text(old.hours, one)) for one in Touch)
        lines = (
            Line("title", "Called", old.title, hint="Technical support", required=True),
            Line("scope", "Accounts", old.scope, hint="all; or complexity:complex"),
            Line("assists", "Assists", ", ".join(old.assists), hint="support, adoption", required=True),
            Line("roles", "Roles", ", ".join(old.roles), hint="support_engineer"),
            Line("people", "People", old.people, hint="everybody; or team:north"),
            Line("match", "Must share", ", ".join(old.match), hint=shared),
            *(Line(f"hours-{one}", f"Hours {one}", text, hint="a month, such as 1.5") for one, text in hours),
            Line("relieves", "Takes off", relieves, hint="support 50: percent of whoever carries it"),
        )
        title = f"Overlay {old.title}" if old.title else "A new overlay"
        make = reading(lambda given: self._put_overlay(given, old.key))
        return Sheet(title, lines, make, lambda given: self._fitting(given["scope"], given["people"]))

    def _put_overlay(self, given: Values, key: str) -> Made:
        typed = {one.value: given[f"hours-{one.value}"] for one in Touch}
        hours = {touch: values.hours(text) for touch, text in typed.items() if text.strip()}
        overlay = Overlay(
            key=key or _key(given["title"], "_"),
            title=given["title"].strip(),
            scope=given["scope"].strip(),
            assists=tuple(values.choice(Duty, word) for word in words_in(given["assists"])),
            roles=tuple(self._role_key(word) for word in words_in(given["roles"])),
            match=tuple(values.choice(MatchOn, word) for word in words_in(given["match"])),
            people=given["people"].strip(),
            hours=ByTouch(**hours) if hours else None,
            relieves=tuple((values.choice(Duty, word), part) for word, part in _with_percent(given["relieves"])),
        )
        return drawing.put_overlay(self.book, self.moment, self.known, self.draft, overlay)

    def _role_key(self, word: str) -> str:
        return values.known(word, [(role.key, (role.title,)) for role in self.book.roles.all()], "roles")

    # People -------------------------------------------------------------------------------------------------

    def role(self, person: int | None, roles: Sequence[RoleShare] | None = None) -> Sheet[Draft]:
        """The roles of a person in the draft, as they are said or as somebody suggests; of somebody to be named."""
        record = self.book.people.get(person) if person is not None else None
        changed = {one.person: one.roles for one in self.draft.role_changes}
        today = record.roles if record is not None else ()
        held = roles if roles is not None else changed.get(person or 0, today)
        lines = (
            Line("person", "Person", record.name if record is not None else "", hint=_WHO, required=True),
            Line("roles", "Roles then", shares_text(held), hint="csm 60, renewal_manager 40; empty: as today"),
        )
        says = f"Roles are {', '.join(role.key for role in self.book.roles.all())}."
        return Sheet("Who has which roles in the draft", lines, reading(self._put_role), lambda given: says)

    def _put_role(self, given: Values) -> Made:
        person = self._person(given["person"])
        shares = role_shares(Reading(self.book, self.moment, None), given["roles"])
        return drawing.set_roles(self.book, self.moment, self.known, self.draft, person, shares)

    def _person(self, text: str) -> int:
        found = find_person(self.book, text)
        if isinstance(found, Refusal):
            raise Refusing(found)
        return found.id

    def hire(self, place: int | None) -> Sheet[Draft]:
        """An open position by its place from 1, or a new one."""
        old = self.draft.vacancies[place - 1] if place is not None else Person(id=0, name="")
        roles = tuple((role.key, role.title.lower()) for role in self.book.roles.all() if role.client)
        role = old.roles[0].role if old.roles else roles[0][0] if roles else ""
        starts = short_date(old.starts) if old.starts is not None else ""
        every = {segment.key for segment in self.book.segments.all()}
        segments = "" if set(old.segments) >= every else ", ".join(old.segments)
        lines = (
            Line("role", "Role", role, roles),
            Line("starts", "Starts", starts, hint="the draft's own day; or 1 Feb, +60d"),
            Line("title", "Called", old.name, hint="the role, unless it has a name"),
            Line("fte", "Percent of a job", str(old.fte)),
            Line("team", "Team", old.team, hint="none"),
            Line("segments", "Segments", segments, hint="all of them"),
            Line("regions", "Regions", ", ".join(old.regions), hint="all of them"),
            Line("languages", "Languages", ", ".join(old.languages), hint="all of them"),
        )
        return Sheet("A position to hire", lines, reading(lambda given: self._put_hire(given, place)))

    def _put_hire(self, given: Values, place: int | None) -> Made:
        request = drawing.Hire(
            role=given["role"],
            starts=read_day(given["starts"], self.moment, past=False) if given["starts"].strip() else None,
            title=given["title"],
            fte=values.percent(given["fte"]),
            segments=tuple(words_in(given["segments"])),
            regions=tuple(words_in(given["regions"])),
            languages=tuple(words_in(given["languages"])),
            team=given["team"],
        )
        if place is None:
            return drawing.hire(self.book, self.moment, self.known, self.draft, request)
        return drawing.rehire(self.book, self.moment, self.known, self.draft, place, request)

    def gone(self) -> Sheet[Draft]:
        """Somebody to be counted as gone."""
        lines = (Line("person", "Who leaves", hint=_WHO, required=True),)
        return Sheet("Somebody who will be gone", lines, reading(self._put_gone))

    def _put_gone(self, given: Values) -> Made:
        person = self._person(given["person"])
        return drawing.set_leaver(self.book, self.moment, self.known, self.draft, person, True)

    # Pools, accounts, name and day --------------------------------------------------------------------------

    def pool(self, place: int | None) -> Sheet[Draft]:
        """A pool of the draft by its place from 1, or a new one."""
        old = self.draft.pools[place - 1] if place is not None else Pool(id=0, key="", title="")
        limit = str(old.open_limit) if old.open_limit is not None else ""
        lines = (
            Line("members", "Members", self._members_text(old), hint="Ana Ruiz, Ben 50, hire 1", required=True),
            Line("title", "Called", old.title, hint="Scaled", required=True),
            Line("limit", "Open requests", limit, hint="most for each member; none"),
        )
        title = f"Pool {old.title}" if old.title else "A pool"
        says = "The percent of their time stands behind a name; without one a member gives whatever is left."
        return Sheet(title, lines, reading(lambda given: self._put_pool(given, old.key)), lambda given: says)

    def _members_text(self, pool: Pool) -> str:
        places = {position.id: place for place, position in enumerate(self.draft.vacancies, 1)}
        texts = []
        for member in pool.members:
            person = self.book.people.get(member.person)
            name = person.name if person is not None else f"hire {places.get(member.person, '?')}"
            texts.append(f"{name} {member.share}" if member.share != 100 or person is None else name)
        return ", ".join(texts)

    def _put_pool(self, given: Values, key: str) -> Made:
        members = tuple(self._member(who, share) for who, share in _members(given["members"]))
        key = key or _key(given["title"], "-")
        limit = values.whole(given["limit"]) if given["limit"].strip() else None
        return drawing.set_pool(self.book, self.moment, self.known, self.draft, key, members, given["title"], limit)

    def _member(self, who: str, share: int) -> PoolMember:
        match = re.fullmatch(r"hire[\s:]*([0-9]+)", who, re.IGNORECASE)
        if match is None:
            return PoolMember(person=self._person(who), share=share)
        place, positions = int(match[1]), self.draft.vacancies
        if not 1 <= place <= len(positions):
            raise Unreadable(f"The draft has {counted(len(positions), 'open position')}, and no {who}")
        return PoolMember(person=positions[place - 1].id, share=share)

    def override(self, place: int | None) -> Sheet[Draft]:
        """A segment or touch given to the accounts of a filter."""
        old = self.draft.overrides[place - 1] if place is not None else Override(scope="")
        segments = tuple((one.key, one.title.lower()) for one in self.book.segments.all())
        lines = (
            Line("scope", "Accounts", old.scope, hint="a filter, such as industry:retail"),
            Line("segment", "Segment", old.segment, (_AS_IT_IS, *segments)),
            Line("touch", "Touch", _value(old.touch), (_AS_IT_IS, *_TOUCHES)),
        )
        make = reading(lambda given: self._put_override(given, old if place is not None else None))
        return Sheet("Another segment or touch", lines, make, lambda given: self._fitting(given["scope"], ""))

    def _put_override(self, given: Values, old: Override | None) -> Made:
        touch = Touch(given["touch"]) if given["touch"] else None
        if not given["segment"] and touch is None:
            return Refusal("Choose the segment or the touch that these accounts get.")
        draft = self.draft
        if old is not None and old.scope != given["scope"].strip():
            draft = revise(draft, overrides=tuple(one for one in draft.overrides if one != old))
        override = Override(scope=given["scope"].strip(), segment=given["segment"], touch=touch)
        return drawing.put_override(self.book, self.moment, self.known, draft, override)

    def day(self) -> Sheet[Draft]:
        """The day it would come into force."""
        old = short_date(self.draft.effective) if self.draft.effective is not None else ""
        lines = (Line("day", "In force from", old, hint="the day it is adopted; or 1 Jan, +60d"),)
        return Sheet("When it would come into force", lines, reading(self._put_day))

    def _put_day(self, given: Values) -> Made:
        day = read_day(given["day"], self.moment, past=False) if given["day"].strip() else None
        return drawing.set_day(self.book, self.moment, self.known, self.draft, day)

    def name(self, taken: tuple[str, ...]) -> Sheet[Draft]:
        """What it is called; ``taken`` are the names of the others."""
        lines = (Line("title", "Name", self.draft.title, required=True),)
        make = reading(
            lambda given: drawing.set_title(self.book, self.moment, self.known, self.draft, given["title"], taken)
        )
        return Sheet("What the draft is called", lines, make)


# Texts ----------------------------------------------------------------------------------------------------------


def _line_of(given: Values) -> PlanLine:
    """The line that a form's lines say; one without people names no way to serve it."""
    why = given["unmanaged"].strip()
    if why:
        return PlanLine(title=given["title"].strip(), scope=given["scope"].strip(), unmanaged=why)
    served = ((touch, given[f"serve-{touch.value}"]) for touch in Touch)
    carried = ((duty, given[f"duty-{duty.value}"]) for duty in Duty)
    return PlanLine(
        title=given["title"].strip(),
        scope=given["scope"].strip(),
        model=given["model"],
        alignment=given["alignment"],
        people=given["people"].strip(),
        pool=given["pool"],
        serve=tuple((own, Touch(then)) for own, then in served if then),
        duties=tuple((duty, who) for duty, who in carried if who),
    )


def shares_text(roles: Sequence[RoleShare]) -> str:
    """Roles as they are typed: ``csm 60, team_lead 40``."""
    return ", ".join(held.role if held.share == 100 else f"{held.role} {held.share}" for held in roles)


def _value(touch: Touch | None) -> str:
    return touch.value if touch is not None else ""


def _hours_text(hours: ByTouch | None, touch: Touch) -> str:
    amount = hours.of(touch) if hours is not None else 0
    return f"{amount / 100:g}" if amount else ""


def _with_percent(text: str) -> list[tuple[str, int]]:
    found = []
    for part in words_in(text):
        word, _, percent = re.sub(r"[:=]", " ", part).rpartition(" ")
        if not word.strip():
            raise Unreadable(f"“{part}” has no percent. Write it as support 50")
        found.append((word.strip(), values.percent(percent)))
    return found


def _members(text: str) -> list[tuple[str, int]]:
    """Names with the percent behind them; the number of a ``hire`` is its place, and the next one the percent."""
    found = []
    for part in words_in(text):
        match = re.fullmatch(r"((?:hire[\s:]*[0-9]+)|.*?\S)(?:[\s:=]+([0-9]{1,3})\s*%?)?", part, re.IGNORECASE)
        assert match is not None  # any text is a name
        found.append((match[1], int(match[2]) if match[2] else 100))
    return found


def _key(title: str, joint: str) -> str:
    """A short name made of a title: letters and figures of ASCII, joined."""
    return re.sub(r"[^a-z0-9]+", joint, title.lower()).strip(joint) or "part"
