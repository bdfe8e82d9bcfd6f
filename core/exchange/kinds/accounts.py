"""Rows that are customers: created or merged field by field with what we hold."""

from __future__ import annotations

from datetime import date

from core.accounts import Account, ImportedSource, Reading
from core.book.change import Edit, inserted, updated
from core.exchange.cells import Cells, RowValues
from core.exchange.kinds.churn import left_now, with_outcome
from core.exchange.kinds.families import Parents
from core.exchange.kinds.owning import OWNER_KEYS, Owning, Wanted, owner_text
from core.exchange.match import NONE, Match, name_key
from core.exchange.merge import Verdict, merged, text_of
from core.exchange.plan import Conflict, Fate, Question, QuestionKind
from core.exchange.values import HealthValue, Money, Status, site
from core.exchange.work import Report, Values, Work, imported_values, pairs_with
from core.journey import health_of, segments_in_order
from core.money import to_book
from core.schema import revise
from core.text import fold
from core.wording import counted, listed
from core.words import AccountStatus, HealthBand, ReadingKind

_PLAIN = (
    "name", "touch", "complexity", "industry", "region", "language", "products", "started", "renews", "onboarded_on",
    "key_account", "tags", "website", "notes",
)  # fmt: skip
_EMPTY: Values = {
    "touch": None, "complexity": None, "industry": "", "region": "", "language": "", "products": (), "started": None,
    "renews": None, "onboarded_on": None, "key_account": False, "tags": (), "website": "", "notes": "", "arr": None,
    "potential": None, "currency": "", "segment": "", "status": AccountStatus.ACTIVE, "churned_on": None,
    "churn_reason": "", "last_touch_imported": None,
}  # fmt: skip
_REJECTING = ("arr", "mrr", "potential", "currency")


def plan_accounts(work: Work, cells: Cells, report: Report) -> None:
    """Plan the rows of a file of accounts."""
    _Accounts(work, cells, report).plan()


