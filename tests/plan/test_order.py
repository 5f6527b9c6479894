"""Dependencies first, and the same every time."""

from hypothesis import given, settings
from hypothesis import strategies as st

from cfdb.model.change import ChangeId, Kind
from cfdb.plan.order import in_order, reasons, reverse

Graph = dict[ChangeId, list[ChangeId]]


@st.composite
def graphs(draw: st.DrawFn) -> Graph:
    """Changes of all kinds; each depends on some of those before it, in an order that has nothing to do with names."""
    ids = draw(
        st.lists(
            st.builds(ChangeId, st.sampled_from(Kind), st.from_regex(r"[ab]?[0-9]{1,3}", fullmatch=True)),
            unique=True,
            max_size=12,
        )
    )
    return {
        id: draw(st.lists(st.sampled_from(ids[:position]), unique=True)) if position else []
        for position, id in enumerate(ids)
    }


@settings(deadline=None)
@given(graph=graphs())
def test_every_dependency_comes_before_its_dependents(graph: Graph) -> None:
    order = in_order(graph)
    assert sorted(order, key=str) == sorted(graph, key=str)
    place = {id: position for position, id in enumerate(order)}
    assert all(place[needed] < place[id] for id, dependencies in graph.items() for needed in dependencies)


@settings(deadline=None)
@given(graph=graphs(), data=st.data())
def test_the_order_does_not_depend_on_that_of_the_input(graph: Graph, data: st.DataObject) -> None:
    shuffled = data.draw(st.permutations(list(graph)))
    assert in_order({id: list(reversed(graph[id])) for id in shuffled}) == in_order(graph)


@settings(deadline=None)
@given(graph=graphs())
def test_without_dependencies_the_order_is_that_of_the_names(graph: Graph) -> None:
    free = in_order(dict.fromkeys(graph, ()))
    assert free == sorted(graph, key=lambda id: id.order)


def test_services_whose_names_differ_by_a_zero_have_an_order() -> None:
    services = [ChangeId(Kind.SERVICE, "v1"), ChangeId(Kind.SERVICE, "v01")]
    assert set(in_order(dict.fromkeys(services, ()))) == set(services)


def test_what_is_outside_of_the_graph_is_left_out() -> None:
    one, other = ChangeId(Kind.PHASE, "1"), ChangeId(Kind.PHASE, "2")
    assert in_order({other: [one]}) == [other]


@settings(deadline=None)
@given(graph=graphs(), data=st.data())
def test_reasons_lead_back_to_what_was_selected(graph: Graph, data: st.DataObject) -> None:
    selected = data.draw(st.lists(st.sampled_from(list(graph)), unique=True)) if graph else []
    why = reasons(graph, selected, "required by")
    assert all(why[id] == "selected" for id in selected)
    for id, reason in why.items():
        if reason != "selected":
            by = ChangeId.parse(reason.removeprefix("required by "))
            assert id in graph[by]
            assert by in why
    assert all(needed in why for id in why for needed in graph[id])


@settings(deadline=None)
@given(graph=graphs())
def test_reversed_twice_is_the_same_graph(graph: Graph) -> None:
    twice = reverse(reverse(graph))
    assert {id: set(needed) for id, needed in twice.items()} == {id: set(needed) for id, needed in graph.items()}
