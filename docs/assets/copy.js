/* Copying links, citations and quotations. Without this script the signs beside the paragraphs are plain links, and the
   citations can be read and selected. */

import { takeWords, writeDay, writeFragment, writeQuotation } from "./quote.js";

const words = document.querySelector(".words:not(.transcript)");
const style = document.querySelector("select.style");
const said = document.body.appendChild(Object.assign(document.createElement("p"), { className: "copied" }));
said.setAttribute("role", "status");
const SHOWN = 3000; // milliseconds
const STYLE = "citation-style";
let hiding;

/** Returns the page's lasting address, without anchor. */
const findPage = () => document.querySelector("link[rel=canonical]")?.href ?? `${location.origin}${location.pathname}`;

/** Copies a text, with its italics for programs that take them, and says what was copied, or shows it if that is forbidden. */
async function copy(text, what, html) {
  said.textContent = ""; // so that the same words are heard again
  try {
    if (html && window.ClipboardItem) {
      const parts = { "text/plain": new Blob([text], { type: "text/plain" }), "text/html": new Blob([html], { type: "text/html" }) };
      await navigator.clipboard.write([new ClipboardItem(parts)]);
    } else await navigator.clipboard.writeText(text);
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

/**
 * Returns the citation of a block, as an element, with today as the date of access; for paragraphs, given as
 * `{id, numbers}`, with their place in the answer and their address.
 */
function findCitation(block, paragraphs) {
  const citation = block.querySelector(".citation").cloneNode(true);
  const word = block.querySelector("dt").textContent.startsWith("MLA") ? "par" : "para";
  const [first, last] = [paragraphs?.numbers[0], paragraphs?.numbers.at(-1)];
  const place = first === last ? `, ${word}. ${first}` : `, ${word}s. ${first}–${last}`;
  for (const element of citation.querySelectorAll(".paragraph")) element.textContent = paragraphs ? place : "";
  for (const element of citation.querySelectorAll(".accessed")) element.textContent = writeDay(element.textContent, new Date());
  for (const element of citation.querySelectorAll(".permalink"))
    element.textContent = paragraphs ? `${findPage()}#${paragraphs.id}` : findPage();
  return citation;
}

const findBlock = () =>
  [...document.querySelectorAll(".cite dl > div")].find((one) => !style || one.querySelector("dt").textContent === style.value);

/** Returns a paragraph's place among those of the answer, counted from 1. */
const countParagraph = (element) => [...words.querySelectorAll(".turn.answer p[id]")].indexOf(element) + 1;

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

/** Returns the quotation of parts of the interview, one turn's paragraphs together. */
function quote(parts) {
  const [first] = parts;
  const { asked, answered, date, writer } = words.dataset; // an introduction has a writer, no speakers
  const quotes = [];
  for (const { element, text, from, to } of parts) {
    const turn = element.closest(".turn");
    const part = text.slice(from, to);
    if (quotes.length > 0 && quotes.at(-1).turn === turn) quotes.at(-1).words += `\n\n${part}`;
    else quotes.push({ turn, speaker: turn?.dataset.speaker ?? writer, words: part });
  }
  const numbers = parts.map(({ element }) => countParagraph(element)).filter(Boolean);
  const isQuestion = (turn) => turn?.classList.contains("question");
  return writeQuotation({
    quotes,
    listeners: [isQuestion(first.element.closest(".turn")) ? answered : asked].filter(Boolean),
    date,
    citation: findCitation(findBlock(), numbers.length === parts.length ? { id: first.element.id, numbers } : undefined).textContent.trim(),
    address: `${findPage()}#${first.element.id}${writeFragment(first, parts.at(-1), document.body.textContent)}`,
  });
}

function copyCitation(block) {
  const citation = findCitation(block);
  copy(citation.textContent.trim(), "Citation", citation.innerHTML.trim());
}

// --- what is on the page ---

for (const place of document.querySelectorAll(".cite .permalink")) place.textContent = findPage();

document.addEventListener("click", (event) => {
  const sign = event.target.closest(".sign");
  if (sign && sign.pathname !== location.pathname) event.preventDefault(); // on the transcript it leads to another page
  if (sign) copy(new URL(sign.hash, new URL(sign.getAttribute("href"), findPage())).href, "Link");
  const kind = event.target.closest("[data-copy]")?.dataset.copy;
  if (kind === "link") copy(findPage(), "Link");
  if (kind === "citation") copyCitation(event.target.closest(".cite dl > div") ?? findBlock());
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

/** Shows the offer below the end of what is selected; in the document it stands behind that paragraph. */
function place() {
  const selection = document.getSelection();
  const parts = words?.contains(selection.anchorNode) && findBlock() && !selection.isCollapsed ? readSelection() : undefined;
  clearTimeout(leaving);
  if (!parts) return (leaving = setTimeout(withdraw, LEFT)); // a touch on the offer may end the selection before it counts
  chosen = parts;
  const range = selection.getRangeAt(0);
  const box = [...range.getClientRects()].at(-1);
  const { element } = chosen.at(-1);
  if (element.nextElementSibling !== offer) element.after(offer); // put there anew, it would lose the focus
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

/* The first Tab leads to the offer, past the links that stand between it and the selection. */
document.addEventListener("keydown", (event) => {
  if (event.key !== "Tab" || event.shiftKey || !offer.isConnected) return;
  if (!document.activeElement.matches("body, .topic")) return; // a press on a topic's name gives it the focus
  event.preventDefault();
  offer.focus();
});
