"""What the rows of a file can be, which fields each kind has, and under which headers they usually stand."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """What the rows of a file are, in the order in which files of one import are taken."""

    PEOPLE = "people"
    ACCOUNTS = "accounts"
    CONTRACTS = "contracts"
    CHURN = "churn"
    TICKETS = "tickets"
    OWNERS = "owners"


class Form(StrEnum):
    """How the text of a cell is read."""

    TEXT = "text"
    NOTE = "note"
    DATE = "date"
    MONEY = "amount"
    COUNT = "number"
    PERCENT = "percent"
    HOURS = "hours"
    FLAG = "yes or no"
    WORDS = "list"
    EMAIL = "mail address"
    SITE = "web address"
    CURRENCY = "currency"
    TOUCH = "touch"
    COMPLEXITY = "complexity"
    HEALTH = "health"
    STATUS = "status"


CUSTOM = "custom"
"""Field key of a column that is kept as it stands, under its own name."""
SKIP = "-"
"""What ``--map COLUMN=-`` says: leave the column out."""


@dataclass(frozen=True, slots=True)
class ImportField:
    """A field that a column can fill."""

    key: str
    """Name in ``--map``."""
    title: str
    """Name on screen."""
    form: Form = Form.TEXT
    """How its cells are read."""
    aliases: tuple[str, ...] = ()
    """Usual headers, as words in lower case."""
    pattern: str = ""
    """Regular expression over the header's words, for headers that vary."""
    many: bool = False
    """Whether several columns may fill it."""
    as_is: bool = False
    """Whether it is only recognised, and kept as a custom field under its own name."""
    tells: bool = False
    """Whether its presence speaks for the kind."""


@dataclass(frozen=True, slots=True)
class KindSpec:
    """What is known of a kind of file."""

    kind: Kind
    """The kind."""
    title: str
    """What its rows are, in the plural."""
    fields: tuple[ImportField, ...]
    """Fields, the more telling first."""
    needs: tuple[tuple[str, ...], ...]
    """Groups of field keys: of each group at least one must be there."""
    wants: tuple[str, ...] = ()
    """Field keys whose absence speaks against the kind."""
    keeps: bool = False
    """Whether columns without a field are kept as custom fields."""

    def field(self, key: str) -> ImportField | None:
        """The field of a key."""
        return next((field for field in self.fields if field.key == key), None)


_OWNER = (
    ImportField(
        "owner", "owner",
        aliases=(
            "account owner", "csm", "csm name", "customer success manager", "success manager", "assigned csm",
            "assigned csm name", "company owner", "account owner full name", "account owner name", "owner name",
            "account manager", "client owner", "cs owner", "customer owner",
        ),
    ),
    ImportField(
        "owner_email", "owner's mail address", Form.EMAIL,
        aliases=("csm email", "owner email", "account owner email", "assigned csm email", "owner user account"),
    ),
    ImportField(
        "owner_id", "owner's id", aliases=("ownerid", "account owner user id", "account owner id", "csm id"),
    ),
)  # fmt: skip
_ACCOUNT_REF = ImportField(
    "account", "account",
    aliases=(
        "account id", "account external id", "account name", "customer", "customer id", "customer name", "company",
        "company id", "company name", "client", "client id", "client name", "organisation", "organization",
    ),
)  # fmt: skip

