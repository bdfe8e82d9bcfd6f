"""What was said: one to three sentences put together from many parts, so that no two logs read alike."""

from __future__ import annotations

from random import Random

from core.words import ConversationType, Sentiment

AREAS: tuple[str, ...] = (
    "reporting", "the mobile app", "single sign-on", "the API", "user roles", "the new dashboards", "data export",
    "the workflow builder", "notifications", "the ERP connector", "audit logs", "bulk upload", "the help centre",
    "search", "the calendar sync", "custom fields", "the sandbox", "invoice matching", "the admin console",
    "the onboarding checklist",
)  # fmt: skip
"""Parts of our product that customers talk about."""
_TEAMS = (
    "finance", "the sales floor", "operations", "the Lyon office", "the warehouse team", "support", "marketing",
    "the regional managers", "the night shift", "procurement", "the data team", "human resources", "field service",
)  # fmt: skip
_OPEN: dict[ConversationType, tuple[str, ...]] = {
    ConversationType.CALL: (
        "Spoke with {who}", "Short call with {who}", "{who} rang back", "Regular call with {who}",
        "Called {who} about {area}", "Half an hour with {who} and two colleagues", "Monthly check-in with {who}",
    ),
    ConversationType.MEETING: (
        "Met {who} on site", "Working session with {who}", "Planning meeting with {who}", "Sat down with {who}",
        "Workshop on {area} with {who}", "Walked {who} through {area}",
    ),
    ConversationType.EMAIL: (
        "{who} wrote", "Mail from {who}", "Sent {who} the notes on {area}", "Answered {who} on {area}",
        "{who} replied to the usage summary", "Thread with {who} about {area}",
    ),
    ConversationType.REVIEW: (
        "Business review with {who}", "Quarterly review with {who} and the sponsor", "Half-year review, led by {who}",
        "Review of goals with {who}",
    ),
    ConversationType.CHAT: (
        "{who} asked in the shared channel", "Quick chat with {who}", "{who} pinged about {area}",
        "Answered {who} in chat",
    ),
    ConversationType.NOTE: (
        "Looked at usage before the next call", "Checked the open tickets", "Talked to our product team",
        "Prepared the next review", "Went through the contract with finance",
    ),
}  # fmt: skip
_BODY: dict[Sentiment | None, tuple[str, ...]] = {
    Sentiment.POSITIVE: (
        "{area} is live for {team} and the first month went well",
        "they opened {n} tickets fewer than last quarter and put it down to {area}",
        "{team} now starts the day in {area}",
        "the roll-out reached {n} users, two weeks ahead of plan",
        "they would speak at our user day about {area}",
        "{who2} called the last release the best this year",
        "adoption in {team} went from {n} to {m} weekly users",
        "the sponsor wants to bring {team} in as well",
        "they saved about {n} hours a month with {area}",
        "the training for {team} was well received",
    ),
    Sentiment.NEUTRAL: (
        "{area} is in use, {team} still works in spreadsheets",
        "they asked how others set up {area}",
        "{team} gets new people in spring and needs training",
        "they want a comparison of both plans before the budget round",
        "the integration waits for their own release in {n} weeks",
        "{who2} takes over the project from next month",
        "they went through the list of {n} open points and closed half of it",
        "usage is flat at {m} weekly users",
        "they have not decided about {area} yet",
        "the roadmap of {area} was new to them",
    ),
    Sentiment.NEGATIVE: (
        "{area} was down twice for {team} and they lost half a day",
        "{n} tickets on {area} are older than two weeks",
        "the sponsor left and {who2} questions the price",
        "{team} went back to the old tool",
        "they feel they tell us the same story each time",
        "answers on {area} differ depending on whom they ask",
        "a competitor offered them a third less",
        "they only hear from us before the renewal, they say",
        "{m} licences were bought and {n} are in use",
        "the migration of {team} is late by {n} weeks",
    ),
    None: (
        "agreed the agenda for the next review",
        "the list of users for {team} is on its way",
        "cleared up a question on {area}",
        "they confirmed the new contact for {team}",
        "the export for {team} works again",
        "sent the guide for {area}",
        "moved the session on {area} by {n} days",
        "usage of {area} is at {m} people a week",
    ),
}
_CLOSE: dict[Sentiment | None, tuple[str, ...]] = {
    Sentiment.POSITIVE: (
        "A reference call is possible.", "Good moment to talk about more seats.", "Nothing open from our side.",
        "They will share numbers for a case study.", "Next topic is {area}.",
    ),
    Sentiment.NEUTRAL: (
        "Will send an overview of {area}.", "To be looked at again next month.", "They come back to us by the {n}th.",
        "Asked for one contact for everything.", "No blocker so far.",
    ),
    Sentiment.NEGATIVE: (
        "Need an answer from engineering this week.", "Promised a plan with dates.",
        "Raised with the lead.", "The renewal is at risk unless {area} improves.", "They want to see a recovery plan.",
    ),
    None: ("", "Done.", "Next contact as planned.", "Waiting for their answer."),
}  # fmt: skip

