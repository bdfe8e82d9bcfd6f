"""Everything that is wrong with a model in itself is told, each with its seat and setting."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from core.models.faults import Fault, faults, uncarried
from core.models.rules import reporting, sums
from core.models.spec.model import model_from
from core.models.spec.reading import ModelError
from core.models.thresholds import LINE_THRESHOLDS
from core.organisation import Model, SeatLine
from core.schema import revise
from core.words import Duty, SeatHolding, Stage
from data.catalogue import catalogue

SEAT = SeatLine(key="csm", title="CSM", carries=tuple(Duty), roles=("csm",))
OWN = Model(id=0, key="own", title="Own", seats=(SEAT,), builtin=False)
ROLES = ("csm", "team_lead")


def told(*seats: SeatLine, **fields: object) -> list[tuple[int, str]]:
    return [(one.seat, one.field) for one in faults(revise(OWN, seats=seats, **fields), ROLES)]


@pytest.mark.parametrize("model", catalogue().models, ids=lambda model: model.key)
def test_nothing_is_wrong_with_a_model_that_ships(model: Model) -> None:
    assert faults(model, {role.key for role in catalogue().roles}) == ()
    assert uncarried(model) == ()


def test_all_faults_are_told_at_once_with_seat_and_setting() -> None:
    broken = revise(SEAT, scope="health<50", roles=("csn",))
    second = SeatLine(key="help", title="Help")
    outside = SeatLine(key="out", title="Out", assists=(Duty.SUPPORT,), holder=SeatHolding.OUTSIDE)
    found = faults(revise(OWN, seats=(broken, second, outside), leads=((Stage.RENEWAL, "gone"),)), ROLES)

    assert [(one.seat, one.field) for one in found] == [(1, "scope"), (1, ""), (2, ""), (3, ""), (0, "leads.renewal")]
    assert found[1] == Fault(1, "", "there is no role “csn”. Did you mean csm?")


def test_a_duty_is_carried_once_in_one_scope() -> None:
    closer = SeatLine(key="closer", title="Closer", carries=(Duty.RENEWAL,))

    assert told(SEAT, closer) == [(2, "")]
    assert told(revise(closer, scope="is:key"), SEAT) == []
    assert told(revise(SEAT, scope="is:key"), revise(SEAT, title="Again")) == []
    assert told(SEAT, revise(SEAT, scope="is:key")) == [(2, "")]


def test_a_number_or_finding_that_no_rule_reads_is_a_fault() -> None:
    assert told(SEAT, thresholds=(("complex_percent", 20),), checks=("ALIGN-MISMATCH",)) == []
    assert told(SEAT, thresholds=(("dwell_days", 60), ("complex_percent", 101))) == [(0, "thresholds")] * 2
    assert told(SEAT, checks=("ALIGN-MISMATCHED",)) == [(0, "checks")]


def test_the_numbers_a_model_may_set_are_those_the_rules_read() -> None:
    read = "\n".join(Path(module.__file__ or "").read_text(encoding="utf-8") for module in (reporting, sums))
    assert all(f'"{name}"' in read for name in LINE_THRESHOLDS)
    known = catalogue()
    shipped = [*(one.thresholds for one in known.models), *(one.thresholds for one in known.alignments)]
    assert {name for pairs in shipped for name, _ in pairs} == set(LINE_THRESHOLDS)


def test_a_duty_that_no_seat_carries_is_left_to_an_alignment() -> None:
    half = revise(SEAT, carries=(Duty.ADOPTION, Duty.SUPPORT))
    assert uncarried(revise(OWN, seats=(half,))) == (Duty.ONBOARDING, Duty.EXPANSION, Duty.RENEWAL)


def test_the_place_of_a_fault_is_counted_in_the_file_and_not_among_seats_taken_over() -> None:
    text = 'key = "x"\ntitle = "X"\nbased_on = "specialist"\n[[seat]]\nkey = "again"\ncarries = ["renewal"]\n'
    known = {model.key: model for model in catalogue().models}
    with pytest.raises(ModelError, match=r"^x\.toml, seat 1 \(again\): renewal is carried by the seat renewal_manager"):
        model_from(tomllib.loads(text), "x.toml", known=known)
