"""Jobs done by the workers of a Dask cluster (https://distributed.dask.org/).

A worker needs what `requirements-cluster.txt` names, and nothing of this project: it gets the code, the vocabulary, the
texts and the sidecars as bytes, and gives pages back as bytes. So the scheduler between never has to know our types,
and a worker that served another version of this code drops that one.
"""

import io
import logging
import pickle
from collections.abc import Callable, Iterator
from concurrent.futures import CancelledError, Future, ThreadPoolExecutor
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple

from interviews.archive import Extract
from interviews.run.job import Job, Outcome, do_job
from interviews.sidecar import Vocabulary

PATIENCE = 10.0
"""Seconds that a scheduler may take to answer."""


class Crew(NamedTuple):
    """Who does the jobs."""

    submit: Callable[[Job], Future[Any]]
    read: Callable[[Future[Any]], Outcome | Extract]
    """Gives what a future holds that is done; an extract where the rest was put away already."""
    size: int
    """How many jobs are done at a time."""
    check: Callable[[], None] = lambda: None
    """Called where nothing was done for a while. Raises `WorkersLost` if nobody is left."""


class WorkersLost(Exception):  # noqa: N818 - what happened
    """Raised when nobody can do the jobs: processes that were stopped, a cluster that is not there or not ready."""


@contextmanager
def open_cluster(address: str, vocabulary: Vocabulary) -> Iterator[Crew]:
    """Give the workers of the cluster with a scheduler at the address. Raises `WorkersLost`.

    Code and vocabulary are tasks of their own, done once, so that a worker that comes later gets them too.
    """
    try:
        from distributed import Client  # noqa: PLC0415 - an optional requirement
        from distributed.client import FutureCancelledError  # noqa: PLC0415
        from distributed.scheduler import KilledWorker  # noqa: PLC0415
    except ImportError:
        message = "Dask is not installed; install it with: make cluster"
        raise WorkersLost(message) from None
    for name in ("distributed", "asyncio"):
        logging.getLogger(name).setLevel(logging.CRITICAL)  # what matters is told in a line of ours
    greet(address)
    with Client(address, timeout=PATIENCE) as client:

        def check() -> None:
            try:
                workers = client.nthreads()
            except OSError as error:
                raise WorkersLost(f"the cluster at {address} is gone: {error}") from None
            if not workers:
                message = f"the cluster at {address} has no workers; start some: make worker SCHEDULER={address}"
                raise WorkersLost(message)

        check()
        shared = [client.submit(lambda data: data, data) for data in (pack_code(), pickle.dumps(vocabulary))]
        executor = client.get_executor(pure=False)
        work = make_work()
        try:
            yield Crew(
                submit=lambda job: executor.submit(work, *shared, pickle.dumps(job)),
                read=lambda done: pickle.loads(done.result()),  # noqa: S301 - from our own workers
                size=sum(client.nthreads().values()),
                check=check,
            )
        except ImportError as error:
            message = f"a worker of {address} lacks something: {error}; install requirements-cluster.txt there"
            raise WorkersLost(message) from None
        except (KilledWorker, FutureCancelledError, CancelledError) as error:
            raise WorkersLost(f"the cluster at {address} is gone: {error or 'no answer'}") from None


def greet(address: str) -> None:
    """Make sure that a scheduler answers; the client itself would wait for ever. Raises `WorkersLost`."""
    import asyncio  # noqa: PLC0415 - as Dask, for who has a cluster

    from distributed.core import rpc  # noqa: PLC0415

    async def ask() -> None:
        async with rpc(address, timeout=PATIENCE) as scheduler:
            await asyncio.wait_for(scheduler.identity(), PATIENCE)

    try:
        with ThreadPoolExecutor(1) as pool:  # whoever calls may have an event loop of their own
            pool.submit(lambda: asyncio.run(ask())).result()
    except Exception as error:  # an address may be wrong in many ways
        raise WorkersLost(f"no Dask scheduler answers at {address}: {error or 'no answer'}") from None


def pack_code() -> bytes:
    """Return the package as a ZIP file, the same for the same modules."""
    import zipfile  # noqa: PLC0415 - as Dask, for who has a cluster

    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        package = Path(__file__).parent.parent
        for path in sorted(package.rglob("*.py")):
            archive.writestr(zipfile.ZipInfo(path.relative_to(package.parent).as_posix()), path.read_bytes())
    return packed.getvalue()


def make_work() -> Callable[[bytes, bytes, bytes], bytes]:
    """Return the function that workers call. It is sent whole, since it stands in no module that they have."""

    def work(code: bytes, vocabulary: bytes, job: bytes) -> bytes:
        import hashlib  # noqa: PLC0415
        import importlib  # noqa: PLC0415
        import pathlib  # noqa: PLC0415
        import sys  # noqa: PLC0415
        import tempfile  # noqa: PLC0415
        import threading  # noqa: PLC0415
        import types  # noqa: PLC0415

        new: Any = types.ModuleType("interview_reference")
        new.lock, new.digest, new.path, new.cluster = threading.Lock(), "", "", None
        known: Any = sys.modules.setdefault(new.__name__, new)  # what this process has of us
        digest = hashlib.sha256(code).hexdigest()
        with known.lock:
            if known.digest != digest:
                for name, module in list(sys.modules.items()):
                    if known.path and str(getattr(module, "__file__", "")).startswith(known.path):
                        del sys.modules[name]
                known.folder = tempfile.TemporaryDirectory(prefix="interview-reference-")  # as long as the process
                known.path = f"{known.folder.name}/code.zip"
                pathlib.Path(known.path).write_bytes(code)
                sys.path.insert(0, known.path)
                known.cluster, known.digest = importlib.import_module("interviews.run.cluster"), digest
        done: bytes = known.cluster.do_packed(vocabulary, job)
        return done

    return work


def do_packed(vocabulary: bytes, job: bytes) -> bytes:
    """Do a job, as a worker does it, and return the outcome."""
    return pickle.dumps(do_job(pickle.loads(job), unpack_vocabulary(vocabulary)))  # noqa: S301 - from the command


@lru_cache(maxsize=1)
def unpack_vocabulary(vocabulary: bytes) -> Vocabulary:
    """Return the vocabulary in bytes, read once for all jobs."""
    read: Vocabulary = pickle.loads(vocabulary)  # noqa: S301 - from the command
    return read
