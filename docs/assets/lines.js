/* Any lines of the source text that an address names, such as `#L5-L9`. Without this script a single line is marked, and so
   are the lines of an answer, which are a list with an anchor of its own. */

(() => {
  const lines = [...document.querySelectorAll(".lines li")];
  const range = /^#L(\d+)(?:(?:-|%E2%80%93)L?(\d+))?$/;

  /** Returns the places of the first and the last line that the address names, counted from 0; nothing if it names none. */
  function readAddress() {
    const [, from, to = from] = range.exec(location.hash) ?? [];
    const [first, last] = [Number(from), Number(to)].sort((one, other) => one - other);
    return first >= 1 && first <= lines.length ? [first - 1, Math.min(last, lines.length) - 1] : undefined;
  }

  function mark() {
    const [first, last] = readAddress() ?? [];
    lines.forEach((line, place) => line.classList.toggle("marked", place >= first && place <= last));
    if (!document.querySelector(":target")) lines[first]?.scrollIntoView();
  }

  // A second number, chosen with the Shift key, gives the lines from the first to it.
  document.querySelector(".lines").addEventListener("click", (event) => {
    const line = event.target.closest(".sign")?.parentElement;
    const [first] = readAddress() ?? [];
    if (!event.shiftKey || !line || first === undefined) return;
    event.preventDefault();
    event.stopPropagation(); // a click copies the one line's address
    const [from, to] = [first, lines.indexOf(line)].sort((one, other) => one - other);
    location.hash = to > from ? `L${from + 1}-L${to + 1}` : `L${from + 1}`;
  });

  window.addEventListener("hashchange", mark);
  mark();
})();
