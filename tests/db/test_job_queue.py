"""The job queue of the reference database streamvibe, with many workers at once: nothing lost, nothing done twice."""

import json
import shutil
import time
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier
from typing import Any, TypeVar

import psycopg
import pytest
from stage import Database, MakeProject, Run

T = TypeVar("T")
REPOSITORY = Path(__file__).parents[2]
CROWD = 20
USER = "5eed0000-0000-4000-8000-00000000000a"
NOON = 1_893_499_200
"""2030-01-01, 12:00 UTC."""


@pytest.fixture
def queue(
    make_project: MakeProject, database: Database, monkeypatch: pytest.MonkeyPatch, cfdb: Run
) -> Iterator[Database]:
    """Phase 7 and what it needs; rolled back in the end, because the API roles belong to the server."""
    project = make_project()
    for number in (0, 1, 7):
        (folder,) = (REPOSITORY / "phases/streamvibe").glob(f"phase_{number}_*")
        shutil.copytree(folder, project.root / "phases/streamvibe" / folder.name)
    project.config(f'[databases.streamvibe]\nurl = "{database.url}"\n')
    monkeypatch.chdir(project.root)
    cfdb("apply", "phase", "7", "--no-verify").expect(0)
    database.run(f"INSERT INTO auth.users (id) VALUES ('{USER}')")
    yield database
    database.run("DROP TABLE IF EXISTS public.done; DELETE FROM auth.users")
    cfdb("rollback", "--all", "--yes").expect(0)


def session(queue: Database, role: str = "service_role") -> psycopg.Connection:
    """A connection with the rights of an edge function, or of the user's own requests."""
    connection = queue.connect()
    claims = json.dumps({"sub": USER, "role": role})
    connection.execute(
        "SELECT set_config('role', %s, false), set_config('request.jwt.claims', %s, false)", [role, claims]
    )
    return connection


def all_at_once(queue: Database, act: Callable[[psycopg.Connection, int], T], role: str = "service_role") -> list[T]:
    """What each of the crowd got, all starting in the same moment, each on a connection of its own."""
    start = Barrier(CROWD)

    def one(number: int) -> T:
        with session(queue, role) as connection:
            start.wait(30)
            return act(connection, number)

    with ThreadPoolExecutor(CROWD) as pool:
        return list(pool.map(one, range(CROWD)))


def value(connection: psycopg.Connection, call: str, *arguments: object) -> Any:
    """What a function answers; its SQLSTATE where it refuses."""
    marks = ", ".join(["%s"] * len(arguments))
    try:
        row = connection.execute(f"SELECT public.{call}({marks})".encode(), arguments).fetchone()
    except psycopg.Error as error:
        return error.sqlstate
    return row[0] if row else None


class Worker:
    """Claims jobs and does them. Some die, each in its own way; others take their place."""

    def __init__(self, queue: Database, number: int) -> None:
        self.queue = queue
        self.name = f"worker {number}"
        self.death = {0: "while claiming", 1: "before working", 2: "while working", 3: "never, but sleeps"}.get(
            number % 5
        )
        self.claimed: list[tuple[str, int]] = []
        self.deaths = 0
        self.too_late = 0

    def run(self) -> None:
        connection = session(self.queue)
        try:
            while True:
                if connection.closed:
                    connection = session(self.queue)
                if not self.one_round(connection) and self.all_ended(connection):
                    return
        finally:
            connection.close()

    def one_round(self, connection: psycopg.Connection) -> bool:
        """Claim a few jobs and do them; false where there was nothing to claim."""
        dying = self.deaths < 3 and self.death
        with connection.transaction():
            jobs = connection.execute(
                "SELECT job_id::text, attempt, claim_token FROM public.claim_jobs(%s, 3, ARRAY['drill'])", [self.name]
            ).fetchall()
            if jobs and dying == "while claiming":
                self.deaths += 1
                connection.close()
                return True
        self.claimed += [(job, attempt) for job, attempt, _ in jobs]
        if not jobs:
            time.sleep(0.05)
            return False
        if dying == "before working":
            self.deaths += 1
            connection.close()
            return True
        if dying == "never, but sleeps":
            self.deaths += 1
            time.sleep(1.3)
        for job, _, token in jobs:
            with connection.transaction() as work:
                connection.execute("INSERT INTO public.done VALUES (%s)", [job])
                if not value(connection, "complete_job", job, token):
                    self.too_late += 1
                    raise psycopg.Rollback(work)
                if dying == "while working":
                    self.deaths += 1
                    connection.close()
                    return True
        return True

    def all_ended(self, connection: psycopg.Connection) -> bool:
        left = connection.execute(
            "SELECT count(*) FROM public.job_queue WHERE status IN ('pending', 'processing')"
        ).fetchone()
        return left == (0,)


