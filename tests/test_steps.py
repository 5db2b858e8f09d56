"""The driver that runs many sequences of slow steps side by side."""

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from provenance.steps import run


def job(name, steps):
    """A job that yields its steps and returns what they came to."""
    results = []
    for step in steps:
        results.append((yield step))
    return name, results


def test_every_job_gets_the_results_of_its_own_steps():
    """Steps of different jobs overlap, and each result goes back to the job that asked."""
    jobs = [job(n, [n, n + 1, n + 2]) for n in range(20)]
    with ThreadPoolExecutor(4) as pool:
        outcomes = dict(run(jobs, lambda step: pool.submit(lambda: step * 10), at_once=5))

    assert outcomes == {n: [n * 10, n * 10 + 10, n * 10 + 20] for n in range(20)}


def test_a_job_without_steps_ends_at_once():
    """What is known already needs no pool."""
    assert list(run([job("a", []), job("b", [])], None, at_once=1)) == [("a", []), ("b", [])]


def test_no_more_jobs_are_under_way_than_asked():
    """A long list of jobs is begun little by little, so that memory stays flat."""
    begun, most = [0], [0]
    lock = threading.Lock()

    def counting(n):
        with lock:
            begun[0] += 1
            most[0] = max(most[0], begun[0])
        yield n
        with lock:
            begun[0] -= 1
        return n

    with ThreadPoolExecutor(8) as pool:
        ended = sorted(
            run((counting(n) for n in range(50)), lambda step: pool.submit(lambda: step), at_once=3)
        )

    assert ended == list(range(50))
    assert most[0] <= 3


def test_the_exception_of_a_step_is_raised_inside_its_job():
    """A job may deal with what went wrong in a step of its own."""

    def careful():
        try:
            yield "bad"
        except ValueError as error:
            return str(error)

    def fail():
        raise ValueError("no such page")

    with ThreadPoolExecutor(1) as pool:
        assert list(run([careful()], lambda _: pool.submit(fail), at_once=1)) == ["no such page"]


def test_an_exception_that_a_job_does_not_catch_ends_the_run():
    """Our own inability is not swallowed."""

    def fail():
        raise ValueError("disk full")

    with ThreadPoolExecutor(1) as pool, pytest.raises(ValueError, match="disk full"):
        list(run([job("a", [1])], lambda _: pool.submit(fail), at_once=1))


def test_what_is_done_before_a_wait_is_done_again_when_it_asks_for_it():
    """A driver that waits for one slow step still writes down what it holds."""
    waits, slow = [], threading.Event()

    def before_waiting():
        waits.append(None)
        if len(waits) == 3:
            slow.set()
        return 0.01

    with ThreadPoolExecutor(1) as pool:
        outcomes = list(run([job("a", [0])], lambda _: pool.submit(slow.wait), 1, before_waiting))

    assert outcomes == [("a", [True])]
    assert len(waits) >= 3
