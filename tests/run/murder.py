"""Loaded by a Dask scheduler: kills processes, named in a file, as soon as some tasks are done."""

import os
import signal
from pathlib import Path
from typing import Any

from distributed import Scheduler
from distributed.diagnostics.plugin import SchedulerPlugin

AFTER = 8
"""Tasks."""


class Murder(SchedulerPlugin):
    """Kills them, once."""

    def __init__(self) -> None:
        self.done = 0

    def transition(self, key: Any, start: str, finish: str, *args: Any, **more: Any) -> None:
        """Count the tasks that are done."""
        self.done += (start, finish) == ("processing", "memory")
        if self.done == AFTER:
            self.done += 1
            for victim in Path(os.environ["VICTIMS"]).read_text().split():
                os.kill(int(victim), signal.SIGKILL)


def dask_setup(scheduler: Scheduler) -> None:
    """Let the scheduler tell of its tasks."""
    scheduler.add_plugin(Murder())
