"""The grammar: ``or`` binds weaker than a blank, ``-``, ``!`` and ``not`` negate, parentheses group."""

from __future__ import annotations

from collections.abc import Iterable

from core.query.errors import QueryError, did_you_mean
from core.query.expressions import EVERYTHING, Expression, Not, Op, Term, Word, either, every
from core.query.fields import ACCOUNT, Fields
from core.query.lexer import Kind, Token, tokens
from core.query.resolve import resolved

DEEPEST = 50
"""Deepest nesting of parentheses and negations."""


def parse(text: str, fields: Fields = ACCOUNT, *, scope: bool = False) -> Expression:
    """The expression of a filter over accounts, or over what other ``fields`` describe.

    With ``scope`` only fields that change slowly are allowed. Names of people, pools and segments are checked later,
    against a book. Raises ``QueryError`` and nothing else, whatever the text.
    """
    return _Parser(text, fields, scope=scope).parsed()


class _Parser:
    """One pass over the tokens of one filter."""

    def __init__(self, text: str, fields: Fields, *, scope: bool) -> None:
        self._text = text
        self._fields = fields
        self._scope = scope
        self._tokens = list(tokens(text))
        self._next = 0
        self._depth = 0

    def parsed(self) -> Expression:
        if self._peek().kind is Kind.END:
            return EVERYTHING
        expression = self._either()
        if self._peek().kind is Kind.CLOSE:
            raise self._error("This parenthesis closes nothing. Take it out, or put it in quotes to search for it.")
        return expression

    def _peek(self) -> Token:
        return self._tokens[self._next]

    def _take(self) -> Token:
        token = self._peek()
        self._next += 1
        return token

    def _error(self, says: str, at: int | None = None) -> QueryError:
        return QueryError(says, self._peek().at if at is None else at, self._text)

    def _either(self) -> Expression:
        parts = [self._every()]
        while self._peek().kind is Kind.OR:
            self._take()
            parts.append(self._every())
        return either(parts)

    def _every(self) -> Expression:
        parts = [self._one()]
        while self._peek().kind not in (Kind.OR, Kind.CLOSE, Kind.END):
            if self._peek().kind is Kind.AND:
                self._take()
            parts.append(self._one())
        return every(parts)

    def _one(self) -> Expression:
        token = self._peek()
        if token.kind in (Kind.OPEN, Kind.NOT):
            self._depth += 1
            if self._depth > DEEPEST:
                raise self._error(f"Parentheses and negations may be nested {DEEPEST} deep at most.")
            expression = self._group() if token.kind is Kind.OPEN else self._negated()
            self._depth -= 1
            return expression
        if token.kind is Kind.WORD:
            return Word(self._take().text, token.at)
        if token.kind is Kind.TERM:
            return self._term(self._take())
        raise self._error(_MISSING[token.kind])

    def _group(self) -> Expression:
        opened = self._take()
        if self._peek().kind is Kind.CLOSE:
            raise self._error("There is nothing between the parentheses.", opened.at)
        expression = self._either()
        if self._peek().kind is not Kind.CLOSE:
            raise self._error("This parenthesis is never closed. Add a closing one or take it out.", opened.at)
        self._take()
        return expression

    def _negated(self) -> Expression:
        sign = self._take()
        if self._peek().kind not in (Kind.OPEN, Kind.NOT, Kind.WORD, Kind.TERM):
            what = sign.text or self._text[sign.at]
            raise self._error(f"Nothing follows {what}. Write what to leave out, or put it in quotes.", sign.at)
        return Not(self._one())

    def _term(self, token: Token) -> Expression:
        field = self._fields.find(token.text)
        if field is None:
            meant = did_you_mean(token.text, self._fields.names)
            advice = meant or f" Fields are {', '.join(self._fields.keys)}."
            says = f"There is no field {token.text}.{advice} To search for the text itself, put it in quotes."
            raise self._error(says, token.at)
        negated = token.sign == "!="
        term = Term(field.key, Op.IS if negated else Op(token.sign), token.values, token.at)
        try:
            resolved(term, field, scope=self._scope)
        except QueryError as error:
            raise QueryError(error.says, error.position, self._text) from None
        return Not(term) if negated else term


_MISSING = {
    Kind.AND: "“and” needs something on both sides. In quotes it is searched for.",
    Kind.OR: "“or” needs something on both sides. In quotes it is searched for.",
    Kind.CLOSE: "Something is missing before this parenthesis.",
    Kind.END: "Something is missing at the end.",
}


def terms(expression: Expression) -> Iterable[Term]:
    """Every term of an expression, from left to right."""
    if isinstance(expression, Term):
        yield expression
    elif isinstance(expression, Not):
        yield from terms(expression.part)
    elif not isinstance(expression, Word):
        for part in expression.parts:
            yield from terms(part)
