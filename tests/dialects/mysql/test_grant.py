"""Rights, as SHOW GRANTS of either server writes them."""

import pytest

from cfdb.dialects.mysql.grant import allows

RIGHTS = ("RELOAD", "FLUSH_TABLES")


@pytest.mark.parametrize(
    ("grant", "expected"),
    [
        ("GRANT ALL PRIVILEGES ON *.* TO `root`@`localhost` WITH GRANT OPTION", True),
        ("GRANT SELECT, RELOAD ON *.* TO `a`@`%` IDENTIFIED BY PASSWORD '*00'", True),
        ("GRANT FLUSH_TABLES,XA_RECOVER_ADMIN ON *.* TO `a`@`%`", True),
        ("GRANT SELECT, INSERT ON *.* TO `a`@`%`", False),
        ("GRANT ALL PRIVILEGES ON `shop`.* TO `a`@`%`", False),
        ("GRANT `RELOAD` TO `a`@`%`", False),
        ("GRANT USAGE ON *.* TO `RELOAD`@`%`", False),
    ],
)
def test_of_all_databases(grant: str, expected: bool) -> None:
    assert allows([grant], RIGHTS) is expected


@pytest.mark.parametrize(
    ("pattern", "expected"),
    [
        ("*", True), ("`shop_1`", True), ("`shop\\_1`", True), ("`shop%`", True), ("`shopx1`", False),
        ("`shop\\%`", False), ("`shop`", False), ("`s````p`", False),
    ],
)  # fmt: skip
def test_of_one_database_whose_name_has_wildcards(pattern: str, expected: bool) -> None:
    assert allows([f"GRANT SELECT, LOCK TABLES ON {pattern}.* TO `a`@`%`"], ("LOCK TABLES",), "shop_1") is expected


def test_rights_on_a_table_are_none_on_the_database() -> None:
    assert not allows(["GRANT LOCK TABLES ON `shop`.`t` TO `a`@`%`"], ("LOCK TABLES",), "shop")
