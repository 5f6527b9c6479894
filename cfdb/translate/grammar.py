"""MySQL's expressions and queries as sqlglot's trees, with every function still under the name that was written.

sqlglot's own reading of functions is left out: it maps some of them to nodes that have lost what MySQL means.
"""

from __future__ import annotations

import logging
import re
from typing import Any

from sqlglot import TokenType, exp
from sqlglot.dialects.mysql import MySQL
from sqlglot.errors import SqlglotError

from cfdb.translate.values import Untranslatable

logging.getLogger("sqlglot").addHandler(logging.NullHandler())
"""What it warns of is an error here, and told as a finding."""

SPECIAL = "CAST CHAR CONVERT EXTRACT GROUP_CONCAT JSON_TABLE MATCH POSITION SUBSTR SUBSTRING TRIM VALUES"
"""Functions whose arguments hold words, such as AS, FROM and USING."""

WRITTEN = "written"
"""Where a node keeps the text that it was read from: MySQL names an unnamed column of a query by it."""

SEARCHES = (
    "", "IN NATURAL LANGUAGE MODE", "IN NATURAL LANGUAGE MODE WITH QUERY EXPANSION", "WITH QUERY EXPANSION",
    "IN BOOLEAN MODE",
)  # fmt: skip
"""What may stand behind the words that MATCH … AGAINST looks for."""


ENDLESS = re.compile(r"\d{4000}")
"""More digits than Python makes a number of."""


DIRECTIONS = "directions"
"""Where GROUP BY keeps what it has ASC or DESC behind."""


EXISTS, EMPTY = "exists", "empty"
"""Where a column of JSON_TABLE keeps that it is EXISTS PATH, and its DEFAULT … ON EMPTY."""


class Verbatim(MySQL):
    """MySQL's grammar, functions as they were written."""

    def to_json_path(self, path: Any) -> Any:
        return path

    class Parser(MySQL.Parser):  # type: ignore[misc, valid-type]
        FUNCTIONS: Any = {}  # noqa: RUF012 - the type is that of the base
        NO_PAREN_FUNCTIONS: Any = {}  # noqa: RUF012
        # doc->'$.a' is no function of doc, not even as an argument.
        LAMBDAS: Any = {}  # noqa: RUF012
        FUNC_TOKENS = MySQL.Parser.FUNC_TOKENS | {TokenType.INSERT, TokenType.REPLACE}
        FUNCTION_PARSERS = {
            name: read for name, read in MySQL.Parser.FUNCTION_PARSERS.items() if name in SPECIAL.split()
        } | {
            "JSON_TABLE": lambda self: self._parse_json_table(),
            "MATCH": lambda self: self._parse_match_against(),
        }

        def _parse_join(self, *arguments: Any, **options: Any) -> Any:
            """A JOIN without a condition is not a comma, which binds less tightly."""
            comma = self._curr is not None and self._curr.token_type == TokenType.COMMA
            join: Any = super()._parse_join(*arguments, **options)
            if join is not None and not comma and not any(join.args.get(name) for name in ("on", "using", "method")):
                join.set("kind", "CROSS")
            return join

        def _parse_group(self, *arguments: Any, **options: Any) -> Any:
            """GROUP BY a DESC, which was an order as well before MySQL 8."""
            self._directions: list[exp.Expression] | None = []
            group: Any = super()._parse_group(*arguments, **options)
            if group is not None and self._directions:
                group.meta[DIRECTIONS] = self._directions
            self._directions = None
            return group

        def _parse_csv(self, parse: Any, *arguments: Any, **options: Any) -> Any:
            found = getattr(self, "_directions", None)
            if found is None:
                return super()._parse_csv(parse, *arguments, **options)
            self._directions = None

            def directed() -> Any:
                node = parse()
                if node is not None and self._match_set((TokenType.ASC, TokenType.DESC)):
                    found.append(exp.Ordered(this=node, desc=self._prev.token_type == TokenType.DESC))
                return node

            nodes = super()._parse_csv(directed, *arguments, **options)
            self._directions = found
            return nodes

        def _parse_json_table(self) -> Any:
            document = self._parse_bitwise()
            self._match(TokenType.COMMA)
            path = self._parse_string()
            return exp.JSONTable(this=document, path=path, schema=self._parse_json_columns())

        def _parse_json_columns(self) -> Any:
            self._match_text_seq("COLUMNS")
            return exp.JSONSchema(expressions=self._parse_wrapped_csv(self._parse_json_column_def))

        def _parse_json_column_def(self) -> Any:
            if self._match_text_seq("NESTED"):
                self._match_text_seq("PATH")
                return exp.JSONColumnDef(path=self._parse_string(), nested_schema=self._parse_json_columns())
            name = self._parse_id_var()
            if self._match_pair(TokenType.FOR, TokenType.ORDINALITY):
                return exp.JSONColumnDef(this=name, ordinality=True)
            column: Any = exp.JSONColumnDef(this=name, kind=self._parse_types(allow_identifiers=False))
            column.meta[EXISTS] = bool(self._match(TokenType.EXISTS))
            self._match_text_seq("PATH")
            column.set("path", self._parse_string())
            while not column.meta[EXISTS] and self._curr is not None:
                if self._match_text_seq("NULL", "ON"):
                    self._advance()
                elif self._match(TokenType.DEFAULT):
                    given: Any = self._parse_string()
                    if not self._match_text_seq("ON", "EMPTY"):
                        self.raise_error("a default on error")
                    column.meta[EMPTY] = str(given.name)
                else:
                    break
            return column

        def _parse_match_against(self) -> Any:
            """What is looked for may be computed."""
            columns = self._parse_csv(self._parse_column)
            self._match_text_seq(")", "AGAINST", "(")
            wanted = self._parse_bitwise()
            words: list[str] = []
            # Behind the last token sqlglot has one that stands for none: that is no None.
            while self._index < len(self._tokens) and self._curr.token_type != TokenType.R_PAREN:
                words.append(self._curr.text.upper())
                self._advance()
            if self._index >= len(self._tokens) or " ".join(words) not in SEARCHES:
                self.raise_error("a way to search")
            return self.expression(exp.MatchAgainst(this=wanted, expressions=columns, modifier=" ".join(words)))

        def _parse_expression(self) -> Any:
            start = self._curr
            node: Any = super()._parse_expression()
            if node is not None and start is not None and self._prev is not None:
                node.meta[WRITTEN] = self._find_sql(start, self._prev)
            return node


def parse_expression(text: str) -> exp.Expression:
    query = parse_query(f"SELECT {text}")
    if not isinstance(query, exp.Select) or len(query.expressions) != 1:
        raise Untranslatable("not one expression")
    extra = [name for name, value in query.args.items() if value and name not in {"expressions", "kind"}]
    if extra or query.args.get("kind"):
        raise Untranslatable("not one expression")
    node: exp.Expression = query.expressions[0]
    if isinstance(node, exp.Alias):
        raise Untranslatable("not one expression")
    return node


def parse_query(text: str) -> Any:
    if ENDLESS.search(text):
        raise Untranslatable("a number of thousands of digits")
    try:
        parsed = Verbatim().parse(text)
    except (SqlglotError, RecursionError) as error:
        raise Untranslatable("syntax that is not understood") from error
    if len(parsed) != 1 or parsed[0] is None:
        raise Untranslatable("not one statement")
    return parsed[0]
