"""Who does the work makes no difference: one process, several, or a cluster that loses a worker on the way."""

import os
import pty
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from distributed import Client

from conftest import ROOT
from interviews.run import cluster as cluster_module
from interviews.run import job as job_module
from interviews.run.cache import CACHE
from interviews.sidecar.topics import Vocabulary
from invented import invent_archive
from test_split import files, run

Output = pytest.CaptureFixture[str]
TALKS = 24


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return an archive, split by one process."""
    root = start(tmp_path_factory.mktemp("one"))
    assert run(root, "--jobs", "1") == 0
    return root


def start(root: Path) -> Path:
    """Write an archive into a folder, and return the folder."""
    invent_archive(10 * TALKS).write(root)
    return root


def test_several_processes(made: Path, tmp_path: Path) -> None:
    assert run(start(tmp_path), "--jobs", "2") == 0
    assert files(tmp_path) == files(made)


@dataclass(frozen=True)
class Cluster:
    """A running cluster."""

    address: str
    workers: list[subprocess.Popen[bytes]]
    scheduler: subprocess.Popen[bytes]
    victims: Path
    """Has the processes to be killed."""


@pytest.fixture
def cluster(tmp_path: Path) -> Iterator[Cluster]:
    """Return a cluster of a scheduler and two workers, each a process; the first worker is killed at work."""
    file, victims = tmp_path / "scheduler.json", tmp_path / "victims"
    common = ["--scheduler-file", str(file), "--no-dashboard", "--host", "127.0.0.1"]
    programs = [
        ["dask_scheduler", *common, "--port", "0", "--preload", str(Path(__file__).parent / "murder.py")],
        *[["dask_worker", *common, "--no-nanny", "--nthreads", "1"]] * 2,
    ]
    with (tmp_path / "log").open("wb") as log:
        processes = [
            subprocess.Popen(
                [sys.executable, "-m", f"distributed.cli.{name}", *arguments],
                cwd=tmp_path,
                env=os.environ | {"VICTIMS": str(victims)},
                stdout=log,
                stderr=log,
            )
            for name, *arguments in programs
        ]
        victims.write_text(str(processes[1].pid))
        with Client(scheduler_file=str(file)) as client:
            client.wait_for_workers(2)
            address = client.scheduler.address
        yield Cluster(address, processes[1:], processes[0], victims)
        for process in processes:
            process.kill()
            process.wait()


def test_cluster_that_loses_a_worker(made: Path, tmp_path: Path, cluster: Cluster) -> None:
    assert run(start(tmp_path / "project"), "--scheduler", cluster.address) == 0
    first, second = cluster.workers
    assert first.wait() == -signal.SIGKILL
    assert second.poll() is None
    assert files(tmp_path / "project") == files(made)


def test_cluster_that_loses_all_workers(
    tmp_path: Path, cluster: Cluster, monkeypatch: pytest.MonkeyPatch, capsys: Output
) -> None:
    monkeypatch.setattr(cluster_module, "PATIENCE", 1)
    cluster.victims.write_text(" ".join(str(worker.pid) for worker in cluster.workers))
    assert run(start(tmp_path / "project"), "--scheduler", cluster.address) == 1
    address = cluster.address
    assert capsys.readouterr().err == (
        f"the cluster at {address} has no workers; start some: make worker SCHEDULER={address}; nothing was written\n"
    )


def test_cluster_that_loses_its_scheduler(tmp_path: Path, cluster: Cluster, capsys: Output) -> None:
    cluster.victims.write_text(str(cluster.scheduler.pid))
    assert run(start(tmp_path / "project"), "--scheduler", cluster.address) == 1
    (told,) = capsys.readouterr().err.splitlines()
    assert told.startswith(f"the cluster at {cluster.address} is gone: ")
    assert told.endswith("; nothing was written")


def test_worker_that_knows_another_version(tmp_path: Path, cluster: Cluster) -> None:
    """One run after another with the same workers, whose code differs."""
    cluster.victims.write_text("")
    for word in ("Whole: ", "Transcript: "):
        scripts = tmp_path / word / "scripts"
        shutil.copytree(ROOT / "scripts", scripts)
        pages = scripts / "interviews" / "pages" / "pages.py"
        pages.write_text(pages.read_text(encoding="utf-8").replace("Transcript: ", word), encoding="utf-8")
        root = start(tmp_path / word / "project")
        command = [sys.executable, str(scripts / "split.py"), "--root", str(root), "--scheduler", cluster.address]
        subprocess.run(command, check=True)
        assert f"title: '{word}On" in (root / "docs/interviews/talk-0/transcript.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("address", ["tcp://127.0.0.1:9", "tls://127.0.0.1:9", "ftp://127.0.0.1", "nowhere", "silent"])
def test_no_cluster(address: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Output) -> None:
    monkeypatch.setattr(cluster_module, "PATIENCE", 1)
    with socket.create_server(("127.0.0.1", 0)) as silent:
        address = f"tcp://127.0.0.1:{silent.getsockname()[1]}" if address == "silent" else address
        assert run(start(tmp_path), "--scheduler", address) == 1
    (told,) = capsys.readouterr().err.splitlines()
    assert told.startswith(f"no Dask scheduler answers at {address}: ")
    assert not (tmp_path / "docs").exists()


@pytest.mark.parametrize("arguments", [["--jobs", "0"], ["--jobs", "x"], ["--scheduler", ""]])
def test_arguments_that_say_nothing(arguments: list[str], tmp_path: Path, capsys: Output) -> None:
    with pytest.raises(SystemExit) as stopped:
        run(tmp_path, *arguments)
    assert stopped.value.code == 2
    assert arguments[0] in capsys.readouterr().err.splitlines()[-1]


def test_folder_in_the_place_of_a_file(tmp_path: Path) -> None:
    folder = tmp_path / "docs" / "interviews.json"
    start(tmp_path)
    folder.mkdir(parents=True)
    command = [sys.executable, str(ROOT / "scripts" / "split.py"), "--root", str(tmp_path)]
    result = subprocess.run(command, capture_output=True, text=True, check=False)
    assert result.returncode == 1
    assert result.stderr.endswith(": Is a directory; mend it and run it again\n")
    assert len(result.stderr.splitlines()) == 1


def test_no_dask(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Output) -> None:
    monkeypatch.setitem(sys.modules, "distributed", None)
    assert run(start(tmp_path), "--scheduler", "tcp://127.0.0.1:9") == 1
    assert "install it with: make cluster; nothing was written" in capsys.readouterr().err


def test_process_that_is_killed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Output) -> None:
    here = os.getpid()

    def die(packed: bytes) -> Vocabulary:
        if os.getpid() != here:
            os.kill(os.getpid(), signal.SIGKILL)
        return unpack(packed)

    unpack = job_module.unpack
    monkeypatch.setattr(job_module, "unpack", die)
    assert run(start(tmp_path), "--jobs", "2") == 1
    assert "try again with: make split OPTIONS='--jobs 1'; nothing was written" in capsys.readouterr().err
    assert not (tmp_path / "docs").exists()
    assert run(tmp_path, "--jobs", "1") == 0


def read_state(process: int) -> str:
    """Return the state of a process as Linux tells it, such as R or Z, or nothing if it is gone."""
    try:
        return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0]
    except (FileNotFoundError, ProcessLookupError):
        return ""


def test_no_process_stays_when_the_command_is_killed(tmp_path: Path) -> None:
    command = [sys.executable, str(ROOT / "scripts" / "split.py"), "--jobs", "2", "--root", str(tmp_path)]
    invent_archive(1000).write(tmp_path)  # work for seconds
    process = subprocess.Popen(command)
    children: list[int] = []
    while len(children) < 2:
        assert process.poll() is None
        children = [int(one) for one in Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text().split()]
    process.kill()
    process.wait()
    patience = time.monotonic() + 60
    while any(read_state(child) not in ("", "Z") for child in children):
        assert time.monotonic() < patience


def test_interrupted(tmp_path: Path) -> None:
    command = [sys.executable, str(ROOT / "scripts" / "split.py"), "--jobs", "2", "--root", str(start(tmp_path))]
    vocabulary = tmp_path / "source" / "topics.yml"
    topics = vocabulary.read_bytes()
    vocabulary.unlink()
    os.mkfifo(vocabulary)
    # Where these tests run in the background, interrupts are ignored, also in all that is started from here.
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    process = subprocess.Popen(command, stderr=subprocess.PIPE, text=True)
    signal.signal(signal.SIGINT, before)
    with vocabulary.open("wb"):  # waits until the command reads there, which then waits for us
        process.send_signal(signal.SIGINT)
        _, told = process.communicate()
    assert told == "interrupted; every page is the old one or the new one, whole: run it again\n"
    assert process.returncode == 1
    vocabulary.unlink()
    vocabulary.write_bytes(topics)
    assert run(tmp_path) == 0


def test_bar_on_a_terminal_alone(tmp_path: Path) -> None:
    command = [sys.executable, str(ROOT / "scripts" / "split.py"), "--root", str(start(tmp_path))]
    log = subprocess.run(command, capture_output=True, text=True, check=True)
    assert log.stderr == ""
    shutil.rmtree(tmp_path / CACHE)
    ours, theirs = pty.openpty()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=theirs)
    os.close(theirs)
    shown = b""
    try:
        while part := os.read(ours, 1000):
            shown += part
    except OSError:  # how Linux says that nobody writes there any more
        pass
    assert process.wait() == 0
    assert f"{TALKS}/{TALKS}" in shown.decode()
