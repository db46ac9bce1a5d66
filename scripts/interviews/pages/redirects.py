"""Pages at addresses that lead elsewhere.

Each is a small page of its own, since a static site has no other way: it names the lasting address as canonical, leads
there with and without JavaScript, and shows the link. MkDocs copies it as it stands.
"""

import json
from collections.abc import Iterable
from string import Template

from interviews.interview import PAGE_IDS, Interview
from interviews.pages.pages import Pages, escape, write_address
from interviews.sidecar import Vocabulary
from interviews.text import Speaker

PAGE = Template("""\
<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>$title</title>
<link rel="canonical" href="$target">
<link rel="icon" href="data:,">
<script>
var moved = $moved, here = location;
here.replace(moved[here.hash] || "$page" + here.search + (here.hash || "$anchor"));
</script>
<noscript><meta http-equiv="refresh" content="0; url=$target"></noscript>
<style>
:root { color-scheme: light dark }
body { font: 1.25rem/1.5 serif; margin: 4rem auto; max-width: 32rem; padding: 0 1rem }
</style>
</head>
<body>
<p>What you look for stands at <a href="$target">$title</a>.</p>
</body>
</html>
""")
"""The script keeps the anchor and the words to mark; `moved` has the anchors that went elsewhere."""


def render_redirects(interview: Interview) -> Pages:
    """Return the pages at the addresses that led to an interview's pages or paragraphs, and lead on."""
    folder = f"interviews/{interview.id}"
    titles = {answer.id: answer.title for answer in interview.answers}
    leading = {old: new for old, new in interview.moved.items() if "#" not in old}
    pages = {}
    for old, new in leading.items():
        anchors = {place: to for place, to in interview.moved.items() if place.startswith(f"{old}#")}
        pages[f"{folder}/{old}/index.html"] = render_redirect(new, "../", titles, interview.headline, anchors)
    for former in interview.formerly:
        pages[f"interviews/{former}/index.html"] = render_redirect(
            "", f"../{interview.id}/", titles, interview.headline
        )
        for page in (*titles, *leading, *sorted(PAGE_IDS - {"index"})):
            place = leading.get(page, page)
            target = render_redirect(place, f"../../{interview.id}/", titles, interview.headline)
            pages[f"interviews/{former}/{page}/index.html"] = target
    return pages


def render_renamed(vocabulary: Vocabulary, speakers: Iterable[Speaker]) -> Pages:
    """Return the pages at the former addresses of topics and of speakers who have a page."""
    pages = {}
    for topic in vocabulary.topics.values():
        for former in topic.formerly:
            target = render_redirect(topic.id, "../", {topic.id: topic.name}, topic.name)
            pages[f"topics/{former}/index.html"] = target
    for speaker in speakers:
        for former in speaker.formerly:
            target = render_redirect(speaker.id or "", "../", {}, speaker.name)
            pages[f"people/{former}/index.html"] = target
    return pages


def render_redirect(
    place: str, base: str, titles: dict[str, str], headline: str, anchors: dict[str, str] | None = None
) -> str:
    """Return the page that leads to a place of an interview, such as `c5` or `c5#p2`, whose address is `base`.

    `anchors` has the places of the page's own paragraphs that lead elsewhere.
    """
    page, sign, anchor = write_address(place, base).partition("#")
    return PAGE.substitute(
        title=escape(titles.get(place.partition("#")[0], headline)),
        target=page + sign + anchor,
        page=page,
        anchor=sign + anchor,
        moved=json.dumps({f"#{old.split('#')[1]}": write_address(new, base) for old, new in (anchors or {}).items()}),
    )
