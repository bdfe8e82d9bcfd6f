"""An alignment file, and the alignment in it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from core.models.faults import rule_faults
from core.models.spec.fields import Key
from core.models.spec.filters import carriers, checked_scope
from core.models.spec.model import Described
from core.models.spec.reading import ModelError, read_file
from core.organisation import Alignment
from core.schema import admit
from core.words import Duty


class AlignmentSpec(Described):
    """An alignment file."""

    reporting: str = ""
    """The reporting line in one sentence."""
    model: Key
    """Model used when the alignment stands alone."""
    scope: str = ""
    """Scope it is meant for."""
    duties: dict[Duty, str]
    """Who carries each duty."""


def alignment_from(data: Mapping[str, Any], name: str, *, builtin: bool = False) -> Alignment:
    """The alignment in a file's data; ``ModelError`` says what is wrong."""
    spec = read_file(AlignmentSpec, data, name)
    missing = [duty.value for duty in Duty if duty not in spec.duties]
    if missing:
        raise ModelError(f"{name}: duties says nothing of {', '.join(missing)}; write “team” or “outside:<function>”.")
    made = Alignment(
        id=0,
        key=spec.key,
        title=spec.title,
        reporting=spec.reporting,
        duties=carriers(name, "duties", spec.duties),
        model=spec.model,
        scope=checked_scope(name, "scope", spec.scope),
        summary=spec.summary,
        strengths=spec.strengths,
        risks=spec.risks,
        fits=spec.fits,
        source=spec.source,
        thresholds=tuple(sorted(spec.thresholds.items())),
        checks=spec.checks,
        builtin=builtin,
    )
    if builtin:
        return made
    wrong = next(rule_faults(made.thresholds, made.checks), None)
    if wrong is not None:
        raise ModelError(f"{name}, {wrong.field}: {wrong.says}")
    return admit(made)
