"""Into uuid, inet, cidr and macaddr."""

from __future__ import annotations

from cfdb.copying.wires.pair import Danger, Draft, Pair
from cfdb.copying.wires.pieces import characters, field

TEXT = ("char", "varchar", "tinytext", "text", "mediumtext", "longtext")
UUID_BYTES = 16

UUID = "^[{]?[0-9a-fA-F]{4}(-?[0-9a-fA-F]{4}){7}[}]?$"
MAC = "^[0-9a-fA-F]{2}([:-]?[0-9a-fA-F]{2}){5}([:-]?[0-9a-fA-F]{2}){0,2}$|^([0-9a-fA-F]{4}[.]){2,3}[0-9a-fA-F]{4}$"


def uuid(pair: Pair) -> Draft:
    there = "replace({}::text, '-', '')"
    match pair.type.name:
        case "binary" | "varbinary":
            danger = Danger("not-a-uuid", f"LENGTH({{}}) <> {UUID_BYTES}", message="bytes that are not 16")
            sure = pair.type.name == "binary" and pair.type.length == UUID_BYTES
            return Draft("HEX({})", "LOWER(HEX({}))", there, "{}", "uuid", () if sure else (danger,))
        case "uuid":
            return Draft("CAST({} AS CHAR)", "REPLACE(CAST({} AS CHAR), '-', '')", there, "CAST({} AS CHAR)", "uuid")
        case name if name in TEXT:
            danger = Danger("not-a-uuid", f"{{}} NOT REGEXP '{UUID}'")
            here = f"LOWER({_without(characters(pair.type), '-{}')})"
            return Draft(field(pair.type), here, there, "{}", "uuid", (danger,))
    raise pair.none()


def network(pair: Pair) -> Draft:
    """Compared as PostgreSQL sends it: family, bits, 0, bytes and the bytes themselves."""
    if pair.type.name not in (*TEXT, "inet4", "inet6"):
        hint = "INET6_NTOA()" if pair.family == "bytes" else "INET_NTOA()"
        raise pair.none(f"{hint} in the mapping gives its text")
    text = "CAST({} AS CHAR)" if pair.type.name.startswith("inet") else f"TRIM({characters(pair.type)})"
    number = f"INET6_ATON(SUBSTRING_INDEX({text}, '/', 1))"
    width = f"LENGTH({number})"
    bits = f"IF({text} LIKE '%/%', SUBSTRING_INDEX({text}, '/', -1), {width} * 8)"
    family = f"IF({width} = 4, '02', '03')"
    here = f"CONCAT({family}, LPAD(HEX({bits} + 0), 2, '0'), '00', LPAD(HEX({width}), 2, '0'), HEX({number}))"
    there = "upper(encode(inet_send({}::inet), 'hex'))"
    if pair.type.name.startswith("inet"):
        return Draft(text, here, there)
    # cidr takes '12' for 12.0.0.0/8.
    why = "is no address" if pair.target.type == "cidr" else ""
    danger = Danger("not-an-address", f"{number} IS NULL AND {{}} IS NOT NULL", why=why)
    return Draft(field(pair.type), here, there, dangers=(danger,))


def hardware(pair: Pair) -> Draft:
    if pair.type.name not in TEXT:
        raise pair.none()
    here = f"LOWER({_without(characters(pair.type), ':-.')})"
    danger = Danger("not-an-address", f"{{}} NOT REGEXP '{MAC}'")
    return Draft(field(pair.type), here, "replace({}::text, ':', '')", dangers=(danger,))


def _without(value: str, left_out: str) -> str:
    for character in left_out:
        value = f"REPLACE({value}, '{character}', '')"
    return value
