"""A Dask cluster (https://distributed.dask.org/) as an executor.

A worker needs what `requirements-cluster.txt` names, and nothing of this project: Dask brings it the code, and a worker
that served another version drops that one. What is done and what comes of it are bytes, so that the scheduler between
needs no more than Dask.
"""

import hashlib
import logging
import pickle
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import CancelledError, Executor, Future, ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from zipfile import ZipFile

PATIENCE = 10.0
"""Seconds that a scheduler may take to answer, and after which it is asked whether anybody is left."""
PACKAGE = Path(__file__).parent.parent


class WorkersLost(Exception):  # noqa: N818 - what happened
    """Raised when nobody can do the jobs: processes that were stopped, a cluster that is not there or not ready."""


class Cluster(Executor):
    """The workers of a client's cluster."""

    def __init__(self, client: Any, address: str) -> None:
        """Send them the code."""
        self.client, self.address = client, address
        self.check()
        for run in (client.run, client.run_on_scheduler):
            run(make_drop(PACKAGE.name))
        with TemporaryDirectory() as folder:
            client.upload_file(str(pack_code(Path(folder))))
        self.executor = client.get_executor(pure=False)
        self.work = make_work()

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        """Have something done by some worker; the future has bytes."""
        future: Future[Any] = self.executor.submit(self.work, pickle.dumps((fn, args, kwargs)))
        return future

    def map(self, fn: Callable[..., Any], *iterables: Any, **_: Any) -> Iterator[Any]:
        """Yield what comes of each call; raise `WorkersLost` if nobody is left."""
        for future in [self.submit(fn, *arguments) for arguments in zip(*iterables, strict=True)]:
            while True:
                try:
                    done = future.result(PATIENCE)
                except TimeoutError:
                    self.check()
                else:
                    break
            yield pickle.loads(done)  # noqa: S301 - from our own workers

    def check(self) -> None:
        """Raise `WorkersLost` if nobody is left."""
        try:
            workers = self.client.nthreads()
        except OSError as error:
            raise WorkersLost(f"the cluster at {self.address} is gone: {error}") from None
        if not workers:
            way = f"make worker SCHEDULER={self.address}"
            raise WorkersLost(f"the cluster at {self.address} has no workers; start some: {way}")


@contextmanager
def open_cluster(address: str) -> Iterator[Cluster]:
    """Give the workers of the cluster with a scheduler at the address. Raises `WorkersLost`."""
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
        try:
            yield Cluster(client, address)
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


def pack_code(folder: Path) -> Path:
    """Write this package as a ZIP file into a folder, under a name of its own for each version, and return its path."""
    digest = hashlib.sha256()
    packed = folder / "code"
    with ZipFile(packed, "w") as archive:
        for path in sorted(PACKAGE.rglob("*.py")):
            digest.update(path.read_bytes())
            archive.write(path, path.relative_to(PACKAGE.parent))
    return packed.rename(folder / f"{PACKAGE.name}-{digest.hexdigest()[:12]}.zip")


def make_drop(package: str) -> Callable[[], None]:
    """Return what has a process forget a package. It is sent whole, since it stands in no module that workers have."""

    def drop() -> None:
        for name in [name for name in sys.modules if name.partition(".")[0] == package]:
            del sys.modules[name]

    return drop


def make_work() -> Callable[[bytes], bytes]:
    """Return what a worker does with a call. It is sent whole, as above."""

    def work(call: bytes) -> bytes:
        fn, args, kwargs = pickle.loads(call)  # noqa: S301 - from the command
        return pickle.dumps(fn(*args, **kwargs))

    return work
