"""All 25 signals in their order."""

from __future__ import annotations

from core.models.fit import base_signals, business_signals, team_signals, voice_signals, work_signals
from core.models.fit.signal import Signal

SIGNALS: tuple[Signal, ...] = tuple(
    sorted(
        (
            *voice_signals.SIGNALS,
            *team_signals.SIGNALS,
            *base_signals.SIGNALS,
            *work_signals.SIGNALS,
            *business_signals.SIGNALS,
        ),
        key=lambda signal: signal.number,
    )
)
"""Every signal by number, from 1 to 25."""
