"""What stands around a page's words, and is the same on many pages: rendered once for each place, not for each page."""

import re
from collections.abc import Callable

from jinja2 import pass_context
from jinja2.runtime import Context

from interviews.site.completion import LISTS, is_split

TITLE = re.compile(r'(data-md-component="header-topic">\s*<span class="md-ellipsis">\s*)\S.*?(?=\s*</span>)', re.DOTALL)
"""The title in the header, which a small screen shows instead of the site's name."""


class Frame:
    """Blocks of Material's frame, by their names and by the place of the pages that have them alike."""

    def __init__(self) -> None:
        """Render nothing yet."""
        self.known: dict[tuple[str, str, str], str] = {}

    @pass_context
    def show(self, context: Context, name: str, render: Callable[[], str]) -> str:
        """Return a block for the page of a context; `render` renders it if it is not known for the page's place.

        It hangs on where the site's root is from there, and on the folder, by which a tab is marked as here.
        """
        page = context["page"]
        if not page or not is_split(page.file.src_uri) or page.file.src_uri in LISTS:
            return render()
        key = (name, context["base_url"], page.url.partition("/")[0])
        if key not in self.known:
            self.known[key] = render()
        return TITLE.sub(lambda match: f"{match[1]}{page.meta['title']}", self.known[key], count=1)
