/* Stands where Material's own search worker stood and speaks its four messages (0 set-up, 1 ready, 2 query, 3 result);
   a fifth of our own (4) tells box.js what the list can't say. Results are ours, see engine.js. */

const base = new URL("../../", self.location).href;
let opened; // the index is loaded when somebody types, not with every page
let latest = 0;

self.addEventListener("message", async ({ data }) => {
  if (data.type === 0) self.postMessage({ type: 1 });
  if (data.type !== 2) return;
  const number = ++latest;
  const query = String(data.data);
  if (!query.trim()) {
    self.postMessage({ type: 3, data: { items: [] } });
    self.postMessage({ type: 4, data: { query, missing: [], total: 0, shown: 0 } });
    return;
  }
  try {
    const search = await (opened ??= import("./engine.js").then((engine) => engine.openSearch(base)).catch(forget));
    if (number !== latest) return; // somebody went on typing
    const found = await search(query, { open: true });
    if (number !== latest) return;
    self.postMessage({ type: 3, data: { items: found.results.map(describe) } });
    const { corrected, typed, missing, newest, total, waiting, excluding, topics } = found;
    const shown = found.results.length;
    self.postMessage({ type: 4, data: { query, corrected, typed, missing, newest, total, waiting, excluding, topics, shown } });
  } catch (error) {
    if (number !== latest) return;
    self.postMessage({ type: 3, data: { items: [] } });
    self.postMessage({ type: 4, data: { query, failed: String(error) } });
  }
});

/** Lets the next word try again to load the index. */
function forget(error) {
  opened = undefined;
  throw error;
}

/** Returns a page as Material shows it: the page, its best passage, and behind a fold the others. */
function describe(page) {
  const terms = Object.fromEntries([
    ...page.marked.map((word) => [word, true]),
    ...page.lacking.map((word) => [word, false]),
  ]);
  const item = (location, title, text, score) => ({ location, title, text, score, terms });
  const location = page.address;
  const lang = page.language ? ` lang="${page.language}" dir="auto"` : "";
  const title = lang ? `<span${lang}>${page.titleHtml}</span>` : page.titleHtml;
  return [
    { ...item(location, page.number ? `<i>${page.number}</i> ${title}` : title, "", 2), terms: {} },
    ...page.passages.map((passage, index) =>
      item(`${location}#${passage.id}`, namePassage(passage.id, page.facets.speaker ?? []), `<p${lang}>${passage.html}</p>`, index === 0 ? 2 : 1),
    ),
  ];
}

function namePassage(id, speakers) {
  if (/^q/.test(id)) return "Question";
  if (/^p/.test(id)) return speakers.length === 1 ? escape(speakers[0]) : "Text";
  return "Introduction";
}

const escape = (text) => text.replace(/[&<>"]/g, (character) => `&#${character.charCodeAt(0)};`);
