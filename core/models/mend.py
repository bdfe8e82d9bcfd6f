"""What would mend a finding, as a request: which kind of change on what. A use case turns it into a Change."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class MendKind(StrEnum):
    """The changes that mend findings; each is previewed and can be undone."""

    ASSIGN = "assign"
    """Give an empty seat to its best candidate."""
    REPLACE = "replace"
    """Give a seat whose holder may not sit there to its best candidate, with a handoff."""
    END_OLDER = "end-older"
    """Of several permanent holders of one seat, keep the newest."""
    REDISTRIBUTE = "redistribute"
    """Give every seat of somebody who is gone to its best candidate."""
    COVER = "cover"
    """Let the best candidates stand in for somebody on leave until they are back."""
    OPEN_HANDOFF = "open-handoff"
    """Open the handoff by which the lead or a seat should have passed."""
    CLOSE_HANDOFF = "close-handoff"
    """Close a handoff and end what the outgoing holder still has of the seat."""
    RELIEVE = "relieve"
    """Move accounts out of a person's book, least disruptive first, until the finding is gone."""
    FOLLOW_UP = "follow-up"
    """Write a follow-up for whoever acts in the lead seat."""
    FOLLOW_UPS = "follow-ups"
    """Write a follow-up for each account of a segment or plan line that nobody is in touch with."""
    SET_LEAD = "set-lead"
    """Let a person report to the lead who fits best."""
    LOCK = "lock"
    """Keep the owner of an account for 90 days."""
    TRANSITION = "transition"
    """Put an account into the segment its figures ask for; a holder who may not follow hands over with an overlap."""
    GIVE_TO_POOL = "give-to-pool"
    """Give a pooled seat that one person holds to its pool."""
    POOL_LINE = "pool-line"
    """Serve tech-touch accounts from a pool by a plan line of their own."""
    LAST_LINE = "last-line"
    """Let the plan end with a line that takes the accounts no other line fits."""
    DISPATCH = "dispatch"
    """Give a waiting request to the next free member of its pool."""
    REOPEN = "reopen"
    """Open a request again whose playbook was not finished."""
    ADD_MEMBER = "add-member"
    """Take somebody with the missing skill or language into a pool."""
    OPEN_VACANCY = "open-vacancy"
    """Put an open position for a role on the roster."""
    HAND_ON = "hand-on"
    """Give a lead's routine follow-ups to those who hold the accounts, or to a report."""


@dataclass(frozen=True, slots=True)
class Mend:
    """A request for the change that mends one finding."""

    kind: MendKind
    """Which kind of change."""
    says: str
    """What it does, as an order: "assign the best candidate"."""
    code: str = ""
    """Code of the finding it mends; relieving stops once that finding is gone."""
    account: int | None = None
    """Account id."""
    person: int | None = None
    """Person id."""
    pool: int | None = None
    """Pool id."""
    seat: str = ""
    """Seat key."""
    record: int | None = None
    """Id of the handoff or request."""
    word: str = ""
    """A role, skill, language, segment or line key, or the text of a follow-up, as the kind needs it."""
