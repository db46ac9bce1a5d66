"""Who does the jobs: the cores of this machine or the workers of a Dask cluster."""

import io
import sys
import zipfile
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

import click

from faults import Fault
from job import Done, Job, do_job
from topics import Vocabulary

FEW = 8
"""Jobs that are done sooner than another process is started."""
AHEAD = 4
"""Jobs that wait for each worker, so that none is idle and no archive has to fit into the memory."""
PATIENCE = "10s"
"""How long a cluster may take to answer."""

Outcome = Done | tuple[Fault, ...]


class Crew(NamedTuple):
    """Who does the jobs."""

    submit: Callable[[Job], Future[Outcome]]
    size: int
    """How many jobs are done at a time."""


class WorkersLost(Exception):  # noqa: N818 - what happened
    """Raised when nobody is there to do the jobs."""


def do_jobs(
    jobs: Iterable[Job], count: int, vocabulary: Vocabulary, *, processes: int, scheduler: str | None
) -> Iterator[tuple[Job, Outcome]]:
    """Yield so many jobs with what came of them, each as soon as it is done.

    They are done by so many processes of this machine or, if there is the address of a scheduler, by its cluster. A bar
    on a terminal shows how far they got. Raises `WorkersLost`.
    """
    if not count:
        return
    gather = open_cluster(scheduler, vocabulary) if scheduler else open_pool(min(processes, count // FEW), vocabulary)
    bar = click.progressbar(
        length=count, label="Splitting", show_pos=True, file=sys.stderr, hidden=not sys.stderr.isatty() or count < FEW
    )
    with gather as crew, bar:
        waiting: dict[Future[Outcome], Job] = {}
        for job in jobs:
            waiting[crew.submit(job)] = job
            if len(waiting) >= AHEAD * crew.size:
                for pair in take_done(waiting):
                    bar.update(1)
                    yield pair
        while waiting:
            for pair in take_done(waiting):
                bar.update(1)
                yield pair


def take_done(waiting: dict[Future[Outcome], Job]) -> Iterator[tuple[Job, Outcome]]:
    """Wait until some jobs are done, take them out and yield them."""
    done, _ = wait(waiting, return_when=FIRST_COMPLETED)
    for future in done:
        yield waiting.pop(future), future.result()


# --- this machine ---


@contextmanager
def open_pool(processes: int, vocabulary: Vocabulary) -> Iterator[Crew]:
    """Give so many processes of this machine, or this one alone."""
    if processes <= 1:
        remember(vocabulary)
        yield Crew(do_here, 1)
        return
    with ProcessPoolExecutor(processes, initializer=remember, initargs=(vocabulary,)) as pool:
        try:
            yield Crew(lambda job: pool.submit(do_remembering, job), processes)
        except BrokenProcessPool:
            message = "a process of this machine was stopped, perhaps for want of memory; try again with --jobs 1"
            raise WorkersLost(message) from None


def remember(vocabulary: Vocabulary) -> None:
    """Keep the vocabulary for all jobs of this process."""
    _REMEMBERED["vocabulary"] = vocabulary


_REMEMBERED: dict[str, Vocabulary] = {}


def do_remembering(job: Job) -> Outcome:
    """Do a job with the vocabulary of this process."""
    return do_job(job, _REMEMBERED["vocabulary"])


def do_here(job: Job) -> Future[Outcome]:
    """Do a job at once."""
    future: Future[Outcome] = Future()
    future.set_result(do_remembering(job))
    return future


# --- a cluster ---


@contextmanager
def open_cluster(address: str, vocabulary: Vocabulary) -> Iterator[Crew]:
    """Give the workers of the Dask cluster with a scheduler at the address; they get this code, and nothing else.

    The vocabulary is a task of its own, so that whoever lost it gets it again.
    """
    try:
        from distributed import Client  # noqa: PLC0415 - an optional requirement
        from distributed.client import FutureCancelledError  # noqa: PLC0415
        from distributed.scheduler import KilledWorker  # noqa: PLC0415
    except ImportError:
        message = "Dask is not installed; install it with: pip install --require-hashes -r requirements-cluster.txt"
        raise WorkersLost(message) from None
    try:
        client = Client(address, timeout=PATIENCE)
    except (OSError, ValueError) as error:
        raise WorkersLost(f"no Dask scheduler answers at {address}: {error}") from None
    with client, TemporaryDirectory() as folder:
        package = Path(folder) / "interview_reference.zip"
        package.write_bytes(pack_code())
        client.upload_file(str(package))
        shared = client.submit(return_it, vocabulary, pure=False)
        threads = sum(client.nthreads().values())
        executor = client.get_executor(pure=False)
        try:
            yield Crew(lambda job: executor.submit(do_job, job, shared), max(1, threads))
        except (KilledWorker, FutureCancelledError) as error:
            raise WorkersLost(f"the cluster at {address} lost its workers: {error}") from None


def pack_code() -> bytes:
    """Return the modules of this folder as a ZIP file."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for path in sorted(Path(__file__).parent.glob("*.py")):
            archive.write(path, path.name)
    return packed.getvalue()


def return_it(vocabulary: Vocabulary) -> Vocabulary:
    """Return the vocabulary; what a task is made of."""
    return vocabulary
