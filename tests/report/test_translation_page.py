"""The page of `cfdb translate --report translation.html`."""

import re
from pathlib import Path

from cfdb.model.finding import Finding
from cfdb.model.policies import Policies
from cfdb.model.script import Source
from cfdb.report.translation import written
from cfdb.translate.translation import translate

SQL = b"""CREATE TABLE customer_address (id int PRIMARY KEY, email varchar(9), UNIQUE KEY a_b (email), at geometry);
SELECT 1; GRANT ALL ON x TO y;
CREATE TABLE `<b>` (id int);
"""


def page(*findings: Finding) -> str:
    policies = Policies(spatial="postgis")
    return written(translate([Source(Path("/far/away/shop.sql"), SQL)], policies), findings, ".html")


def test_what_is_lost_comes_first() -> None:
    fates = re.findall(r'<td class="(lost|changed) label">', page())
    assert fates[:1] == ["lost"]
    assert fates == sorted(fates, key=lambda fate: fate != "lost")
    assert re.search(r'<span class="lost">\d+ not carried over</span>', page())


def test_names_may_be_broken_and_are_no_markup() -> None:
    assert "<code>customer_<wbr>address.<wbr>a_<wbr>b<wbr></code>" in page()
    assert "&lt;b&gt;" in page()
    assert "<b>" not in page()


def test_statement_is_named_by_its_place_alone() -> None:
    assert '<td><span class="place" title="/far/away/shop.sql:2">shop.sql:2</span></td>' in page()


def test_what_postgresql_objects_to_is_said_ahead() -> None:
    found = page(Finding("refused", "PostgreSQL refuses it: no", path=Path("shop.sql"), line=3))
    assert '<span class="lost">PostgreSQL objects to 1</span>' in found
    assert "PostgreSQL refuses it: no" in found
    assert "objects to" not in page()
