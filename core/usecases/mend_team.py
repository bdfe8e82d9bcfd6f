"""Mends of the team and the plan: a lead, a vacancy, a line for those who have none or are better pooled."""

from __future__ import annotations

from core.book.change import Edit
from core.models.mend import Mend
from core.models.rules.facts import reports_of, works_here
from core.organisation import PlanLine
from core.people import Person, RoleShare
from core.schema import revise
from core.usecases.look import a_present_person
from core.usecases.mending import Case, Mended
from core.usecases.refusing import refuse
from core.usecases.roster import EditPerson, NewVacancy, edit_person, new_vacancy
from core.usecases.use_model import UseModel, use_model
from core.wording import counted
from core.words import SeatHolding


def led(case: Case, request: Mend) -> Mended:
    """Let a person report to a lead of the same team, else of any: the one with the fewest reports."""
    person = a_present_person(case.book, request.person or 0)
    reports = {one.id: len(reports_of(case.book, one.id, case.day)) for one in case.book.people.all()}
    others = (one for one in case.book.people.all() if one.id != person.id and works_here(one, case.day))
    leads = [one for one in others if reports[one.id]]
    if not leads:
        refuse(f"Nobody leads anybody yet, so there is no lead for {person.name}. Name one in Load: 3.")

    def fitting(one: Person) -> tuple[bool, int, int]:
        return (one.team != person.team, reports[one.id], one.id)

    lead = min(leads, key=fitting)
    edits = case.edits_of(edit_person, EditPerson(person.id, (("lead", lead.id),)))
    return Mended(f"Let {person.name} report to {lead.name}", tuple(edits))


def vacancy_opened(case: Case, request: Mend) -> Mended:
    """Put an open position for a role on the roster."""
    role = next((role for role in case.book.roles.all() if role.key == request.word), None)
    title = role.title if role is not None else request.word
    vacancy = NewVacancy(title, (RoleShare(role=request.word),))
    return Mended(f"Open a vacancy for {title}", tuple(case.edits_of(new_vacancy, vacancy)))


def last_line_added(case: Case, request: Mend) -> Mended:
    """End the plan with a line for every other account, under the model of the last line that has one."""
    plan = case.book.plan
    managed = [line for line in plan.lines if not line.unmanaged] if plan is not None else []
    if plan is None or not managed:
        refuse("No line of the plan has a model to take. Choose a model in Model: 5.")
    line = revise(managed[-1], scope="", title="All other accounts", people="")
    active = (account for account in case.book.accounts.all() if account.is_active)
    accounts = sum(1 for account in active if case.seating.line_of(account, case.day) is None)
    says = f"Let the plan end with a line for {counted(accounts, 'other account')}"
    return Mended(says, _used(case, (*plan.lines, line)))


def pool_line_added(case: Case, request: Mend) -> Mended:
    """Serve the tech-touch accounts of a line from a pool, by a line of their own before it."""
    account = case.account(request.account)
    line = case.seating.line_of(account, case.day)
    plan = case.book.plan
    if plan is None or line is None:
        refuse(f"{account.name} falls under no line of the plan. Look at the findings again.")
    before = line.line
    scope = f"touch:tech ({before.scope})" if before.scope.strip() else "touch:tech"
    pooled = _pooled(case, scope)
    lines = (*plan.lines[: line.index], pooled, *plan.lines[line.index :])
    return Mended(f"Serve the tech-touch accounts of “{line.title}” from the pool", _used(case, lines))


def _pooled(case: Case, scope: str) -> PlanLine:
    """A line with the first model of this book that gives its seats to a pool."""
    models = [model for model in case.book.models.all() if any(seat.holder is SeatHolding.POOL for seat in model.seats)]
    if not models:
        refuse("No model of this book gives its seats to a pool. Use the pooled model for some line in Model: 5 first.")
    plan = case.book.plan
    pools = {line.pool for line in plan.lines if line.pool} if plan is not None else set()
    return PlanLine(title="Tech touch, pooled", scope=scope, model=models[0].key, pool=min(pools, default=""))


def _used(case: Case, lines: tuple[PlanLine, ...]) -> tuple[Edit, ...]:
    """The edits that put other lines in force; they open an era."""
    plan = case.book.plan
    assert plan is not None
    request = UseModel(
        models=case.book.models.all(),
        alignments=case.book.alignments.all(),
        lines=lines,
        overlays=plan.overlays,
        title=plan.title,
    )
    return tuple(case.edits_of(use_model, request))
