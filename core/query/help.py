"""The filter language as examples, for the help screen, `--help` and the README; a test runs every one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from core.query.fields import ACCOUNT


@dataclass(frozen=True, slots=True)
class Example:
    """A filter and what it finds."""

    text: str
    """The filter."""
    meaning: str
    """What it finds, in words."""


ACCOUNT_EXAMPLES: tuple[Example, ...] = (
    Example("borealis", "“borealis” in the name or a tag; case and accents do not matter"),
    Example('"two words"', "these words side by side"),
    Example("owner:ana", "led by somebody whose name has a word that begins with “ana”"),
    Example("owner:P7 or owner:none", "led by person P7, or by nobody"),
    Example("owner:pool", "led by a pool; owner:pool:scaled for one, owner:outside, owner:vacant"),
    Example("holder:ana", "Ana sits on any of its seats, leading or not"),
    Example("lead:lea team:north", "the owner reports to Lea and is in the team North"),
    Example("seg:ent,mid", "in one of the two segments; key, title or their beginning"),
    Example("touch:high served:mid", "high touch, and served at mid touch by the plan"),
    Example("stage:renewal", "in renewal; also onboarding, adoption"),
    Example("health<60", "a known health under 60"),
    Example("health:at_risk,watch", "health in one of two bands; health:good is the third"),
    Example("arr>50k arr<=1.2M", "ARR in the book's currency: k, M and B are understood"),
    Example("renews<90d", "renews within the next 90 days; d, w, m (30 days), y (365 days)"),
    Example("renews:past", "the renewal date has passed"),
    Example("renews<2027-01-31", "renews before a day, passed dates too; also 2027-01, 2027-q1, 2027"),
    Example("renews:2027-q1", "renews in that quarter"),
    Example("started<90d", "a customer for fewer than 90 days"),
    Example("quiet>30d", "last real touch more than 30 days ago; quiet:none was never touched"),
    Example("due:past", "has a follow-up past its day; due<7d, due:today"),
    Example("load>8", "more than 8 hours over the next 30 days"),
    Example("finding:touch-late", "has this finding, or one whose code begins so; finding:any, finding:none"),
    Example("#pilot", "has this tag; tag:none has no tag"),
    Example("is:key -is:escalated", "a key account without an open escalation"),
    Example("is:child or is:parent", "belongs to a family; parent:A12 are the children of one account"),
    Example("is:marked", "marked on the screen; also established, locked, unmanaged, active, churned, archived"),
    Example("sentiment:negative expectation:no", "what was last heard"),
    Example('region=EMEA industry:"public health"', "= asks for the whole text, : for the beginnings of its words"),
    Example("language:de product:analytics complexity:complex", "the other facts of an account"),
    Example("id:A123,A124", "accounts by id; external:0012x for an id of another system"),
    Example("arr:none", "not known; :any is known. Comparisons never match what is not known"),
    Example("-stage:renewal !acme", "- or ! or not leaves out; stage!=renewal does the same"),
    Example("(seg:ent or is:key) quiet>30", "a blank is and; or binds weaker; parentheses group"),
)
"""Filters over accounts."""

PERSON_EXAMPLES: tuple[Example, ...] = (
    Example("ana", "“ana” in the name"),
    Example("team:fire role:csm", "in the team Fire with a share of the role"),
    Example("segment:ent language:de skill:api", "what they serve and can"),
    Example("lead:lea", "reports to Lea; lead:none reports to nobody"),
    Example("band:over,critical", "load in a word: room, full, over, critical, absent"),
    Example("util>100", "more than 100 % of capacity; also load>, capacity>, accounts>, arr>"),
    Example("is:away or is:vacant", "on leave today, or a position to be filled; also is:lead, is:archived"),
    Example("status:leaver", "leaving; also active, vacancy"),
)
"""Filters over people."""

SCOPE_FIELDS = tuple(field.key for field in ACCOUNT.all if field.given)
"""What a scope of a plan or model may ask about; of the flags after ``is:`` only the given ones."""


def filter_table() -> str:
    """The examples as two Markdown tables."""
    accounts, people = _table("Accounts", ACCOUNT_EXAMPLES), _table("People", PERSON_EXAMPLES)
    return f"{accounts}\n{people}"


def _table(title: str, examples: Sequence[Example]) -> str:
    lines = [f"| {title} | finds |", "|---|---|"]
    lines += [f"| `{example.text}` | {example.meaning} |" for example in examples]
    return "\n".join(lines) + "\n"