class _Accounts:
    def __init__(self, work: Work, cells: Cells, report: Report) -> None:
        self._work = work
        self._cells = cells
        self._report = report
        self._register = work.accounts(report.source)
        columns = ((key, cells.found.column_of(key)) for key in OWNER_KEYS)
        self._owner_columns = [(key, column) for key, column in columns if column]
        self._parents = Parents(work, report)
        self._owning = Owning(work, report)
        self._rows_of_id: dict[str, int] = {}
        self._rows_of_name: dict[str, int] = {}
        self._taken: dict[int, int] = {}
        self._edits: list[Edit] = []
        self._numbers: list[int] = []
        self._unknown_segments: dict[str, int] = {}
        self._segments = self._segment_words()

    def plan(self) -> None:
        """Plan every row, then parents, segments and owners, which need all of them."""
        rows = self._cells.rows()
        self._set_currency(rows)
        for row in rows:
            self._row(row)
        self._work.put(self._edits)
        self._parents.settle(self._register)
        self._work.touched.update(self._numbers)
        derived = self._work.infer_segments(self._numbers)
        if derived:
            self._report.inferred["segment"] += derived
        self._owning.settle()
        self._tell()

    # One row --------------------------------------------------------------------------------------------------

    def _row(self, row: RowValues) -> None:
        name = row.text("name") or row.text("id")
        if not name:
            self._report.reject(row, "name", "The row has neither a name nor an id. Fill one in, or remove the row.")
            return
        if self._report.faulty(row, _REJECTING, name) or self._is_repeated(row, name):
            return
        status = row.get("status")
        if isinstance(status, Status) and not status.customer:
            self._report.leave_out(row, f"no customers: status {row.text('status')}", name)
            return
        match = self._match(row)
        if match.ambiguous:
            among = listed(f"A{n} {self._work.book.accounts[n].name}" for n in match.ids[:5])
            says = f"It fits {len(match.ids)} accounts by {match.by}: {among}. Add a column with the account id."
            self._report.reject(row, "name", says, name, ambiguous=True)
            return
        number = match.one
        if number is not None and number in self._taken:
            says = f"It means the same account as row {self._taken[number]} (A{number}). Keep one of the two rows."
            self._report.reject(row, "name", says, name)
            return
        if number is None:
            self._create(row, name)
        else:
            self._update(row, self._work.book.accounts[number])

    def _is_repeated(self, row: RowValues, name: str) -> bool:
        """Whether an earlier row has the same id, or the same name where there are no ids."""
        external = row.text("id")
        key = name_key(name)
        earlier = self._rows_of_id.get(external) if external else self._rows_of_name.get(key)
        if earlier is not None:
            what, field = ("id", "id") if external else ("name", "name")
            says = (
                f"It repeats the {what} “{external or name}” of row {earlier}. Keep one row, or give each its own id."
            )
            self._report.reject(row, field, says, name)
            return True
        if key in self._rows_of_name:
            says = f"Row {self._rows_of_name[key]} has the same name and another id; both are taken as two accounts."
            self._report.warn(row, "name", says)
        self._rows_of_name.setdefault(key, row.number)
        if external:
            self._rows_of_id[external] = row.number
        return False

    def _match(self, row: RowValues) -> Match:
        external, name = row.text("id"), row.text("name")
        match = self._register.find(external=external, domain=row.get("website") or "", name=name)
        if match.by == "domain" and name:
            # two customers may share a web address: the name decides between them
            same = tuple(n for n in match.ids if name_key(self._work.book.accounts[n].name) == name_key(name))
            by_name = self._register.find(external=external, name=name)
            return Match(same, "domain and name") if same else by_name if by_name.ids else match
        return match if match.ids else NONE

    def _create(self, row: RowValues, name: str) -> None:
        fields, inferred = self._fields(row)
        fields["name"] = name
        account = Account(
            id=self._work.ids.take("accounts"),
            **{key: value for key, value in with_outcome(None, fields).items() if value is not None},
            imported=(self._base(row, fields, {}),),
            inferred=tuple(sorted(inferred)),
            external_ids=((self._report.source, row.text("id")),) if row.text("id") else (),
            custom=pairs_with((), row.custom),
            crm_people=self._crm_people((), row),
        )
        self._edits.append(inserted(account))
        self._after(row, account, None)
        self._report.fate(row, Fate.CREATE, name)

    def _update(self, row: RowValues, before: Account) -> None:
        fields, inferred = self._fields(row)
        last = imported_values(before, self._report.source)
        taken = self._merge(row, before, fields, last)
        fresh = {name for name in inferred if name in taken}
        given = set(taken) - fresh
        ids = before.external_ids
        if row.text("id") and (self._report.source, row.text("id")) not in ids:
            ids = tuple(sorted({*ids, (self._report.source, row.text("id"))}))
        after = revise(
            before,
            **with_outcome(before, taken),
            inferred=tuple(sorted((set(before.inferred) - given) | fresh)),
            external_ids=ids,
            custom=pairs_with(before.custom, row.custom),
            crm_people=self._crm_people(before.crm_people, row),
        )
        changed = after != before
        base = self._base(row, fields, last)
        others = tuple(item for item in after.imported if item.source != self._report.source)
        if changed or dict(base.values) != last:
            after = revise(after, imported=tuple(sorted((*others, base), key=lambda item: item.source)))
            self._edits.append(updated(before, after))
        heard = self._after(row, after, before)
        changed = changed or heard
        says = listed(sorted(taken)) if taken else ""
        self._report.fate(row, Fate.UPDATE if changed else Fate.SAME, before.name, says)

    def _after(self, row: RowValues, account: Account, before: Account | None) -> bool:
        """What belongs to the account but stands in other tables; whether anything of it is new."""
        self._taken[account.id] = row.number
        self._numbers.append(account.id)
        if before is None:
            self._register.add(account)
        count = len(self._edits)
        self._readings(row, account)
        if account.status is AccountStatus.CHURNED and (before is None or before.is_active):
            self._work.churned.append(left_now(account, self._work.moment.today))
        if row.text("parent"):
            self._parents.want(row, account.id)
        if self._owner_columns:
            base = imported_values(before, self._report.source).get("owner") if before is not None else None
            self._owning.want(Wanted(row, account.id, base, row.get("owner_since") or account.started))
        return len(self._edits) > count

    # Fields ---------------------------------------------------------------------------------------------------

    def _fields(self, row: RowValues) -> tuple[Values, set[str]]:
        """The account's fields as the row gives them, only those whose column is there; and which were inferred."""
        fields: Values = {}
        inferred: set[str] = set()
        for key in _PLAIN:
            if key in row.values:
                value = row.values[key]
                fields[key] = _EMPTY.get(key) if value is None and key != "name" else value
        if not fields.get("name"):
            fields.pop("name", None)
        if "website" in fields:
            fields["website"] = site(fields["website"] or "")
        if "last_touch" in row.values:
            fields["last_touch_imported"] = row.values["last_touch"]
        if "segment" in row.values:
            self._segment(row, fields)
        self._amounts(row, fields, inferred)
        self._status(row, fields)
        return fields, inferred

    def _amounts(self, row: RowValues, fields: Values, inferred: set[str]) -> None:
        currency = row.get("currency") or ""
        for key in ("arr", "potential"):
            value = row.get(key)
            if key in row.values:
                fields[key] = value.minor if isinstance(value, Money) else None
                currency = currency or (value.currency if isinstance(value, Money) else "")
        monthly = row.get("mrr")
        if isinstance(monthly, Money) and fields.get("arr") is None:
            fields["arr"] = monthly.minor * 12
            inferred.add("arr")
            self._report.inferred["arr"] += 1
            currency = currency or monthly.currency
        if currency or "currency" in row.values:
            fields["currency"] = "" if currency == self._work.book.policy.currency else currency

    def _status(self, row: RowValues, fields: Values) -> None:
        status, flag = row.get("status"), row.get("churned")
        if isinstance(status, Status) or isinstance(flag, bool) or row.get("churned_on"):
            on: date | None = row.get("churned_on")
            left = (isinstance(status, Status) and status.churned) or flag is True
            said_to_stay = flag is False or (isinstance(status, Status) and not status.churned)
            if on is not None and not left and not said_to_stay:
                left = on <= self._work.moment.today
            fields["status"] = AccountStatus.CHURNED if left else AccountStatus.ACTIVE
            fields["churned_on"] = on if left else None
            fields["churn_reason"] = row.text("churn_reason") if left else ""
            if on is not None and not left:
                self._report.warn(
                    row, "churned_on", "The row has a churn date and says it is a customer; it stays one."
                )

    def _segment(self, row: RowValues, fields: Values) -> None:
        word = row.text("segment")
        key = self._segments.get(fold(word).replace("-", " ")) if word else ""
        if key is None:
            self._unknown_segments[word] = self._unknown_segments.get(word, 0) + 1
            row.custom.setdefault("segment", word)
            return
        fields["segment"] = key

    def _segment_words(self) -> dict[str, str]:
        words: dict[str, str] = {}
        for segment in segments_in_order(self._work.book):
            for word in (segment.key, segment.title, *segment.aliases):
                words.setdefault(fold(word).replace("-", " "), segment.key)
        return words

    def _merge(self, row: RowValues, before: Account, fields: Values, last: dict[str, str]) -> Values:
        """The values that are taken from the file; conflicts are noted and ours stays."""
        taken: Values = {}
        for key, value in fields.items():
            ours = getattr(before, key)
            ours_text = "" if ours == _EMPTY.get(key) and key != "status" else text_of(ours)
            theirs_text = "" if value == _EMPTY.get(key) and key != "status" else text_of(value)
            base = last.get(key, "active" if key == "status" and ours is AccountStatus.ACTIVE else None)
            verdict = merged(base, ours_text, theirs_text, inferred=key in before.inferred)
            if verdict is Verdict.TAKE:
                taken[key] = value
            elif verdict is Verdict.CONFLICT:
                conflict = Conflict(
                    "accounts", before.id, before.name, key, ours_text, theirs_text, base or "", value, row.number
                )
                self._report.conflicts.append(conflict)
        if "status" in fields and "status" not in taken and before.status is not fields["status"]:
            # the day and the reason belong to the status: they are not taken without it
            taken.pop("churned_on", None)
            taken.pop("churn_reason", None)
        return taken

    def _base(self, row: RowValues, fields: Values, last: dict[str, str]) -> ImportedSource:
        """What the file says now, over what it said before: the base of the next merge."""
        given = {
            key: "" if value == _EMPTY.get(key) and key != "status" else text_of(value) for key, value in fields.items()
        }
        if "parent" in row.values:
            given["parent"] = text_of(row.text("parent"))
        if self._owner_columns:
            given["owner"] = text_of(owner_text(row))
        merged_values = {**last, **given}
        kept = tuple(sorted(pair for pair in merged_values.items() if pair[1] or pair[0] in last))
        day = self._work.moment.today
        return ImportedSource(source=self._report.source, on=day, values=kept)

    def _crm_people(self, before: tuple[tuple[str, str], ...], row: RowValues) -> tuple[tuple[str, str], ...]:
        fresh = dict(row.people)
        for key, column in self._owner_columns:
            if row.text(key):
                fresh[column] = row.text(key)
        return pairs_with(before, fresh)

    # Readings -------------------------------------------------------------------------------------------------

    def _readings(self, row: RowValues, account: Account) -> None:
        health, nps = row.get("health"), row.get("nps")
        if isinstance(health, HealthValue):
            known = health_of(self._work.book, account.id, self._work.moment.today)
            band = health.band
            if (known.value, known.band if band is not None else None) != (health.value, band):
                self._read(row, account, ReadingKind.HEALTH, health.value, band)
        if isinstance(nps, int):
            if not -100 <= nps <= 100:
                self._report.warn(row, "nps", "An NPS answer lies between -100 and 100. The cell is left out.")
                return
            known_nps = [r for r in self._work.book.readings_of(account.id) if r.kind is ReadingKind.NPS]
            if not known_nps or known_nps[-1].value != nps:
                self._read(row, account, ReadingKind.NPS, nps, None)

    def _read(
        self, row: RowValues, account: Account, kind: ReadingKind, value: int | None, band: HealthBand | None
    ) -> None:
        number = self._work.ids.take("readings")
        today, source = self._work.moment.today, self._report.source
        self._edits.append(
            inserted(Reading(id=number, account=account.id, kind=kind, on=today, value=value, band=band, source=source))
        )

    # The whole file -------------------------------------------------------------------------------------------

    def _set_currency(self, rows: list[RowValues]) -> None:
        """A book without accounts takes the currency of its first file, if that has only one."""
        currencies: dict[str, int] = {}
        for row in rows:
            code = row.get("currency") or next(
                (v.currency for key in ("arr", "mrr") if isinstance(v := row.get(key), Money) and v.currency), ""
            )
            if code:
                currencies[code] = currencies.get(code, 0) + 1
        policy = self._work.book.policy
        if len(currencies) == 1 and not len(self._work.book.accounts):
            only = next(iter(currencies))
            if only != policy.currency:
                self._work.put([updated(policy, revise(policy, currency=only))])
                self._report.notes.append(f"The book's currency becomes {only}, the only one in the file.")
            return
        for code, count in sorted(currencies.items()):
            if code != policy.currency and to_book(policy, 1_000_000, code, self._work.moment.today) is None:
                self._report.questions.append(_rate_question(code, count, policy.currency))

    def _tell(self) -> None:
        turnover = self._cells.found.column_of("turnover")
        if turnover:
            says = f"“{turnover}” is the customer's own turnover, never ARR: it is kept as a custom field."
            self._report.notes.append(says)
        for word, count in self._unknown_segments.items():
            there = listed((s.title for s in segments_in_order(self._work.book)), "or")
            self._report.notes.append(
                f"{counted(count, 'account')} in the segment “{word}”, which the book does not have ({there}): "
                "the word is kept as a custom field and the segment follows from ARR."
            )


def _rate_question(code: str, count: int, book: str) -> Question:
    says = (
        f"{counted(count, 'account')} in {code}, and the book has no rate from {code} into {book}: their ARR is kept "
        f"and left out of every sum until you set one in the policy."
    )
    return Question(QuestionKind.CURRENCY, code, says, blocks=False)
