/* Search over the index that Pagefind made of this site: a query in, pages with their best passages out. What a query
   means is decided in plan.js; here is what has to be fetched. Runs in a worker (worker.js) and in the page “Search”. */

import {
  LITTLE,
  closeSeams,
  compareForms,
  correctName,
  correctWord,
  escapeHtml,
  findName,
  findPassages,
  findRoot,
  fold,
  hasSameLetters,
  listCompletions,
  listLetters,
  listMarked,
  markTokens,
  parseQuery,
  partWord,
  respell,
  respellRegion,
  weigh,
} from "./plan.js";

/* Pages that make a word a common one: it tells little, and Pagefind's time grows with the square of the pages where a
   word stands, or a longer one that begins with it; half a second for 10,000. */
const COMMON = 2500;
const EVERY_PAGE = "__"; // stands in all (partials/index.html); for no word at all Pagefind loads its whole index
const REMEMBERED = 30; // searches for single words
const LOOKED_AT = 200; // pages that are read whole for what must not stand in them
const SHORTEST = 3; // letters of a word that is looked for in the names of topics
const SHOWN_TOPICS = 4;
const REFINED = 10; // pages that are read whole before the final order of the first results is settled

/**
 * Returns a function that searches the site below `base`, an address that ends with a slash. A word on more pages than
 * `common` is only looked for in the pages that the other words find or, if there are no others, in the newest interviews.
 * Throws if the index can't be loaded.
 */
