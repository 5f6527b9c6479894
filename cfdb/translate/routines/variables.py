"""Types of variables, parameters and results."""

from __future__ import annotations

from dataclasses import replace

from cfdb.model.policies import Policies
from cfdb.model.schema import Column, Table, Type
from cfdb.translate.kinds import of_column, of_type
from cfdb.translate.names import Names
from cfdb.translate.routines.scope import Variable
from cfdb.translate.types import NoType, sql_type
from cfdb.translate.values import Untranslatable

NOWHERE = Table("", ())
LOOSE = {"enum": "varchar", "set": "varchar"}
"""A variable of these has no type of its own: it is a text."""


def settled(type: Type) -> Type:
    """A variable tinyint(1) is a number, whatever columns of it become: programs count with it."""
    if type.name == "tinyint":
        return replace(type, arguments=())
    if type.name in LOOSE:
        return Type(LOOSE[type.name], charset=type.charset, collation=type.collation)
    return type


def plpgsql_type(type: Type, policies: Policies) -> str:
    if type.name == "set":
        raise Untranslatable("variable of type set")
    if type.name == "serial":
        return "bigint"
    type = settled(type)
    if type.name == "varchar" and not type.arguments:
        return "text"
    try:
        return sql_type(Column("", type), NOWHERE, Names(), policies)
    except NoType as error:
        raise Untranslatable(error.reason) from error


def variable(name: str, type: Type, policies: Policies, *, loose: bool = False) -> Variable:
    """`loose` for a parameter or a result."""
    return Variable(name, plpgsql_type(type, policies), of_type(name, settled(type), policies), loose)


def parameter(name: str, type: Type, policies: Policies) -> Variable:
    """PostgreSQL gives an integer to no smallint parameter, and a double to no real one: they are one step wider."""
    wider = {"smallint": Type("int"), "real": Type("double")}
    found = variable(name, type, policies, loose=True)
    return variable(name, wider[found.type], policies, loose=True) if found.type in wider else found


def column(name: str, of: Column, table: Table, names: Names, policies: Policies) -> Variable:
    """A column of NEW or OLD."""
    value = of_column(of, table, names, policies)
    own = f"{name}.{value.sql}"
    try:
        return Variable(own, sql_type(of, table, names, policies), replace(value, sql=own, nullable=True))
    except NoType as error:
        raise Untranslatable(error.reason) from error
