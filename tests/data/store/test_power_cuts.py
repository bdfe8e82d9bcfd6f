"""Power cuts on a simulated disk: after every call of the store, in every way the disk may have been left."""

from __future__ import annotations

import os
import random

from data.store.store import open_store
from tests.data.store.disk import Disk, Frozen, states
from tests.data.store.life import FOLDER, Judge, Work

STATES = int(os.environ.get("BOOKSHIFT_CUTS", "10000"))
"""Disks to check; the long run asks for a million."""

SEED = int(os.environ.get("BOOKSHIFT_SEED", "1"))
"""Another one chooses other disks."""

SECOND_CUT = 12
"""One disk in so many is cut again while it recovers."""

WORK_ON = 60
"""One disk in so many is worked on."""


def test_no_power_cut_loses_or_invents_a_change() -> None:
    work = Work(longest=2_500)
    judge = Judge(work.books)
    rng = random.Random(SEED)
    moments = [moment for moment in work.moments if moment[0].in_flight] or work.moments
    checked = second = continued = 0

    per_moment = STATES * 7 // 20 // len(moments) + 1
    for frozen, sure, possible in moments:
        for disk in states(frozen, rng, per_moment):
            checked += 1
            if sure >= 0 and checked % SECOND_CUT == 0:
                second += cut_again(disk, sure, possible, judge, rng)
            judge.check(disk, sure, possible)
            if sure >= 0 and checked % WORK_ON == 0:
                judge.work_on(disk)
                continued += 1
    assert checked + second >= STATES
    assert second >= STATES // 4
    assert continued >= STATES // 300
    print(f"{len(work.moments)} calls, {checked:,} states, {second:,} second cuts, {continued:,} worked on")


def cut_again(disk: Disk, sure: int, possible: int, judge: Judge, rng: random.Random) -> int:
    """Recover, cut the power after each call of it, and recover from that: how many disks were checked."""
    moments: list[Frozen] = []
    copy = next(states(disk.frozen(), rng, 1))
    copy.on_call = lambda _: moments.append(copy.frozen())
    opened = open_store(FOLDER, system=copy)
    reached = opened.book.seq
    assert sure <= reached <= possible
    copy.on_call = lambda _: None
    count = 0
    for frozen in moments:
        for again in states(frozen, rng, 6):
            judge.check(again, reached, reached)
            count += 1
    return count
