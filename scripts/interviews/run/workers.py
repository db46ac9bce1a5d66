"""Who does the jobs: the cores of this machine or, see `cluster`, those of many. To the rest both are an `Executor`."""

import multiprocessing
import os
import signal
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Executor, Future
from contextlib import contextmanager
from typing import Any, TypeVar

from interviews.run.cluster import WorkersLost, open_cluster

Result = TypeVar("Result")
FEW = 8
"""Items that are done sooner than another process is started."""
BATCH = 32
"""Items a worker that are given away at once, so that none is idle and what is done does not pile up."""


class Alone(Executor):
    """One process, which does at once what it is given."""

    def submit(self, fn: Callable[..., Result], /, *args: Any, **kwargs: Any) -> Future[Result]:
        """Do it."""
        future: Future[Result] = Future()
        future.set_result(fn(*args, **kwargs))
        return future


@contextmanager
def open_executor(count: int, processes: int, scheduler: str | None) -> Iterator[Executor]:
    """Give who does so many items: so many processes of this machine, at most, or the cluster of a scheduler.

    Raises `WorkersLost`, also for what happens while it is used.
    """
    many = min(processes, count // FEW)
    if scheduler:
        with open_cluster(scheduler) as executor:
            yield executor
    elif many <= 1:
        yield Alone()
    else:
        from concurrent.futures.process import BrokenProcessPool, ProcessPoolExecutor  # noqa: PLC0415 - takes time

        with ProcessPoolExecutor(many, initializer=start_worker) as pool:
            try:
                yield pool
            except BrokenProcessPool:
                way = "make split OPTIONS='--jobs 1'"
                message = f"a process of this machine was stopped, perhaps for want of memory; try again with: {way}"
                raise WorkersLost(message) from None


def do_all(executor: Executor, work: Callable[..., Result], calls: Sequence[tuple[Any, ...]]) -> Iterator[Result]:
    """Yield what comes of the work, called with the arguments of each call, in their order.

    A bar on a terminal shows how far it got.
    """
    batch = BATCH * (os.cpu_count() or 1)
    with open_bar(len(calls)) as show:
        for start in range(0, len(calls), batch):
            for result in executor.map(work, *zip(*calls[start : start + batch], strict=True)):
                show()
                yield result


@contextmanager
def open_bar(count: int) -> Iterator[Callable[[], None]]:
    """Give what is to be called after each of so many items; on a terminal a bar shows it."""
    if count < FEW or not sys.stderr.isatty():
        yield lambda: None
        return
    import click  # noqa: PLC0415 - takes time, and who changed one text waits

    with click.progressbar(length=count, label="Splitting", show_pos=True, file=sys.stderr) as bar:
        yield lambda: bar.update(1)


def start_worker() -> None:
    """Get a process of the pool ready; it ends when the command does, even if that was killed."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C reaches all; the command answers it
    threading.Thread(target=follow_parent, daemon=True).start()


def follow_parent() -> None:
    """Wait for the end of the process that started this one, and end this one."""
    if parent := multiprocessing.parent_process():
        parent.join()
        os._exit(1)