ACCOUNTS = KindSpec(
    Kind.ACCOUNTS,
    "accounts",
    (
        ImportField(
            "id", "account id",
            aliases=(
                "accountid", "account external id", "customer id", "company id", "record id", "external id", "crm id",
                "client id", "account number", "account id 18",
            ),
        ),
        ImportField(
            "name", "account name",
            aliases=(
                "name", "account", "company", "company name", "customer", "customer name", "client", "client name",
                "organisation", "organization",
            ),
        ),
        ImportField(
            "arr", "ARR", Form.MONEY,
            aliases=(
                "annual recurring revenue", "arr amount", "total arr", "current arr", "acv", "annual contract value",
                "contract value", "annual value",
            ),
            pattern=r"arr( in)? (usd|eur|gbp|chf|k)|(usd|eur|gbp) arr",
        ),
        ImportField("mrr", "MRR", Form.MONEY, aliases=("monthly recurring revenue", "mrr amount")),
        ImportField(
            "currency", "currency", Form.CURRENCY, aliases=("currency code", "arr currency", "currency iso code"),
        ),
        ImportField(
            "status", "status", Form.STATUS,
            aliases=("account status", "customer status", "client status", "is active", "active"),
        ),
        ImportField("churned", "churned", Form.FLAG, aliases=("churn flag", "is churned", "churn")),
        ImportField(
            "churned_on", "churn date", Form.DATE, aliases=("churned on", "cancellation date", "cancelled on"),
        ),
        ImportField("churn_reason", "churn reason", aliases=("cancellation reason", "reason for churn")),
        ImportField(
            "renews", "renewal date", Form.DATE,
            aliases=(
                "renewal", "next renewal", "next renewal date", "contract end", "contract end date", "end date",
                "expiry date", "expiration date", "contract renewal date", "renews on", "contract expiration date",
            ),
            pattern=r"(next )?renewal( date)? \w+",
        ),
        ImportField(
            "started", "contract start", Form.DATE,
            aliases=(
                "start date", "started", "contract start date", "customer since", "client since", "signup date",
                "sign up date", "client as of date", "original contract date", "became customer", "since",
            ),
        ),
        ImportField(
            "onboarded_on", "onboarding end", Form.DATE,
            aliases=("onboarded", "onboarded on", "onboarding completed", "go live", "go live date", "live date"),
        ),
        *_OWNER,
        ImportField("owner_since", "owner since", Form.DATE, aliases=("owner assigned date", "csm since")),
        ImportField("segment", "segment", aliases=("account segment", "customer segment", "tier", "customer tier")),
        ImportField(
            "touch", "touch", Form.TOUCH,
            aliases=("touch model", "touch level", "service level", "engagement model", "coverage model"),
        ),
        ImportField("complexity", "complexity", Form.COMPLEXITY),
        ImportField("industry", "industry", aliases=("sector", "vertical", "branch")),
        ImportField(
            "region", "region",
            aliases=(
                "country", "territory", "office location", "billing country", "country region", "geo", "location",
                "billing state province", "sales region",
            ),
        ),
        ImportField("language", "language", aliases=("preferred language",)),
        ImportField("products", "products", Form.WORDS, aliases=("product", "plan", "plan tier", "subscription plan")),
        ImportField("health", "health", Form.HEALTH, aliases=(
            "health score", "healthscore", "overall score", "curr score", "account health", "customer health",
        )),
        ImportField("nps", "NPS", Form.COUNT, aliases=("nps score", "net promoter score")),
        ImportField("last_touch", "last touch", Form.DATE, aliases=(
            "last activity", "last activity date", "last contact", "last contacted", "last touchpoint",
            "last interaction", "last contact date",
        )),
        ImportField("parent", "parent account", aliases=(
            "parent", "parent company", "subsidiary of", "parent name", "parent account name", "parent account id",
            "parent id", "parent company id", "parent account external id", "ultimate parent",
        )),
        ImportField("key_account", "key account", Form.FLAG, aliases=("strategic account", "is key account", "vip")),
        ImportField("tags", "tags", Form.WORDS, aliases=("labels", "tag")),
        ImportField("website", "website", Form.SITE, aliases=(
            "domain", "url", "web site", "company domain name", "website url", "web", "homepage",
        )),
        ImportField("potential", "potential", Form.MONEY, aliases=("revenue potential", "expansion potential")),
        ImportField("turnover", "the customer's own turnover", as_is=True, aliases=(
            "revenue", "annual revenue", "company revenue", "annual revenue converted", "sales volume",
        )),
        ImportField("crm_person", "another of our people", many=True, aliases=(
            "sales rep", "assigned sales rep", "account executive", "sales owner", "solution engineer",
            "technical account manager", "executive sponsor", "renewal manager",
        )),
        ImportField("notes", "notes", Form.NOTE, aliases=("note", "comments", "comment")),
    ),
    needs=(("name", "id"),),
    wants=("name",),
    keeps=True,
)  # fmt: skip
"""Customers."""

