"""Lines and overlays of a plan as sentences."""

from __future__ import annotations

from core.organisation import Overlay, PlanLine
from core.wording import listed


def line_text(line: PlanLine) -> str:
    """A plan line: for whom, and how they are served."""
    scope = line.title or line.scope or "all accounts"
    if line.unmanaged:
        return f"{scope}: unmanaged, {line.unmanaged}"
    parts = [line.model or f"the model of {line.alignment}"]
    if line.model and line.alignment:
        parts.append(line.alignment)
    if line.pool:
        parts.append(f"pool {line.pool}")
    if line.people:
        parts.append(f"by {line.people}")
    parts += [f"{duty.value} by {who}" for duty, who in line.duties]
    parts += [f"{own.value} touch served at {served.value}" for own, served in line.serve]
    return f"{scope}: {', '.join(parts)}"


def overlay_text(overlay: Overlay) -> str:
    """An overlay: what it assists, and where."""
    return f"{overlay.title} assists {listed(overlay.assists)} for {overlay.scope or 'all accounts'}"
