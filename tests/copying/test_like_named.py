"""The mapping where none was written."""

from __future__ import annotations

from cfdb.copying.like_named import PROBLEMS, LikeNamed, Misfit, like_named
from cfdb.model.copy import TargetColumn
from cfdb.model.schema import Column, Schema, Table, Type
from cfdb.model.tables import TargetTable
from cfdb.translate.names import names_of


def source(name: str, *columns: str) -> Table:
    return Table(name, tuple(Column(column, Type("int")) for column in columns))


def target(name: str, *columns: str | TargetColumn) -> TargetTable:
    made = (TargetColumn(column, "int4") if isinstance(column, str) else column for column in columns)
    return TargetTable(name, tuple(made))


def codes(found: LikeNamed) -> list[tuple[str, str]]:
    return [(misfit.code, f"{misfit.table}.{misfit.column}".strip(".")) for misfit in found.misfits]


def test_columns_are_paired_by_name_in_the_order_of_the_source() -> None:
    found = like_named([source("users", "id", "Name", "odd`name")], [target("users", "name", "odd`name", "id", "more")])
    (copy,) = found.copies
    assert copy.table == "users"
    assert copy.columns == ("id", "name", "odd`name")
    assert copy.select.text == "SELECT `t`.`id`, `t`.`Name`, `t`.`odd``name` FROM `users` AS `t`"
    assert (copy.select.table, copy.select.alias, copy.select.source) == ("`users`", "`t`", "FROM `users` AS `t`")
    assert copy.select.items == ("`t`.`id`", "`t`.`Name`", "`t`.`odd``name`")
    assert not found.misfits


def test_the_exact_name_comes_before_that_in_another_case() -> None:
    found = like_named([source("Users", "id"), source("users", "id")], [target("users", "id"), target("Users", "id")])
    assert {(copy.select.table, copy.table) for copy in found.copies} == {("`users`", "users"), ("`Users`", "Users")}


def test_two_tables_do_not_become_one() -> None:
    found = like_named([source("Users", "id"), source("users", "id")], [target("users", "id")])
    assert [copy.select.table for copy in found.copies] == ["`users`"]
    assert codes(found) == [("ambiguous-name", "Users")]


def test_a_name_that_two_targets_have_but_for_their_case_is_not_guessed() -> None:
    found = like_named([source("USERS", "id")], [target("users", "id"), target("Users", "id")])
    assert not found.copies
    assert codes(found) == [("ambiguous-name", "USERS")]


def test_names_are_those_of_a_translation_where_one_is_given() -> None:
    long = "a" * 64
    table = source(long, "ctid", "id")
    names = names_of(Schema({long: table}))
    there = target(names.table(long), "ctid_", "id")
    found = like_named(
        [table], [there], renamed=lambda table, column: names.column(table, column) if column else names.table(table)
    )
    assert [(copy.table, copy.columns) for copy in found.copies] == [(there.name, ("ctid_", "id"))]
    assert not like_named([table], [there]).copies


def test_generated_columns_are_computed_by_the_target() -> None:
    computed = TargetColumn("total", "int4", nullable=False, generated=True)
    found = like_named([source("orders", "id", "total")], [target("orders", "id", computed)])
    assert found.copies[0].columns == ("id",)
    assert not found.misfits


def test_a_column_without_a_place_is_told() -> None:
    found = like_named([source("users", "id", "legacy")], [target("users", "id")])
    assert codes(found) == [("no-target-column", "users.legacy")]
    assert found.misfits[0].message.startswith("users.legacy has no column of its name")


def test_a_generated_column_of_the_source_may_be_left_behind() -> None:
    table = Table("users", (Column("id", Type("int")), Column("twice", Type("int"), generated="id * 2")))
    assert not like_named([table], [target("users", "id")]).misfits
    assert like_named([table], [target("users", "id", "twice")]).copies[0].columns == ("id", "twice")


def test_a_required_column_that_nothing_feeds_is_told() -> None:
    required = TargetColumn("email", "text", nullable=False)
    fine = [
        TargetColumn("state", "text", nullable=False, has_default=True),
        TargetColumn("number", "int8", nullable=False, identity="always"),
        TargetColumn("note", "text"),
    ]
    found = like_named([source("users", "id")], [target("users", "id", required, *fine)])
    assert codes(found) == [("unfed-column", "users.email")]


def test_tables_are_included_and_excluded_by_name() -> None:
    tables = [source(name, "id") for name in ("users", "order_items", "order_log", "odd[1]")]
    targets = [target(table.name, "id") for table in tables]

    def chosen(include: str = "", exclude: str = "") -> list[str]:
        return [copy.table for copy in like_named(tables, targets, include=include, exclude=exclude).copies]

    assert chosen("users,order_*") == ["users", "order_items", "order_log"]
    assert chosen("users, order_*", "order_l?g") == ["users", "order_items"]
    assert chosen(exclude="order_*") == ["users", "odd[1]"]
    assert chosen("odd[1]") == ["odd[1]"]
    assert [copy.number for copy in like_named(tables, targets).copies] == [1, 2, 3, 4]


def test_what_is_asked_for_and_is_not_there_is_told() -> None:
    found = like_named([source("users", "id")], [target("users", "id")], include="users,userz")
    assert found.misfits == (Misfit("no-such-table", "userz"),)


def test_a_table_without_a_target_is_told() -> None:
    assert codes(like_named([source("users", "id")], [])) == [("no-target-table", "users")]


def test_every_problem_has_words() -> None:
    assert all(Misfit(code, "t").message for code in PROBLEMS)