def test_workers_share_the_work(queue: Database) -> None:
    """400 jobs, 20 workers, some of which die: every job is done exactly once."""
    queue.run(
        "INSERT INTO public.job_type (slug, name, max_attempts, timeout_seconds) VALUES ('drill', 'Drill', 25, 1);"
        "CREATE TABLE public.done (job_id uuid NOT NULL);"
        "SELECT public.create_job(NULL, 'drill', jsonb_build_object('n', n)) FROM generate_series(1, 400) n"
    )
    workers = [Worker(queue, number) for number in range(CROWD)]
    with ThreadPoolExecutor(CROWD) as pool:
        for finished in [pool.submit(worker.run) for worker in workers]:
            finished.result(60)

    assert queue.rows("SELECT status, count(*) FROM public.job_queue GROUP BY status") == [("completed", 400)]
    assert queue.rows("SELECT count(*), count(DISTINCT job_id) FROM public.done") == [(400, 400)]
    # Nobody had a job at the same time as another: each attempt has one owner.
    claims = Counter(claim for worker in workers for claim in worker.claimed)
    assert max(claims.values()) == 1
    # It was put to the test: workers died in every way, and their jobs were claimed once more.
    assert {worker.death for worker in workers if worker.deaths} == {
        "while claiming", "before working", "while working", "never, but sleeps",
    }  # fmt: skip
    assert queue.value("SELECT count(*) FROM public.job_queue WHERE attempts > 1") > 0
    assert sum(worker.too_late for worker in workers) > 0
    # The log says so, too: one end each, and as many returns as there were further attempts.
    assert queue.value("SELECT count(*) FROM public.job_log WHERE event = 'completed'") == 400
    assert queue.value("SELECT count(*) FROM public.job_log WHERE event = 'retry_scheduled'") == queue.value(
        "SELECT sum(attempts - 1) FROM public.job_queue"
    )


def test_nobody_waits_for_a_claim(queue: Database) -> None:
    """While one worker claims, the next gets nothing, at once; where the first one dies, nothing is lost."""
    queue.run("SELECT public.create_job(NULL, 'cleanup')")
    queue.run("SELECT public.log_stripe_webhook_event('evt_' || n, 'invoice.paid', '{}') FROM generate_series(1, 2) n")
    with session(queue) as first, session(queue) as second:
        second.execute("SET lock_timeout = '1s'")
        for claim in (
            b"SELECT job_id FROM public.claim_jobs('drill')",
            b"SELECT event_id FROM public.claim_stripe_webhook_event('evt_1')",
            b"SELECT event_id FROM public.claim_stripe_webhook_event()",
        ):
            first.execute("BEGIN")
            claimed = first.execute(claim).fetchall()
            assert len(claimed) == 1
            assert second.execute(claim).fetchall() == []
            first.execute("ROLLBACK")
            assert second.execute(claim).fetchall() == claimed
            assert first.execute(claim).fetchall() == []


def test_most_urgent_first(queue: Database) -> None:
    """Whoever claims later does not get something more urgent than who claimed before."""
    queue.run(
        "INSERT INTO public.job_type (slug, name) VALUES ('drill', 'Drill');"
        "SELECT public.create_job(NULL, 'drill', jsonb_build_object('n', n), 1 + n % 10) FROM generate_series(1, 100) n"
    )

    def take_five(connection: psycopg.Connection, number: int) -> list[int]:
        rows = connection.execute(
            "SELECT q.priority FROM public.claim_jobs(%s, 5, ARRAY['drill']) WITH ORDINALITY"
            " AS c (job_id, job_type, user_id, payload, attempt, max_attempts, token, lease, place)"
            " JOIN public.job_queue q ON q.id = c.job_id ORDER BY c.place",
            [f"worker {number}"],
        ).fetchall()
        return [row[0] for row in rows]

    taken = all_at_once(queue, take_five)
    assert all(priorities == sorted(priorities) for priorities in taken)
    # Half of the crowd had to pass over what the others held; together they took everything.
    together = Counter(priority for priorities in taken for priority in priorities)
    assert together == dict.fromkeys(range(1, 11), 10)


def test_same_job_at_the_same_moment(queue: Database) -> None:
    """Five jobs of a user and five of the system, which the whole crowd asks for."""

    def create(connection: psycopg.Connection, _: int) -> list[Any]:
        return [
            value(connection, "create_job", user, "sync_youtube", json.dumps({"n": n}))
            for n in range(5)
            for user in (USER, None)
        ]

    (*others, ids) = all_at_once(queue, create)
    assert others == [ids] * (CROWD - 1)
    assert set(queue.column("SELECT id FROM public.job_queue")) == set(ids)
    assert len(set(ids)) == 10


