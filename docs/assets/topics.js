/* What a topic is, shown as a card beside its name in the words: under the pointer, for the keyboard's focus, and at the first
   tap of a finger. Without this script the names are links whose titles say the same. No module, for browsers load none from a
   folder. */

(() => {
  const COMES = 300; // milliseconds
  const LEAVES = 250; // in which the pointer gets from the name to the card
  const GAP = 6; // pixels
  const card = Object.assign(document.createElement("div"), { className: "topic-card", id: "topic-card" });
  let shown; // the name whose card is there
  let over; // the name under the pointer
  let pressed; // the name that a finger touches whose card isn't there yet
  let waiting;

  /** Shows the card of a name, without the name's title, which the browser would show as well. */
  function show(name, point, withLink) {
    if (shown !== name) hide();
    clearTimeout(waiting);
    shown = name;
    const title = takeTitle(name);
    const full = name.dataset.name;
    const { short } = name.dataset;
    const both = name.textContent.includes(short) || full.includes(short) ? full : `${full} (${short})`;
    const strong = Object.assign(document.createElement("strong"), { textContent: both });
    const what = Object.assign(document.createElement("p"), { textContent: title.slice(full.length + 2) });
    const by = Object.assign(document.createElement("p"), { className: "by", textContent: "Definition by the editors of this site" });
    card.replaceChildren(strong, what, by);
    if (withLink)
      card.append(Object.assign(document.createElement("a"), { href: name.href, textContent: `All mentions of ${name.dataset.short}` }));
    name.closest(".words").after(card); // not within, where it would be copied
    name.setAttribute("aria-describedby", card.id);
    place(name, point);
  }

  /** Sets the card below the line of the name, above it where there is more room, and always within the window. */
  function place(name, point) {
    const lines = [...name.getClientRects()];
    const line = lines.find((one) => point && one.top <= point.clientY && point.clientY <= one.bottom) ?? lines[0];
    const { clientWidth: width, clientHeight: height } = document.documentElement;
    const frame = card.offsetParent.getBoundingClientRect();
    const isAbove = line.bottom + GAP + card.offsetHeight > height && line.top > height - line.bottom;
    const top = isAbove ? line.top - GAP - card.offsetHeight : line.bottom + GAP;
    const left = Math.max(GAP, Math.min(line.left, width - GAP - card.offsetWidth));
    const { clientLeft, clientTop } = card.offsetParent;
    card.style.top = `${top - frame.top - clientTop}px`;
    card.style.left = `${left - frame.left - clientLeft}px`;
  }

  function hide() {
    clearTimeout(waiting);
    if (!shown) return;
    shown.removeAttribute("aria-describedby");
    if (shown !== over) giveTitle(shown);
    shown = undefined;
    card.remove();
  }

  function takeTitle(name) {
    name.dataset.title ??= name.title;
    name.removeAttribute("title");
    return name.dataset.title;
  }

  function giveTitle(name) {
    name.title = name.dataset.title;
  }

  const findName = (event) => event.target.closest?.(".words a.topic") ?? undefined;
  const isTouch = (event) => event.pointerType === "touch";

  document.addEventListener("pointerover", (event) => {
    if (isTouch(event) || event.buttons) return; // a button is down while words are selected
    const name = findName(event);
    const before = over;
    over = name;
    if (before && before !== name && before !== shown) giveTitle(before);
    if (name && name === before) return; // also once Escape was pressed
    clearTimeout(waiting);
    if (name) takeTitle(name);
    if (name && name !== shown) waiting = setTimeout(show, COMES, name, event);
    else if (shown && !name && !card.contains(event.target) && !shown.matches(":focus-visible")) waiting = setTimeout(hide, LEAVES);
  });

  document.documentElement.addEventListener("pointerleave", () => {
    over = undefined;
    clearTimeout(waiting);
    waiting = setTimeout(hide, LEAVES);
  });

  document.addEventListener("focusin", (event) => {
    const name = findName(event);
    if (name?.matches(":focus-visible")) show(name);
    else if (!card.contains(event.target)) hide();
  });

  document.addEventListener("focusout", (event) => {
    if (event.target === shown && shown !== over && !card.contains(event.relatedTarget)) hide();
  });

  document.addEventListener("keydown", (event) => event.key === "Escape" && hide());

  document.addEventListener("pointerdown", (event) => {
    const name = findName(event);
    pressed = isTouch(event) && name !== shown ? name : undefined;
    if (name !== shown && !card.contains(event.target)) hide();
  });

  document.addEventListener("click", (event) => {
    const name = findName(event);
    if (!name || name !== pressed) return;
    event.preventDefault();
    pressed = undefined;
    show(name, event, true);
  });

  addEventListener("resize", hide);
  addEventListener("pagehide", hide); // else it is still there when one comes back
})();
