/* The page “Search”: all results of a query, narrowed down by facets. What is asked stands in the page's address, so that
   it can be sent to somebody: `?for=drug&topic=SENAN`. */

import { openSearch } from "./engine.js";
import { fold } from "./plan.js";

const FACETS = ["topic", "speaker", "interview", "year"];
const base = new URL("../../", import.meta.url).href;
const form = document.getElementById("facets");
const found = document.getElementById("found");
const results = document.getElementById("results");
const more = document.getElementById("more");
let latest = 0;

const opened = openSearch(base, Infinity); // a full list may take its time
opened.then(start, () => (found.textContent = "The search index could not be loaded."));

async function start(search) {
  const values = await search.findFacets();
  for (const facet of FACETS)
    for (const [value, count] of Object.entries(values[facet] ?? {}).sort(([one], [two]) => one.localeCompare(two)))
      form.elements[facet].add(new Option(`${value} (${count})`, value));
  readAddress();
  form.addEventListener("submit", (event) => (event.preventDefault(), ask()));
  form.addEventListener("input", (event) => ask(event.target.matches("select")));
  window.addEventListener("popstate", () => (readAddress(), show()));
  show();
}

/** Fills the form from the page's address; a value that no page has is a choice too, one that finds nothing. */
function readAddress() {
  const asked = new URLSearchParams(location.search);
  form.elements.for.value = asked.get("for") ?? "";
  for (const facet of FACETS) {
    const value = asked.get(facet) ?? "";
    const options = form.elements[facet].options;
    const known = [...options].find((option) => fold(option.value) === fold(value));
    if (!known) form.elements[facet].add(new Option(`${value} (0)`, value));
    form.elements[facet].value = known?.value ?? value;
  }
}

/** Writes the form into the page's address and shows what it asks for; a `step` is one that “Back” takes back. */
function ask(step) {
  const here = new URL(location);
  here.search = new URLSearchParams([...new FormData(form)].filter(([, value]) => value));
  history[step === true ? "pushState" : "replaceState"](history.state, "", here);
  show();
}

/** Shows the results of what the form asks for. */
async function show() {
  const number = ++latest;
  const filters = Object.fromEntries(
    FACETS.filter((facet) => form.elements[facet].value).map((facet) => [facet, [form.elements[facet].value]]),
  );
  const query = form.elements.for.value;
  const answer = await (await opened)(query, { filters, open: true });
  if (number !== latest) return;
  results.replaceChildren(...answer.results.map(render));
  more.hidden = answer.total <= answer.results.length;
  more.onclick = async () => {
    const next = await answer.more(results.children.length, results.children.length + 10);
    results.append(...next.map(render));
    results.children[results.children.length - next.length].querySelector("a").focus();
    more.hidden = answer.total <= results.children.length;
  };
  found.replaceChildren(...(Object.keys(filters).length === 0 ? listTopics(answer.topics) : []), ...describe(answer, query.trim() || Object.keys(filters).length > 0));
}

/** Returns the way to the topics that the words name. */
function listTopics(topics = []) {
  const line = Object.assign(document.createElement("span"), { className: "search-topics", textContent: "See " });
  for (const { name, address } of topics)
    line.append(Object.assign(document.createElement("a"), { href: base + address, textContent: name }), " ");
  return topics.length > 0 ? [line] : [];
}

/** Returns what is said above the results. */
function describe(answer, asked) {
  if (!asked) return ["Type some words, or choose a topic, a speaker, an interview or a year."];
  if (answer.waiting && answer.total === 0) return ["Type another letter."];
  if (answer.excluding) return ["Type a word that must be there, too; what begins with a hyphen is left out."];
  if (answer.total === 0) return ["Nothing found. Try fewer words or other choices."];
  const parts = [answer.total === 1 ? "1 page" : `${answer.total} pages`];
  if (answer.missing.length > 0) parts.push(`; no page has ${answer.missing.join(", ")}`);
  if (!answer.corrected) return parts;
  const button = Object.assign(document.createElement("button"), { type: "button", textContent: `Search for ${answer.typed}` });
  button.addEventListener("click", () => ((form.elements.for.value = answer.typed), ask()));
  return [...parts, " for ", Object.assign(document.createElement("strong"), { textContent: answer.corrected }), ". ", button];
}

/** Returns a page as an entry of the list. */
function render(page) {
  const entry = document.createElement("li");
  const [best] = page.passages;
  const link = document.createElement("a");
  link.href = `${base}${page.address}${page.marked.length > 0 ? `?h=${encodeURIComponent(page.marked.join(" "))}` : ""}${best ? `#${best.id}` : ""}`;
  link.innerHTML = page.titleHtml;
  const title = document.createElement("h2");
  title.append(link);
  const place = document.createElement("p");
  place.className = "byline";
  const facets = [page.facets.interview, page.number && `Answer ${page.number}`, page.facets.speaker, page.facets.year];
  for (const part of facets.flat().filter(Boolean)) place.append(Object.assign(document.createElement("span"), { textContent: part }));
  const words = document.createElement("p");
  words.className = "passage";
  words.innerHTML = best?.html ?? "";
  if (page.language) for (const element of [link, words]) Object.assign(element, { lang: page.language, dir: "auto" });
  entry.append(title, words, place);
  return entry;
}