PEOPLE = KindSpec(
    Kind.PEOPLE,
    "people",
    (
        ImportField("id", "person id", aliases=("id", "employee id", "user id", "employee number")),
        ImportField("name", "name", aliases=(
            "full name", "person", "csm", "csm name", "employee", "employee name", "agent", "sales agent", "rep",
            "user", "user name", "member", "team member", "customer success manager",
        )),
        ImportField("first_name", "first name", aliases=("given name", "forename")),
        ImportField("last_name", "last name", aliases=("surname", "family name")),
        ImportField("email", "mail address", Form.EMAIL, aliases=("e mail", "email address", "mail", "work email")),
        ImportField("role", "role", Form.WORDS, aliases=("roles", "job title", "title", "position", "function")),
        ImportField("lead", "lead", tells=True, aliases=(
            "manager", "team lead", "supervisor", "reports to", "line manager", "manager name", "team leader",
        )),
        ImportField("lead_email", "lead's mail address", Form.EMAIL, aliases=("manager email", "lead email")),
        ImportField("team", "team", aliases=("squad", "group", "department")),
        ImportField("fte", "FTE", Form.PERCENT, tells=True, aliases=("workload", "employment", "full time equivalent")),
        ImportField("hours", "client hours a month", Form.HOURS, tells=True, aliases=(
            "hours", "capacity", "capacity hours", "client hours", "hours per month",
        )),
        ImportField("regions", "regions", Form.WORDS, aliases=(
            "region", "territory", "regional office", "office", "location", "country", "geo",
        )),
        ImportField("segments", "segments", Form.WORDS, aliases=("segment", "serves")),
        ImportField("languages", "languages", Form.WORDS, aliases=("language", "spoken languages")),
        ImportField("skills", "skills", Form.WORDS, tells=True, aliases=("skill", "expertise")),
        ImportField("industries", "industries", Form.WORDS, aliases=("industry", "verticals")),
        ImportField("starts", "first day", Form.DATE, aliases=(
            "start date", "starts", "hire date", "hired", "joined", "joining date", "starts on",
        )),
        ImportField("ends", "last day", Form.DATE, aliases=(
            "end date", "ends", "leaving date", "termination date", "exit date", "leaves on",
        )),
        ImportField("leave_from", "away from", Form.DATE, tells=True, aliases=(
            "leave from", "leave start", "absent from", "on leave from", "leave since",
        )),
        ImportField("leave_until", "back on", Form.DATE, aliases=(
            "leave until", "leave to", "leave end", "return date", "away until", "absent until",
        )),
        ImportField("leave_reason", "leave reason", aliases=("reason for leave",)),
    ),
    needs=(("name", "last_name", "email"),),
    keeps=True,
)  # fmt: skip
"""The roster."""