export async function openSearch(base, common = COMMON) {
  const open = await openParts(`${base}pagefind/`);
  const pagefind = open();
  await pagefind.init();
  let facets; // by itself, because Pagefind counts the pages of all loaded facets anew for each search
  const openFacets = () => (facets ??= open());
  const listed = await fetchJson(`${base}interviews/topics.json`);
  const topics = Object.fromEntries(listed.filter(({ speaks }) => !speaks).map(({ name, names }) => [name, names]));
  const topicOf = new Map();
  for (const [topic, names] of Object.entries(topics))
    for (const name of [topic, ...names]) if (!topicOf.has(fold(name))) topicOf.set(fold(name), topic);
  const vocabulary = readVocabulary(await fetchText(`${base}pagefind/words.txt`));
  const pagesOf = new Map(vocabulary);
  const isWord = (word) => pagesOf.has(word);

  const asked = new Map(); // the words of a query stay the same while its last is typed
  const ask = (index, query, filters) => {
    const key = JSON.stringify([query, filters]);
    if (!asked.has(key)) {
      if (asked.size >= REMEMBERED) asked.delete(asked.keys().next().value);
      asked.set(key, index.search(query, { filters }).then(({ results }) => new Map(results.map((one) => [one.id, one]))));
    }
    return asked.get(key);
  };

  /** Returns the pages that Pagefind finds, by their ids. */
  const findHits = (query, filters = {}) => ask(pagefind, query, filters);

  /** Returns the pages that have the chosen values of facets; a `word` that they all hold makes it quicker. */
  const findChosen = (filters, word = "") => ask(openFacets(), `${EVERY_PAGE} ${word}`, filters);

  /** Returns the pages about a topic, or those that only mention it; all of them hold its names. */
  const findAbout = (topic, facet = "topic") => {
    const longest = fold(topic).split(" ").reduce((one, other) => (other.length > one.length ? other : one));
    return findChosen({ [facet]: [topic] }, longest);
  };

  /** Tells how near hits are to the word. */
  const findNearness = (word, hits) => measureNearness(word, [...hits.values()][0]);

  /**
   * Returns where a word stands: in its own form, or a longer one that begins with it. Of a common one `pages` tells on how
   * many it may stand; a rare one that begins common ones is looked for by itself.
   */
  const findWord = async (word) => {
    const own = pagesOf.get(word);
    const { pages, completion } = listCompletions(word, vocabulary, common);
    if (/^\p{L}$/u.test(word)) return { hits: await findHits(`"${word}"`), whole: word }; // “C 5” is about no other c
    if (pages <= common) return { hits: await findHits(word) };
    const whole = own > common ? undefined : own ? word : completion;
    if (!whole) return { hits: new Map(), pages: own ?? pages };
    return { hits: await findHits(`"${whole}"`), whole }; // in quotation marks Pagefind looks for no longer ones
  };

  /** Returns where a word stands, in its own form, in a related one, or as it is spelled in the site. */
  const lookUp = async (typed, unfinished, correcting) => {
    const word = correcting ? respellRegion(typed, isWord) : typed;
    const found = await findWord(word);
    const term = { word, typed, ...found };
    if (found.pages || found.whole) return term;
    const nearness = found.hits.size > 0 ? await findNearness(word, found.hits) : 0;
    const respelled = correcting && nearness < 2 && !isWord(word) ? correctWord(word, vocabulary) : undefined;
    if (respelled && hasSameLetters(word, respelled))
      return { ...term, ...(await findWord(respelled)), word: respelled, corrected: true, inexact: true };
    if (nearness > 0) return { ...term, inexact: nearness < 2 };
    if (correcting) {
      if (isWord(word)) return term;
      const root = findRoot(word);
      const related = root && (await findWord(root));
      if (related?.hits.size > 0 && !related.whole && (await findNearness(root, related.hits)) > 0)
        return { ...term, ...related, word: root, inexact: true };
      const parts = partWord(word, isWord);
      const apart = parts && (await findHits(`"${parts.join(" ")}"`));
      if (apart?.size > 0) return { ...term, word: parts.join(" "), hits: apart, inexact: true };
      const correct = correctWord(word, vocabulary, unfinished);
      if (correct) return { ...term, ...(await findWord(correct)), word: correct, corrected: true, inexact: true };
    }
    return { ...term, hits: new Map(), inexact: true };
  };

  /** Returns where a common word or phrase stands in the newest interviews or, if in none of them, in all. */
  const findNewest = async (query) => {
    const hits = await findHits(query, { latest: ["yes"] });
    return hits.size > 0 ? hits : findHits(query);
  };

  /** Tells whether words stand on so many pages that Pagefind takes long to look whether they follow each other. */
  const isSlow = (words) => {
    const pages = words.map((word) => pagesOf.get(word) ?? 0);
    return Math.min(...pages) * pages.reduce((one, other) => one + other) > common ** 2;
  };

  /** Returns where words stand in this order. */
  const findPhrase = async (words) => {
    const newest = isSlow(words);
    const word = words.join(" ");
    const hits = await (newest ? findNewest : findHits)(`"${word}"`);
    return { word, hits, newest, phrase: true };
  };

  /** Returns the pages whose title is the query, of those whose words it is; a word alone is left to the other ways. */
  const findTitled = async (query) => {
    const asked = fold(query);
    const words = asked.split(" ");
    if (words.length < 2 || isSlow(words)) return new Map();
    const hits = [...(await findHits(`"${asked}"`))].slice(0, REFINED);
    const titles = await Promise.all(hits.map(async ([, hit]) => readTitle(await hit.data())));
    return new Map(hits.filter((_, index) => fold(titles[index]) === asked));
  };

  /**
   * Returns `{results, total, corrected, typed, missing, newest, waiting, excluding, more}` for a query: the pages, the best first, how many
   * there are, the query as it was corrected, if it was, and how to ask for it as typed, the words that stand in no page,
   * the common word that was only looked for in the newest interviews, whether one letter stands there that waits for
   * more, or only words that must not be there, a function that returns the pages from one number to another, and
   * `topics`, `{name, full, address}`: the one whose name was asked for, or those whose name has the words or is among them.
   * `filters` are Pagefind's, `correcting` allows another spelling, `open` says that the last word may be unfinished.
   */
  async function search(query, { filters = {}, correcting = true, open = false, limit = 10 } = {}) {
    const plan = parseQuery(query, isWord);
    const waiting = open && /^\p{L}$/u.test(plan.words.at(-1) ?? ""); // one letter begins half of all words
    if (waiting) plan.words.pop();
    if (plan.words.length + plan.phrases.length === 0)
      return { ...(await listAll(filters, limit, plan.excluded.length > 0)), waiting, excluding: plan.excluded.length > 0 };
    const names = plan.name ? [fold(query), plan.name, plan.name.replace(/s$/, ""), `${plan.name}s`] : [];
    let topic = names.map((name) => topicOf.get(name)).find(Boolean);
    const last = plan.words.length - 1;
    const terms = await Promise.all(
      plan.words.map((word, index) => lookUp(word, open && index === last, correcting)),
    );
    const corrected = topic ? [] : terms.filter((term) => term.corrected).map((term) => [term.typed, term.word]);
    const meant = !topic && correcting && terms.some((term) => term.inexact) && correctName(plan.name, topicOf.keys());
    if (meant) topic = topicOf.get(meant);
    for (const phrase of plan.phrases) terms.push(await findPhrase(phrase));
    let newest = terms.find((term) => term.newest);
    if (!topic && terms.some((term) => term.pages) && terms.every((term) => term.hits.size === 0)) {
      newest = terms.filter((term) => term.pages).reduce((one, other) => (other.pages < one.pages ? other : one));
      newest.hits = await findNewest(newest.word);
    }
    let about = topic ? await findAbout(topic) : new Map();
    let mentioning = topic ? await findAbout(topic, "mentions") : new Map();
    let titled = await findTitled(query);
    if (isChosen(filters)) {
      const chosen = await findChosen(filters);
      const keep = (hits) => new Map([...hits].filter(([id]) => chosen.has(id)));
      for (const term of terms) term.hits = keep(term.hits);
      about = keep(about);
      mentioning = keep(mentioning);
      titled = keep(titled);
    }
    for (const term of terms) term.weight = weigh(term.pages ?? term.hits.size) * (term.phrase ? 2 : 1);
    const ranked = rankPages(terms.filter((term) => !term.pages || term === newest), about, mentioning, titled);
    const candidates = await leaveOut(plan.excluded, ranked);
    const secondary = topic ? [topic, ...topics[topic]].map((name) => fold(name).split(" ")) : [];
    const refined = await Promise.all(
      candidates.slice(0, REFINED).map((candidate) => readPage(candidate, terms, secondary, topics)),
    );
    refined.sort((one, two) => two.tier - one.tier || two.score - one.score);
    const order = [...refined, ...candidates.slice(REFINED)];
    const load = (from, to) =>
      Promise.all(order.slice(from, to).map((one) => (one.passages ? one : readPage(one, terms, secondary, topics))));
    return {
      results: await load(0, limit),
      total: order.length,
      corrected:
        corrected.length > 0
          ? respell(query, corrected.map(([typed, word]) => [typed, findForm(word, refined)]))
          : meant && [topic, ...topics[topic]].find((name) => fold(name) === meant),
      typed: corrected.length > 0 ? respell(query, corrected.map(([typed]) => [typed, `"${typed}"`])) : `"${query}"`,
      missing: topic ? [] : terms.filter((term) => term.hits.size === 0 && !term.pages).map((term) => term.typed ?? `“${term.word}”`),
      newest: newest && findForm(newest.word, refined),
      topics: topic ? listed.filter(({ name }) => name === topic) : listTopics(terms.map((term) => term.word), fold(query), listed),
      more: load,
    };
  }

  /** Returns the pages that show none of the phrases; of a very long list only its beginning is looked at. */
  async function leaveOut(phrases, pages) {
    const banned = new Set();
    for (const phrase of phrases) {
      const hits = await findHits(phrase.length > 1 ? `"${phrase.join(" ")}"` : phrase[0]);
      const suspects = pages.filter((page) => hits.has(page.hit.id));
      suspects.slice(LOOKED_AT).forEach((page) => banned.add(page));
      for (const page of suspects.slice(0, LOOKED_AT))
        if (findName(phrase, readShown(await page.hit.data())).length > 0) banned.add(page);
    }
    return pages.filter((page) => !banned.has(page));
  }

  /** Returns the facets and their values, each with the number of pages: `{topic: {FEAN: 1, …}, …}`. */
  search.findFacets = () => openFacets().filters();
  return search;

  async function listAll(filters, limit, excluding) {
    const found = isChosen(filters) && !excluding ? await findChosen(filters) : new Map();
    const candidates = [...found.values()].map((hit) => ({ hit, tier: 0, score: 0, held: 0 }));
    const load = (from, to) => Promise.all(candidates.slice(from, to).map((one) => readPage(one, [], [], topics)));
    return { results: await load(0, limit), total: found.size, missing: [], more: load };
  }
}

