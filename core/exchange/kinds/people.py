"""Rows that are members of the roster, and the leads whom only a column names."""

from __future__ import annotations

from datetime import date, timedelta

from core.book.change import Edit, inserted, updated
from core.exchange.cells import Cells, RowValues
from core.exchange.match import PersonRegister, name_key
from core.exchange.merge import Verdict, merged, text_of
from core.exchange.plan import Conflict, Fate
from core.exchange.recognise import normal
from core.exchange.standard import csm_role, manager_role, new_csm_role, new_manager_role
from core.exchange.work import Report, Values, Work, pairs_with
from core.people import Leave, Person, Role, RoleShare
from core.schema import revise
from core.text import fold
from core.wording import counted, listed, short_date
from core.words import PersonStatus

_PLAIN = ("team", "fte", "hours", "skills", "languages", "industries", "starts")
_LISTS = ("skills", "languages", "industries", "regions", "segments")
_EMPTY: Values = {"team": "", "fte": 100, "hours": None, "starts": None, "ends": None, "roles": (), "email": ""}
_MANAGING = "*"
"""Stands for the book's own role that holds no accounts."""
_ROLE_WORDS: tuple[tuple[str, str], ...] = (
    ("onboarding", "onboarding_specialist"),
    ("implementation", "onboarding_specialist"),
    ("renewal", "renewal_manager"),
    ("support", "support_engineer"),
    ("account manager", "account_manager"),
    ("customer success manager", "csm"),
    ("csm", "csm"),
    ("cs manager", "csm"),
    ("lead", "team_lead"),
    ("leader", "team_lead"),
    ("director", _MANAGING),
    ("head", _MANAGING),
    ("vp", _MANAGING),
    ("chief", _MANAGING),
    ("customer success", "csm"),
    ("manager", _MANAGING),
)
"""Words of a job title and the role they mean, the more telling first."""


def plan_people(work: Work, cells: Cells, report: Report) -> None:
    """Plan a file of people."""
    _Roster(work, cells, report).plan()