CONTRACTS = KindSpec(
    Kind.CONTRACTS,
    "contract lines",
    (
        ImportField("id", "contract id", tells=True, aliases=(
            "subscription id", "line id", "contract number", "subscription number", "contract line id",
        )),
        _ACCOUNT_REF,
        ImportField("product", "product", aliases=("plan", "plan tier", "product name", "sku", "item")),
        ImportField("since", "start date", Form.DATE, aliases=(
            "start", "contract start", "subscription start", "service start", "term start", "effective date",
            "subscription start date", "contract start date",
        )),
        ImportField("until", "end date", Form.DATE, aliases=(
            "end", "contract end", "expiration date", "term end", "renewal date", "subscription end", "expires",
            "subscription end date", "contract end date",
        )),
        ImportField("arr", "ARR", Form.MONEY, aliases=(
            "arr amount", "annual recurring revenue", "annual value", "acv", "annual contract value",
        )),
        ImportField("mrr", "MRR", Form.MONEY, aliases=("mrr amount", "monthly recurring revenue", "monthly value")),
        ImportField("currency", "currency", Form.CURRENCY, aliases=("currency code", "currency iso code")),
        ImportField("seats", "licences", Form.COUNT, aliases=(
            "seats", "licenses", "quantity", "users", "license count", "number of seats",
        )),
        ImportField("auto_renews", "renews by itself", Form.FLAG, aliases=(
            "auto renew", "auto renew flag", "auto renewal", "autorenew", "auto renews",
        )),
        ImportField("trial", "trial", Form.FLAG, aliases=("is trial", "trial flag")),
    ),
    needs=(("account",), ("since", "until"), ("arr", "mrr")),
)  # fmt: skip
"""Subscriptions and other contract lines."""

OWNERS = KindSpec(
    Kind.OWNERS,
    "owners",
    (
        ImportField("account", "account", aliases=(*_ACCOUNT_REF.aliases, "id", "record id")),
        ImportField("owner", "owner", aliases=(
            *_OWNER[0].aliases, "sales agent", "agent", "rep", "sales rep", "opportunity owner", "deal owner",
        )),
        *_OWNER[1:],
        ImportField("since", "owner since", Form.DATE, aliases=("since", "assigned on", "assigned date", "from")),
        ImportField("deal", "deal id", aliases=("opportunity id", "opportunity number")),
        ImportField("stage", "deal stage", tells=True, aliases=("stage", "stagename", "opportunity stage")),
        ImportField("type", "deal type", aliases=("type", "opportunity type")),
        ImportField("closed", "close date", Form.DATE, tells=True, aliases=("closed on", "closed", "closedate")),
    ),
    needs=(("account",), ("owner", "owner_email", "owner_id")),
)  # fmt: skip
"""Who owns which account, given outright or told by won deals."""

CHURN = KindSpec(
    Kind.CHURN,
    "churn events",
    (
        ImportField("id", "event id", tells=True, aliases=("churn event id", "churn id")),
        _ACCOUNT_REF,
        ImportField("churned_on", "churn date", Form.DATE, aliases=(
            "churned on", "cancellation date", "cancelled on", "event date",
        )),
        ImportField("reason", "reason", aliases=("reason code", "churn reason", "cancellation reason")),
        ImportField("came_back", "came back", Form.FLAG, aliases=("reactivated", "won back")),
        ImportField("feedback", "feedback", aliases=("feedback text", "comment", "comments")),
    ),
    needs=(("account",), ("churned_on",)),
)  # fmt: skip
"""Customers who left."""

TICKETS = KindSpec(
    Kind.TICKETS,
    "support tickets",
    (
        ImportField("id", "ticket id", tells=True, aliases=("case id", "case number", "ticket number", "issue id")),
        _ACCOUNT_REF,
        ImportField("opened", "opened", Form.DATE, aliases=(
            "submitted at", "created at", "open date", "created date", "opened at", "created", "date opened",
        )),
        ImportField("closed", "closed", Form.DATE, aliases=(
            "closed at", "resolved at", "close date", "resolved", "closed date", "date closed",
        )),
    ),
    needs=(("id",), ("account",), ("opened",)),
)  # fmt: skip
"""Support tickets; counted, not kept one by one."""

SPECS: Mapping[Kind, KindSpec] = {spec.kind: spec for spec in (PEOPLE, ACCOUNTS, CONTRACTS, CHURN, TICKETS, OWNERS)}
"""Every kind in the order of import."""
