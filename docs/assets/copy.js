/* Copying links, citations and quotations. Without this script the signs beside the paragraphs are plain links, and the
   citations can be read and selected. */

import { takeWords, writeFragment, writeQuotation } from "./quote.js";

const words = document.querySelector(".words:not(.transcript)");
const style = document.querySelector("select.style");
const said = document.body.appendChild(Object.assign(document.createElement("p"), { className: "copied" }));
said.setAttribute("role", "status");
const SHOWN = 3000; // milliseconds
const STYLE = "citation-style";
let hiding;

/** Returns the page's lasting address, without anchor. */
const findPage = () => document.querySelector("link[rel=canonical]")?.href ?? `${location.origin}${location.pathname}`;

/** Copies the text and says what was copied, or shows it where a browser forbids that. */
async function copy(text, what) {
  try {
    await navigator.clipboard.writeText(text);
    announce(`${what} copied`);
  } catch {
    prompt(`The browser does not let this page copy. ${what}:`, text);
  }
}

function announce(message) {
  said.textContent = message;
  said.classList.add("copied--shown");
  clearTimeout(hiding);
  hiding = setTimeout(() => said.classList.remove("copied--shown"), SHOWN);
}

/** Returns the citation in the chosen style, or in that of a button's own, as text; with a paragraph's place in the answer. */
function findCitation(block, paragraph) {
  const citation = block.querySelector(".citation").cloneNode(true);
  const mark = block.querySelector("dt").textContent.startsWith("MLA") ? ", par. " : ", para. ";
  for (const place of citation.querySelectorAll(".paragraph")) place.textContent = paragraph ? `${mark}${paragraph.number}` : "";
  for (const place of citation.querySelectorAll(".permalink")) place.textContent = paragraph ? `${findPage()}#${paragraph.id}` : findPage();
  return citation.textContent.trim();
}

const findBlock = () =>
  [...document.querySelectorAll(".cite dl > div")].find((one) => !style || one.querySelector("dt").textContent === style.value);

/** Returns a paragraph's anchor and its place among those of its side, counted from 1. */
function findParagraph(element) {
  const side = element.closest(".turn")?.classList.contains("question") ? ".turn.question p[id]" : ".turn.answer p[id]";
  return { id: element.id, number: [...words.querySelectorAll(side)].indexOf(element) + 1 };
}

/** Returns what of a range is the interview's, whole words of each paragraph: `{element, text, from, to}`. */
function readRange(range) {
  const elements = [...words.querySelectorAll("p[id]")].filter((one) => range.intersectsNode(one));
  const parts = elements.map((element) => {
    const text = element.textContent;
    const start = element.contains(range.startContainer) ? measure(element, range.startContainer, range.startOffset) : 0;
    const end = element.contains(range.endContainer) ? measure(element, range.endContainer, range.endOffset) : text.length;
    return { element, text, ...takeWords(text, start, end) };
  });
  return parts.filter(({ from, to }) => from < to);
}

/** Returns how many characters of an element stand before a point. */
function measure(element, node, offset) {
  const before = document.createRange();
  before.selectNodeContents(element);
  before.setEnd(node, offset);
  return before.toString().length;
}

/** Returns the quotation of parts of the interview. */
function quote(parts) {
  const [first] = parts;
  const { asked, answered, date, writer } = words.dataset; // an introduction has a writer, no speakers
  const speakers = parts.map(({ element }) => element.closest(".turn")?.dataset.speaker ?? writer);
  const spoken = [...new Set(speakers.filter(Boolean))];
  const asks = first.element.closest(".turn")?.classList.contains("question");
  const listeners = spoken.length > 1 ? [] : [asks ? answered : asked].filter(Boolean);
  const paragraph = parts.length === 1 && !asks ? findParagraph(first.element) : undefined;
  return writeQuotation({
    words: parts.map(({ text, from, to }) => text.slice(from, to)).join("\n\n"),
    speakers: spoken,
    listeners,
    date,
    citation: findCitation(findBlock(), paragraph),
    address: `${findPage()}#${first.element.id}${writeFragment(first, parts.at(-1))}`,
  });
}

// --- what is on the page ---

for (const place of document.querySelectorAll(".cite .permalink")) place.textContent = findPage();

document.addEventListener("click", (event) => {
  const sign = event.target.closest(".sign");
  if (sign && sign.pathname !== location.pathname) event.preventDefault(); // on the transcript it leads to another page
  if (sign) copy(new URL(sign.hash, new URL(sign.getAttribute("href"), findPage())).href, "Link");
  const kind = event.target.closest("[data-copy]")?.dataset.copy;
  if (kind === "link") copy(findPage(), "Link");
  if (kind === "citation") copy(findCitation(event.target.closest(".cite dl > div") ?? findBlock()), "Citation");
  if (kind === "quote") {
    const selected = readSelection();
    const all = document.createRange();
    const turns = words.querySelectorAll(".turn.answer");
    all.setStartBefore(turns[0] ?? words);
    all.setEndAfter([...turns].at(-1) ?? words);
    copy(quote(selected ?? readRange(all)), "Quotation");
  }
});

if (style) {
  style.value = localStorage.getItem(STYLE) ?? style.value;
  if (!style.value) style.selectedIndex = 0;
  style.addEventListener("change", () => localStorage.setItem(STYLE, style.value));
}

// --- what is selected ---

const offer = Object.assign(document.createElement("button"), { className: "quote-offer", type: "button", textContent: "Copy quote" });
offer.dataset.copy = "quote";
const LEFT = 300; // milliseconds
let chosen;
let leaving;

/** Returns the selected parts of the interview, or nothing. */
function readSelection() {
  const selection = document.getSelection();
  if (!words || selection.isCollapsed || selection.rangeCount === 0) return chosen;
  const parts = readRange(selection.getRangeAt(0));
  return parts.length > 0 ? parts : undefined;
}

/** Shows the offer below the end of what is selected; in the document it stands behind that paragraph, so Tab leads to it. */
function place() {
  const selection = document.getSelection();
  const parts = words?.contains(selection.anchorNode) && findBlock() && !selection.isCollapsed ? readSelection() : undefined;
  clearTimeout(leaving);
  if (!parts) return (leaving = setTimeout(withdraw, LEFT)); // a touch on the offer may end the selection before it counts
  chosen = parts;
  const range = selection.getRangeAt(0);
  const box = [...range.getClientRects()].at(-1);
  chosen.at(-1).element.after(offer);
  const frame = offer.offsetParent.getBoundingClientRect();
  offer.style.top = `${box.bottom - frame.top + 8}px`;
  offer.style.left = `${Math.max(0, Math.min(box.right - frame.left, frame.width - offer.offsetWidth))}px`;
}

function withdraw() {
  chosen = undefined;
  offer.remove();
}

document.addEventListener("selectionchange", () => requestAnimationFrame(place));
offer.addEventListener("mousedown", (event) => event.preventDefault()); // which would end the selection
offer.addEventListener("keydown", (event) => event.key === "Escape" && withdraw());
