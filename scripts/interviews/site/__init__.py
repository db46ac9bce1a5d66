"""The site's build, and whether it came out right: pages come in; index, reference and faults go out."""

from interviews.site.build import Build, choose_mode
from interviews.site.check import find_faults

__all__ = [
    "Build",
    "choose_mode",
    "find_faults",
]
