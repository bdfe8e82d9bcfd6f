"""What a fresh book begins with: roles, segments and vocabularies, all of them editable."""

from __future__ import annotations

from core.organisation import Segment, Word
from core.people import Role
from core.words import Function, Touch

_ROLES = (
    ("csm", "Customer success manager", Function.CS, True),
    ("team_lead", "Team lead", Function.CS, True),
    ("account_manager", "Account manager", Function.CS, True),
    ("onboarding_specialist", "Onboarding specialist", Function.CS, True),
    ("renewal_manager", "Renewal manager", Function.CS, True),
    ("support_engineer", "Support engineer", Function.SERVICES, True),
    ("consultant", "Professional services consultant", Function.SERVICES, True),
    ("trainer", "Trainer", Function.SERVICES, True),
    ("product_manager", "Product manager", Function.PRODUCT, True),
    ("manager", "Manager", Function.CS, False),
)

_SEGMENTS = (
    ("ent", "Enterprise", 10_000_000, Touch.HIGH, ("enterprise", "large", "strategic")),
    ("mid", "Mid-market", 2_500_000, Touch.MID, ("mid-market", "midmarket", "medium", "commercial")),
    ("small", "Small", None, Touch.TECH, ("smb", "small business", "tail")),
)
"""Lines at 25k and 100k ARR: common practice. Amounts in minor units of a currency with cents."""

_CHALLENGES = (
    ("no-one-person", "No one person for us"),
    ("told-again", "Told our story again"),
    ("slow-answers", "Slow answers"),
    ("answers-differ", "Answers differ"),
    ("lacks-depth", "Lacks product or technical depth"),
    ("too-many-contacts", "Too many contacts"),
    ("only-at-renewal", "Only hear from us at renewal"),
    ("feels-like-sales", "Feels like sales"),
    ("slow-start", "Slow start"),
    ("no-guidance", "No strategic guidance"),
    ("too-many-hats", "Too many hats (CSM)"),
    ("no-time-to-lead", "No time to lead (CSM)"),
    ("missing-playbook", "Missing playbook (CSM)"),
)
"""Each of them is evidence for or against an organisational model."""

_CHURN_REASONS = (
    ("price", "Price"),
    ("product-gap", "Product gap"),
    ("low-usage", "Low usage"),
    ("competitor", "Went to a competitor"),
    ("champion-left", "Champion left"),
    ("acquired", "Acquired or merged"),
    ("closed", "Out of business"),
    ("poor-start", "Never got started"),
    ("service", "Service or support"),
)


def standard_roles() -> tuple[Role, ...]:
    """The roles that the shipped models name."""
    return tuple(
        Role(id=number, key=key, title=title, function=function, client=client)
        for number, (key, title, function, client) in enumerate(_ROLES, 1)
    )


def standard_segments(minor_units: int = 100) -> tuple[Segment, ...]:
    """Three segments by ARR; ``minor_units`` is how many make one unit of the book's currency."""
    return tuple(
        Segment(
            id=number,
            key=key,
            title=title,
            order=number,
            from_amount=None if amount is None else amount * minor_units // 100,
            touch=touch,
            aliases=aliases,
        )
        for number, (key, title, amount, touch, aliases) in enumerate(_SEGMENTS, 1)
    )


def standard_words() -> tuple[Word, ...]:
    """The challenges customers and CSMs name, and the reasons customers leave for."""
    entries = [("challenge", *entry) for entry in _CHALLENGES] + [("churn", *entry) for entry in _CHURN_REASONS]
    return tuple(
        Word(id=number, kind=kind, key=key, title=title) for number, (kind, key, title) in enumerate(entries, 1)
    )