/**
 * Returns what several parts found for a query, without what some of them answer for want of anything better: if it is a
 * word, and one part has it or another form of it, those that only have words that begin alike have nothing.
 */
async function keepNear(query, found) {
  const some = found.filter((results) => results.length > 0);
  if (some.length < 2 || !/^[\p{L}\p{N}]+$/u.test(query)) return some;
  const nearness = await Promise.all(some.map(([hit]) => measureNearness(query, hit)));
  return nearness.some((one) => one > 0) ? some.filter((_, at) => nearness[at] > 0) : some;
}

/** Tells how near a hit is to the word; where nothing fits, Pagefind answers with words that only begin alike. */
async function measureNearness(word, hit) {
  const tokens = readTokens(await hit.data());
  return Math.max(0, ...hit.words.map((place) => compareForms(tokens[place] ?? "", word)));
}

/**
 * Returns a function that opens the index in the folder at an address: all its parts as one. A part knows how rare a word is
 * in its own pages only, but every part has a share of all interviews.
 */
async function openParts(folder) {
  const parts = await fetchJson(`${folder}parts.json`);
  // Each part by a program of its own: two parts in the memory of one spoil each other's.
  const programs = await Promise.all(parts.map((part) => import(`${folder}${part}/pagefind.js`)));
  return () => {
    const all = programs.map(({ createInstance }, at) => createInstance({ basePath: `${folder}${parts[at]}/`, noWorker: true }));
    return {
      init: () => Promise.all(all.map((one) => one.init())),
      search: async (query, options) => {
        const answers = await Promise.all(all.map((one) => one.search(query, options)));
        const found = await keepNear(query, answers.map(({ results }) => results.filter(isInText)));
        return { results: found.flat().sort((one, two) => two.score - one.score) };
      },
      filters: async () => {
        const sums = {};
        for (const facets of await Promise.all(all.map((one) => one.filters())))
          for (const [facet, counts] of Object.entries(facets))
            for (const [value, count] of Object.entries(counts)) {
              sums[facet] ??= {};
              sums[facet][value] = (sums[facet][value] ?? 0) + count;
            }
        return sums;
      },
    };
  };
}

