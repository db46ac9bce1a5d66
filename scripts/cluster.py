"""Jobs done by the workers of a Dask cluster (https://distributed.dask.org/).

A worker needs what `requirements-cluster.txt` names, and nothing of this project: it gets the code, the vocabulary, the
texts and the sidecars as bytes, and gives pages back as bytes. So the scheduler between never has to know our types,
and a worker that served another version of this code drops that one.
"""

import io
import pickle
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple

from job import Job, Outcome, do_job
from topics import Vocabulary

PATIENCE = "10s"
"""How long a cluster may take to answer."""


class Crew(NamedTuple):
    """Who does the jobs."""

    submit: Callable[[Job], Future[Outcome]]
    size: int
    """How many jobs are done at a time."""


class WorkersLost(Exception):  # noqa: N818 - what happened
    """Raised when nobody is there to do the jobs."""


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
        message = "Dask is not installed; install it with: pip install --require-hashes -r requirements-cluster.txt"
        raise WorkersLost(message) from None
    try:
        client = Client(address, timeout=PATIENCE)
    except (OSError, ValueError) as error:
        raise WorkersLost(f"no Dask scheduler answers at {address}: {error}") from None
    with client:
        if not client.nthreads():
            raise WorkersLost(f"the cluster at {address} has no workers; start some with: dask worker {address}")
        shared = [client.submit(lambda data: data, data) for data in (pack_code(), pickle.dumps(vocabulary))]
        executor = client.get_executor(pure=False)
        work = make_work()

        def submit(job: Job) -> Future[Outcome]:
            return unpack(executor.submit(work, *shared, pickle.dumps(job)))

        try:
            yield Crew(submit, sum(client.nthreads().values()))
        except (KilledWorker, FutureCancelledError) as error:
            raise WorkersLost(f"the cluster at {address} lost its workers: {error}") from None


def unpack(packed: Future[bytes]) -> Future[Outcome]:
    """Return the future of what a future's bytes hold."""
    outcome: Future[Outcome] = Future()

    def settle(done: Future[bytes]) -> None:
        if done.cancelled():
            outcome.set_exception(WorkersLost("the cluster is gone"))
        elif error := done.exception():
            outcome.set_exception(error)
        else:
            outcome.set_result(pickle.loads(done.result()))  # noqa: S301 - from our own workers

    packed.add_done_callback(settle)
    return outcome


def pack_code() -> bytes:
    """Return the modules of this folder as a ZIP file, the same for the same modules."""
    import zipfile  # noqa: PLC0415 - as Dask, for who has a cluster

    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for path in sorted(Path(__file__).parent.glob("*.py")):
            archive.writestr(zipfile.ZipInfo(path.name), path.read_bytes())
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
                known.cluster, known.digest = importlib.import_module("cluster"), digest
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
