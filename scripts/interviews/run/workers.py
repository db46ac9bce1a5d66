"""Who does the jobs: the cores of this machine or, see `cluster`, those of many."""

import multiprocessing
import os
import signal
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, wait
from contextlib import contextmanager
from functools import partial
from typing import TYPE_CHECKING, Any, TypeVar

from interviews.archive import Extract
from interviews.faults import Fault
from interviews.run.cluster import Crew, WorkersLost, open_cluster
from interviews.run.job import Done, Job, Outcome, do_job
from interviews.sidecar import Vocabulary

if TYPE_CHECKING:
    from concurrent.futures import ProcessPoolExecutor

Item = TypeVar("Item")
Result = TypeVar("Result")
Keep = Callable[[Job, Done], None]
Kept = Extract | tuple[Fault, ...]
"""What came of a job whose pages were put away."""
FEW = 8
"""Jobs that are done sooner than another process is started."""
PATIENCE = 10.0
"""Seconds without a job done after which it is asked whether anybody is left."""
AHEAD = 4
"""Jobs that wait for each worker, so that none is idle and what is done does not pile up in the memory."""


def do_jobs(
    jobs: Sequence[Job], vocabulary: Vocabulary, keep: Keep, *, processes: int, scheduler: str | None
) -> Iterator[tuple[Job, Kept]]:
    """Yield the jobs with what came of them, each as soon as it is done.

    They are done by so many processes of this machine or, if there is the address of a scheduler, by its cluster. What
    is done is given to `keep`, on this machine but in any process of it. A bar on a terminal shows how far they got.
    Raises `WorkersLost`.
    """
    if not jobs:
        return
    many = min(processes, len(jobs) // FEW)
    work = partial(do_and_keep, vocabulary=vocabulary, keep=keep)
    gather = open_cluster(scheduler, vocabulary) if scheduler else open_pool(many, work)
    with gather as crew, open_bar(len(jobs)) as show:
        waiting: dict[Future[Any], Job] = {}
        for job in jobs:
            waiting[crew.submit(job)] = job
            if len(waiting) >= AHEAD * crew.size:
                for pair in take_done(waiting, crew, keep):
                    show()
                    yield pair
        while waiting:
            for pair in take_done(waiting, crew, keep):
                show()
                yield pair


@contextmanager
def open_bar(count: int) -> Iterator[Callable[[], None]]:
    """Give what is to be called after each of so many jobs; on a terminal a bar shows it."""
    if count < FEW or not sys.stderr.isatty():
        yield lambda: None
        return
    import click  # noqa: PLC0415 - takes time, and who changed one text waits

    with click.progressbar(length=count, label="Splitting", show_pos=True, file=sys.stderr) as bar:
        yield lambda: bar.update(1)


def take_done(waiting: dict[Future[Any], Job], crew: Crew, keep: Keep) -> Iterator[tuple[Job, Kept]]:
    """Wait until some jobs are done, take them out and yield them."""
    done: set[Future[Any]] = set()
    while not done:
        done, _ = wait(waiting, timeout=PATIENCE, return_when=FIRST_COMPLETED)
        if not done:
            crew.check()
    for future in done:
        job = waiting.pop(future)
        yield job, put_away(job, crew.read(future), keep)


def do_and_keep(job: Job, vocabulary: Vocabulary, keep: Keep) -> Kept:
    """Do a job and keep what was done."""
    return put_away(job, do_job(job, vocabulary), keep)


def put_away(job: Job, outcome: Outcome | Kept, keep: Keep) -> Kept:
    """Keep what was done, unless that happened already, and return the extract or the faults."""
    if isinstance(outcome, Done):
        keep(job, outcome)
        return outcome.extract
    return outcome


# --- this machine ---


def spread(work: Callable[[Item], Result], items: Sequence[Item], processes: int) -> Iterator[Result]:
    """Yield what the work makes of each item, in their order; so many processes of this machine do it.

    Raises `WorkersLost`.
    """
    if (count := min(processes, len(items) // FEW)) <= 1:
        yield from map(work, items)
        return
    with start_pool(count, work) as pool:
        yield from pool.map(do_work, items, chunksize=FEW)


@contextmanager
def open_pool(processes: int, work: Callable[[Job], Kept]) -> Iterator[Crew]:
    """Give so many processes of this machine, or this one alone."""
    if processes <= 1:
        yield Crew(partial(do_here, work), Future.result, 1)
        return
    with start_pool(processes, work) as pool:
        yield Crew(lambda job: pool.submit(do_work, job), Future.result, processes)


@contextmanager
def start_pool(processes: int, work: Callable[..., Any]) -> Iterator["ProcessPoolExecutor"]:
    """Give so many processes that `do_work`. Raises `WorkersLost`."""
    from concurrent.futures.process import BrokenProcessPool, ProcessPoolExecutor  # noqa: PLC0415 - as click

    with ProcessPoolExecutor(processes, initializer=start_worker, initargs=(work,)) as pool:
        try:
            yield pool
        except BrokenProcessPool:
            way = "make split OPTIONS='--jobs 1'"
            message = f"a process of this machine was stopped, perhaps for want of memory; try again with: {way}"
            raise WorkersLost(message) from None


def start_worker(work: Callable[..., Any]) -> None:
    """Get a process of the pool ready; it ends when the command does, even if that was killed."""
    _WORK[:] = [work]
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C reaches all; the command answers it
    threading.Thread(target=follow_parent, daemon=True).start()


def follow_parent() -> None:
    """Wait for the end of the process that started this one, and end this one."""
    if parent := multiprocessing.parent_process():
        parent.join()
        os._exit(1)


_WORK: list[Callable[..., Any]] = []
"""What a process of a pool does, sent once and not with each item: it holds the vocabulary."""


def do_work(item: Any) -> Any:
    """Do what the process was started for."""
    return _WORK[0](item)


def do_here(work: Callable[[Job], Kept], job: Job) -> Future[Kept]:
    """Do a job at once."""
    future: Future[Kept] = Future()
    future.set_result(work(job))
    return future