/**
 * Returns the topics and people, given as `{name, names}`, one of whose names is in the query, or has all its words; first
 * those whose own name it is.
 */
function listTopics(words, query, listed) {
  const asked = ` ${query} `;
  const rank = (name) => {
    const own = fold(name);
    if (asked.includes(` ${own} `)) return 2;
    const parts = own.split(" ");
    return words.some((word) => word.length >= SHORTEST) && words.every((word) => parts.some((one) => one.startsWith(word))) ? 1 : 0;
  };
  const best = ({ name, names }) => Math.max(2 * rank(name), ...names.map(rank));
  const meant = listed.map((entry) => [entry, best(entry)]).filter(([, one]) => one > 0);
  return meant.sort(([, one], [, two]) => two - one).slice(0, SHOWN_TOPICS).map(([entry]) => entry);
}

const isChosen = (filters) => Object.values(filters).some((values) => values.length > 0);

/**
 * Returns the pages that hold all terms or mention the topic that the query names or, if none does, those that hold the
 * most telling terms; first those with the query as their title, then those about the topic. Phrases are never done without.
 */
function rankPages(terms, about, mentioning, titled) {
  const pages = new Map();
  const add = (hit) => pages.get(hit.id) ?? pages.set(hit.id, { hit, tier: 0, score: 0, held: 0 }).get(hit.id);
  for (const term of terms) {
    const best = Math.max(...[...term.hits.values()].map((hit) => hit.score), 0) || 1;
    for (const hit of term.hits.values()) {
      const page = add(hit);
      page.held += 1;
      page.score += term.weight * (0.7 + (0.3 * hit.score) / best);
    }
  }
  for (const hit of mentioning.values()) add(hit).tier = 1;
  for (const hit of about.values()) add(hit).tier = 2;
  for (const hit of titled.values()) add(hit).tier = 3;
  const needed = terms.filter((term) => term.phrase);
  const held = [...pages.values()].filter((page) => needed.every((term) => term.hits.has(page.hit.id)));
  for (const page of held) if (page.tier === 0 && page.held === terms.length) page.tier = 1;
  const complete = held.some((page) => page.tier > 0);
  return held
    .filter((page) => !complete || page.tier > 0)
    .sort((one, two) => two.tier - one.tier || two.score - one.score);
}

/** Tells whether Pagefind found a page by its words; a number among its data, such as the answer's, is none. */
const isInText = (result) => result.words.length > 0;