class _Roster:
    def __init__(self, work: Work, cells: Cells, report: Report) -> None:
        self._work = work
        self._cells = cells
        self._report = report
        self._register: PersonRegister = work.people()
        self._segments = {
            fold(word): segment.key
            for segment in work.book.segments.values()
            for word in (segment.key, segment.title, *segment.aliases)
        }
        self._seen: dict[str, int] = {}
        self._leads: list[tuple[RowValues, int]] = []
        self._assumed = 0

    def plan(self) -> None:
        """Plan every row, then the leads, which may stand in any row."""
        for row in self._cells.rows():
            self._row(row)
        self._settle_leads()
        if self._assumed:
            self._report.inferred["role"] += self._assumed
            says = f"{counted(self._assumed, 'person')} without a role: assumed to be {self._csm_role().title}."
            self._report.notes.append(says)

    # One row --------------------------------------------------------------------------------------------------

    def _row(self, row: RowValues) -> None:
        name, email = _name_of(row), row.get("email") or ""
        if not name:
            self._report.reject(row, "name", "The row names nobody. Fill in a name, or remove the row.")
            return
        if self._report.faulty(row, (), name):
            return
        key = row.text("id") or email or name_key(name)
        if key in self._seen:
            says = f"It repeats “{row.text('id') or email or name}” of row {self._seen[key]}. Keep one of the two rows."
            self._report.reject(row, "id" if row.text("id") else "email" if email else "name", says, name)
            return
        match = self._register.find(name=name, email=email, external=row.text("id"))
        if match.ambiguous:
            among = listed(f"P{n} {self._work.book.people[n].name}" for n in match.ids[:5])
            says = f"It fits {len(match.ids)} people by {match.by}: {among}. Add a mail address or an id."
            self._report.reject(row, "name", says, name, ambiguous=True)
            return
        self._seen[key] = row.number
        fields = self._fields(row)
        before = self._work.book.people[match.one] if match.one is not None else None
        if before is None or self._is_namesake(before, email):
            self._create(row, name, fields)
        else:
            self._update(row, before, fields)

    @staticmethod
    def _is_namesake(before: Person, email: str) -> bool:
        return bool(email and before.email and fold(email) != fold(before.email))

    def _create(self, row: RowValues, name: str, fields: Values) -> None:
        if not fields.get("roles"):
            self._assumed += not row.text("role")
            fields["roles"] = () if row.text("role") else (RoleShare(role=self._csm_role().key),)
        external = row.text("id")
        person = Person(
            id=self._work.ids.take("people"),
            name=name,
            external_ids=((self._report.source, external),) if external else (),
            custom=pairs_with((), row.custom),
            **fields,
        )
        self._work.put([inserted(person)])
        self._register.add(person)
        self._want_lead(row, person.id)
        self._report.fate(row, Fate.CREATE, name)

    def _update(self, row: RowValues, before: Person, fields: Values) -> None:
        taken: Values = {}
        for key, value in fields.items():
            empty = _EMPTY.get(key, ())
            ours = getattr(before, key)
            ours_text = "" if ours == empty else _shown(ours)
            theirs_text = "" if value == empty else _shown(value)
            verdict = merged(None, ours_text, theirs_text)
            if verdict is Verdict.TAKE:
                taken[key] = value
            elif verdict is Verdict.CONFLICT:
                self._report.conflicts.append(
                    Conflict("people", before.id, before.name, key, ours_text, theirs_text, "", value, row.number)
                )
        after = revise(before, **taken, custom=pairs_with(before.custom, row.custom))
        if after != before:
            self._work.put([updated(before, after)])
        self._want_lead(row, before.id)
        self._report.fate(row, Fate.SAME if after == before else Fate.UPDATE, before.name, listed(sorted(taken)))

    def _want_lead(self, row: RowValues, person: int) -> None:
        if row.text("lead") or row.text("lead_email"):
            self._leads.append((row, person))

    # Fields ---------------------------------------------------------------------------------------------------

    def _fields(self, row: RowValues) -> Values:
        fields: Values = {key: row.values[key] for key in _PLAIN if row.values.get(key) is not None}
        if row.get("email"):
            fields["email"] = row.get("email")
        if row.get("regions"):
            fields["regions"] = row.get("regions")
        if row.text("role"):
            fields["roles"] = self._roles(row)
        if row.get("segments"):
            fields["segments"] = self._segment_keys(row)
        if row.get("ends") is not None:
            fields["ends"] = row.get("ends") + timedelta(days=1)
            if row.get("starts") is not None and fields["ends"] <= row.get("starts"):
                self._report.warn(row, "ends", "The last day lies before the first. It is left out.")
                del fields["ends"]
            else:
                fields["status"] = PersonStatus.LEAVER
        leave = self._leave(row)
        if leave is not None:
            fields["leaves"] = (leave,)
        return {key: value for key, value in fields.items() if value not in ((), "")}

    def _leave(self, row: RowValues) -> Leave | None:
        since, last = row.get("leave_from"), row.get("leave_until")
        if since is None:
            return None
        if last is None:
            self._report.warn(row, "leave_from", "The leave has no end. It is left out; give the day they are back.")
            return None
        until: date = last if self._is_day_back() else last + timedelta(days=1)
        if until <= since:
            says = f"The leave ends on {short_date(last)}, before it begins on {short_date(since)}. It is left out."
            self._report.warn(row, "leave_until", says)
            return None
        return Leave(number=1, since=since, until=until, reason=row.text("leave_reason"))

    def _is_day_back(self) -> bool:
        """Whether the column means the first day back, not the last day away."""
        column = normal(self._cells.found.column_of("leave_until") or "")
        return "back" in column or "return" in column

    def _roles(self, row: RowValues) -> tuple[RoleShare, ...]:
        keys = []
        for word in row.get("role") or ():
            key = self._role_key(word)
            if key is None:
                says = (
                    f"The role “{word}” is not in the book ({', '.join(r.key for r in self._work.book.roles.all())})."
                )
                self._report.warn(row, "role", f"{says} It is left out.")
            elif key not in keys:
                keys.append(key)
        share = 100 // len(keys) if keys else 0
        return tuple(RoleShare(role=key, share=share) for key in keys)

    def _role_key(self, word: str) -> str | None:
        """The role a word means: by key or title, else by what a job title usually says."""
        plain = normal(word)
        roles = self._work.book.roles.all()
        for role in roles:
            if plain in (normal(role.key), normal(role.title)):
                return role.key
        known = {role.key for role in roles}
        for sign, key in _ROLE_WORDS:
            if f" {sign} " in f" {plain} ":
                if key == _MANAGING:
                    return self._lead_role().key
                if key in known:
                    return key
        return None

    def _segment_keys(self, row: RowValues) -> tuple[str, ...]:
        keys = []
        for word in row.get("segments") or ():
            key = self._segments.get(fold(word))
            if key is None:
                there = ", ".join(segment.key for segment in self._work.book.segments.all())
                self._report.warn(row, "segments", f"There is no segment “{word}” ({there}). It is left out.")
            elif key not in keys:
                keys.append(key)
        return tuple(keys)

    # Leads ----------------------------------------------------------------------------------------------------

    def _settle_leads(self) -> None:
        """Set who leads whom; leads whom no row describes join the roster without accounts."""
        added: dict[str, int] = {}
        for row, number in self._leads:
            text = row.text("lead") or row.text("lead_email")
            match = self._register.find(name=row.text("lead"), email=row.get("lead_email") or "")
            field = "lead" if row.text("lead") else "lead_email"
            if match.ambiguous:
                self._report.warn(row, field, f"“{text}” fits {len(match.ids)} people. The lead is left out.")
                continue
            lead = match.one
            if lead is None:
                lead = self._add_lead(row, text)
                added[text] = lead
            self._set_lead(row, field, number, lead)
        if added:
            column = self._cells.found.column_of("lead") or self._cells.found.column_of("lead_email")
            self._report.notes.append(
                f"Named only in “{column}”: {listed(added)}. Added to the roster as leads, with the role "
                f"“{self._lead_role().title}”, who hold no accounts."
            )

    def _csm_role(self) -> Role:
        role = csm_role(self._work.book)
        if role is None:
            role = new_csm_role(self._work.ids.take("roles"))
            self._work.put([inserted(role)])
        return role

    def _lead_role(self) -> Role:
        role = manager_role(self._work.book)
        if role is None:
            role = new_manager_role(self._work.ids.take("roles"))
            self._work.put([inserted(role)])
        return role

    def _add_lead(self, row: RowValues, text: str) -> int:
        role = self._lead_role()
        email = row.get("lead_email") or (text.lower() if "@" in text else "")
        person = Person(id=self._work.ids.take("people"), name=text, email=email, roles=(RoleShare(role=role.key),))
        self._work.put([inserted(person)])
        self._register.add(person)
        self._report.created += 1
        return person.id

    def _set_lead(self, row: RowValues, field: str, number: int, lead: int) -> None:
        person = self._work.book.people[number]
        if person.lead == lead:
            return
        if number == lead:
            self._report.warn(
                row, field, f"{person.name} would lead themselves. The lead is left out; name who leads them."
            )
            return
        if self._is_below(lead, number):
            says = f"{self._work.book.people[lead].name} reports to {person.name} already, directly or through others."
            self._report.warn(row, field, f"{says} The lead is left out; correct one of the two rows.")
            return
        if person.lead is not None:
            ours = self._work.book.people[person.lead].name
            theirs = self._work.book.people[lead].name
            self._report.conflicts.append(
                Conflict("people", number, person.name, "lead", ours, theirs, "", lead, row.number)
            )
            return
        edits: list[Edit] = [updated(person, revise(person, lead=lead))]
        self._work.put(edits)

    def _is_below(self, person: int, above: int) -> bool:
        """Whether somebody reports to ``above``, directly or through others."""
        number: int | None = self._work.book.people[person].lead
        while number is not None:
            if number == above:
                return True
            number = self._work.book.people[number].lead
        return False


def _name_of(row: RowValues) -> str:
    """The name as given, from its parts, or from the mail address."""
    parts = " ".join(part for part in (row.text("first_name"), row.text("last_name")) if part)
    if row.text("name") or parts:
        return row.text("name") or parts
    local = (row.get("email") or "").partition("@")[0]
    return " ".join(word.capitalize() for word in local.replace("_", ".").split(".") if word)


def _shown(value: object) -> str:
    """A value as a conflict shows it."""
    if isinstance(value, tuple) and value and isinstance(value[0], RoleShare):
        return ", ".join(share.role for share in value)
    if isinstance(value, tuple) and value and isinstance(value[0], Leave):
        return ", ".join(f"{short_date(leave.since)} to {short_date(leave.until)}" for leave in value)
    return text_of(value)