def test_rate_limit_at_the_same_moment(queue: Database) -> None:
    """Ten jobs of the user himself, and not one more."""
    found = all_at_once(
        queue,
        lambda connection, n: value(connection, "create_job", USER, "sync_youtube", json.dumps({"n": n})),
        role="authenticated",
    )
    assert found.count("PT429") == CROWD - 10
    assert queue.value(f"SELECT count(*) FROM public.job_queue WHERE user_id = '{USER}'") == 10


def test_isolation_levels(queue: Database) -> None:
    """Where the lock cannot help, because the snapshot is older: refused, or one of two fails."""
    with session(queue) as first, session(queue) as second:
        for connection in (first, second):
            connection.execute("BEGIN ISOLATION LEVEL REPEATABLE READ")
            assert value(connection, "create_job", USER, "sync_youtube", "{}") == "25000"
            connection.execute("ROLLBACK")
            connection.execute("BEGIN ISOLATION LEVEL SERIALIZABLE")
            connection.execute("SELECT count(*) FROM public.job_queue")
        assert len(value(first, "create_job", USER, "sync_youtube", "{}").hex) == 32
        first.execute("COMMIT")
        assert value(second, "create_job", USER, "sync_youtube", "{}") == "40001"
        second.execute("ROLLBACK")
    assert queue.value("SELECT count(*) FROM public.job_queue") == 1


def subscription_event(seconds: int) -> tuple[str, str, str]:
    """News of one Stripe subscription, so many seconds after noon; its cycle ends so many seconds later than usual."""
    event, kind = f"evt_{seconds}", "customer.subscription.updated"
    period = {"current_period_start": NOON, "current_period_end": NOON + 2_678_400 + seconds}
    subscription = {
        "id": "sub_1", "object": "subscription", "customer": "cus_1", "created": NOON, "status": "active",
        "metadata": {"user_id": USER}, "items": {"data": [{"price": {"lookup_key": "creator"}, **period}]},
    }  # fmt: skip
    payload = {"id": event, "type": kind, "created": NOON + seconds, "data": {"object": subscription}}
    return event, kind, json.dumps(payload)


def test_one_event_delivered_many_times_at_once(queue: Database) -> None:
    def deliver(connection: psycopg.Connection, _: int) -> tuple[Any, Any]:
        event = subscription_event(0)
        return value(connection, "log_stripe_webhook_event", *event), value(
            connection, "process_stripe_webhook_event", event[0]
        )

    first, outcomes = zip(*all_at_once(queue, deliver), strict=True)
    assert Counter(first) == {True: 1, False: CROWD - 1}
    assert Counter(outcomes) == {"processed": 1, "duplicate": CROWD - 1}
    assert queue.rows("SELECT status, deliveries, attempts FROM public.stripe_webhook_events") == [
        ("processed", CROWD, 1)
    ]
    assert queue.rows(
        "SELECT t.slug, s.stripe_subscription_id FROM public.subscription s"
        " JOIN public.subscription_tier t ON t.id = s.tier_id"
    ) == [("creator", "sub_1")]


def test_one_event_claimed_by_one(queue: Database) -> None:
    """For what is processed outside of the database; by its id, and as the next that is due."""
    queue.run("SELECT public.log_stripe_webhook_event('evt_' || n, 'invoice.paid', '{}') FROM generate_series(1, 2) n")

    def claim(connection: psycopg.Connection, number: int) -> list[tuple[Any, ...]]:
        by_id = connection.execute("SELECT event_id FROM public.claim_stripe_webhook_event('evt_1')").fetchall()
        return by_id + connection.execute("SELECT event_id FROM public.claim_stripe_webhook_event()").fetchall()

    assert Counter(row for rows in all_at_once(queue, claim) for row in rows) == {("evt_1",): 1, ("evt_2",): 1}


def test_news_in_any_order(queue: Database) -> None:
    """Twenty events of one subscription at once: the latest counts."""

    def deliver(connection: psycopg.Connection, number: int) -> Any:
        event = subscription_event(number)
        value(connection, "log_stripe_webhook_event", *event)
        return value(connection, "process_stripe_webhook_event", event[0])

    outcomes = Counter(all_at_once(queue, deliver))
    assert outcomes["processed"] + outcomes["ignored"] == CROWD
    end = NOON + 2_678_400 + CROWD - 1
    assert queue.value("SELECT extract(epoch FROM cycle_end_date)::bigint FROM public.subscription") == end