/** Returns a word as the pages print it, such as COMBIFRON. */
function findForm(word, pages) {
  return pages.flatMap((page) => page.words).find((form) => fold(form) === word) ?? word;
}

/**
 * Returns the page with its address, title, facets, passages and words to mark. `names` are other words for what is asked;
 * a term that stands only among the page's hidden names is shown by the other `topics` names that it belongs to.
 */
async function readPage(page, terms, names, topics) {
  const data = await page.hit.data();
  const tokens = readTokens(data);
  const anchors = data.anchors.filter((anchor) => anchor.id);
  const shown = readShown(data);
  const end = shown.length;
  const placed = terms.map((term) => ({ ...term, places: findPlaces(term, term.hits.get(page.hit.id), tokens) }));
  const unseen = placed.filter((term) => term.places.length > 0 && term.places.every((place) => place >= end));
  const meant = [...(data.filters.topic ?? []), ...(data.filters.mentions ?? [])]
    .map((topic) => [topic, ...(topics[topic] ?? [])].map((name) => fold(name).split(" ")))
    .filter((all) => unseen.some((term) => all.some((name) => name.some((word) => word.startsWith(term.word)))));
  const others = [...names, ...meant.flat()];
  if (others.length > 0) {
    const places = [...new Set(others.flatMap((name) => findName(name, shown)))];
    placed.push({ word: others[0].join(" "), weight: 0.3, places, added: true });
  }
  const { passages, score } = findPassages({ tokens, anchors }, placed);
  const from = (passage) => markTokens(tokens, passage.from, passage.to, passage.marks);
  const kept = passages.filter((passage, index) => index === 0 || passage.marks.length > 0);
  const titleEnd = anchors[0]?.location ?? end;
  const title = readTitle(data);
  const titleMarks = placed.flatMap((term) => term.places).filter((place) => place < titleEnd);
  const forms = kept.flatMap((passage) => passage.marks.map((mark) => trim(tokens[mark])));
  const words = [...new Set(forms)].filter((form) => form && !LITTLE.has(fold(form)));
  return {
    ...page,
    address: data.raw_url.replace(/^\//, ""),
    number: data.meta.number,
    language: data.meta.language, // where it is not the site's
    title,
    titleHtml: titleMarks.length > 0 ? markTokens(tokens, 0, titleEnd, titleMarks).replace(/\.$/, "") : escapeHtml(title),
    facets: data.filters,
    score: score + page.score,
    passages: kept.map((passage) => ({ id: passage.id, html: from(passage), marked: passage.marks.length > 0 })),
    words,
    marked: listMarked(words),
    lacking: placed.filter((term) => !term.added && !term.phrase && term.places.length === 0).map((term) => term.word),
  };
}

/** Returns where a term stands; of a common word Pagefind was not asked, of one in quotation marks it tells one place. */
function findPlaces(term, hit, tokens) {
  const told = hit?.words ?? [];
  if (!term.pages && !term.whole) return told;
  return [...new Set([...findName([term.whole ?? term.word], tokens), ...told])].sort((one, two) => one - two);
}

/** Returns a page's words as printed; Pagefind counts its places in them, and keeps the text as HTML. */
const readTokens = (data) => decode(data.raw_content).split(/\s+/);

const readTitle = (data) => closeSeams(data.meta.title);

/** Returns the words that the page shows, without the names that stand hidden behind them. */
function readShown(data) {
  const tokens = readTokens(data);
  return tokens.slice(0, data.anchors.find((anchor) => anchor.id === "names")?.location ?? tokens.length);
}

const decode = (html) => html.replaceAll("&lt;", "<").replaceAll("&gt;", ">"); // and nothing else

/** Returns the site's words as `[word, pages, letters]` in their order; `text` has lines such as `border 5`. */
function readVocabulary(text) {
  const lines = text.split("\n").filter(Boolean);
  return lines.map((line) => {
    const [word, pages] = line.split(" ");
    return [word, Number(pages), listLetters(word)];
  });
}

const trim = (token) => token.replace(/^[^\p{L}\p{N}]+|[^\p{L}\p{N}]+$/gu, "");

async function fetchText(address) {
  const answer = await fetch(address);
  if (!answer.ok) throw new Error(`${address}: ${answer.status}`);
  return answer.text();
}

const fetchJson = async (address) => JSON.parse(await fetchText(address));