NEXT_STEPS: tuple[str, ...] = (
    "Send the return-on-investment summary", "Book the next business review", "Invite {team} to the training",
    "Share the guide for {area}", "Ask product about {area}", "Confirm the list of users", "Prepare the renewal offer",
    "Follow up on the open tickets", "Introduce the new sponsor", "Check the usage of {area}",
    "Set up a call with their IT", "Agree the goals for the next half year", "Clear up the invoice question",
    "Present the roadmap of {area}",
)  # fmt: skip
"""Next steps; ``{team}`` and ``{area}`` are filled in."""
ROUTINE = "Check in: no contact in the usual time"
"""The text of a follow-up that only keeps up the touch standard."""

CHALLENGES: tuple[str, ...] = (
    "no-one-person", "told-again", "slow-answers", "answers-differ", "lacks-depth", "too-many-contacts",
    "only-at-renewal", "feels-like-sales", "slow-start", "no-guidance",
)  # fmt: skip
"""Keys of the challenges that customers name; the vocabulary has their words."""
CHURN_REASONS: tuple[str, ...] = (
    "Chose a cheaper product", "Company was bought", "Project was stopped", "Sponsor left", "Missing functions",
)  # fmt: skip
"""Why demo customers left."""
ESCALATIONS: tuple[str, ...] = (
    "Data export failed before their audit", "Two outages in one week", "Migration six weeks late",
    "Unhappy with the answers of support", "Contract terms in dispute",
)  # fmt: skip
"""What demo customers raised to the lead."""
HANDOFF_REASONS: tuple[str, ...] = (
    "Levelled the books", "Moved to the region's team", "Former owner changed role",
    "Customer asked for a local person",
)  # fmt: skip
"""Why a demo account changed hands."""
HANDOFF_NOTES: tuple[str, ...] = (
    "", "Sponsor is new, start with a short introduction.", "Prefers mail to calls.",
    "Renewal goes through procurement, allow six weeks.", "Very keen on the roadmap.",
)  # fmt: skip
"""What the next holder was told."""


def summary(random: Random, kind: ConversationType, mood: Sentiment | None, who: str) -> str:
    """A log of one to three sentences in the mood of a conversation."""
    draw = random.random()
    openers, bodies, closers = _OPEN[kind], _BODY[mood], _CLOSE[mood]
    text = openers[int(draw * len(openers))] + ": " + bodies[int(draw * 9973) % len(bodies)] + "."
    close = closers[int(draw * 7919) % len(closers)]
    if close and draw * 613 % 1 < 0.55:
        text += " " + close
    return filled(random, text, who)


def filled(random: Random, text: str, who: str = "") -> str:
    """A text with its blanks filled in."""
    if "{" not in text:
        return text
    area = random.choice(AREAS)
    text = text.format(
        who=who,
        who2=who.split(" ")[0] if who else "their manager",
        area=area,
        team=random.choice(_TEAMS),
        n=random.randrange(3, 28),
        m=random.randrange(30, 240),
    )
    return text[0].upper() + text[1:]
