"""The page on models of one's own names every setting there is, and its example is one."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest
from pydantic import BaseModel

from core.models.spec.alignment import AlignmentSpec
from core.models.spec.fields import HoursSpec, LimitsSpec
from core.models.spec.model import LeadershipSpec, ModelSpec, model_from
from core.models.spec.seat import SeatSpec
from core.models.thresholds import LINE_THRESHOLDS
from data.catalogue import catalogue

PAGE = (Path(__file__).resolve().parents[2] / "docs" / "models.md").read_text(encoding="utf-8")
WORDS = set(re.findall(r"`([a-z_]+)`", PAGE))


@pytest.mark.parametrize(
    "spec", [ModelSpec, SeatSpec, LimitsSpec, HoursSpec, LeadershipSpec, AlignmentSpec], ids=lambda spec: spec.__name__
)
def test_every_setting_is_on_the_page(spec: type[BaseModel]) -> None:
    assert set(spec.model_fields) - WORDS == set()


def test_every_threshold_is_on_the_page() -> None:
    assert set(LINE_THRESHOLDS) - WORDS == set()


def test_the_example_is_a_model() -> None:
    text = re.search(r"```toml\n(.*?)```", PAGE, re.S)
    assert text is not None
    made = model_from(tomllib.loads(text[1]), "pods.toml", roles={role.key for role in catalogue().roles})
    assert [seat.key for seat in made.seats] == ["pod", "closer", "expert"]
