/* What a query means, and which passages answer it: pure functions, values in and values out. A "word" is folded: small
   letters, no accents, no apostrophes, no dots. Tested by golden cases in tests/cases/plan.yml. */

const LONGEST_QUERY = 300; // characters; nobody types more, and a pasted page is cut
const MOST_WORDS = 16;

/** Words that say little; a query is decided by its others. English, Spanish and Portuguese. */
export const LITTLE = new Set(
  `a about an and any are as at be been by can could did do does for from had has have he her his how i in into is it its
  me my of on or our she so some tell than that the their them there they this those to us was we were what whats when say says said talk talks talked speak speaks
  spoke mention mentions mentioned think thinks mean means role where which who whom whose why will with would you your al como con cual cuando de del donde el ella en es esta fue ha
  hay la las lo los mas no para pero por que quien se ser si sin sobre su sus un una y ya ao aos as com da das do dos e em
  foi mais na nas nos o os ou pela pelo qual quais sao sua um uma much many`.split(/\s+/),
);

/** Returns the text's words, folded, with one space between them. */
export function fold(text) {
  return text
    .normalize("NFKD")
    .replace(/[\u0300-\u036f]/g, "")
    .toLowerCase()
    .replace(/['’‘`´]/g, "")
    .replace(/(?<![\p{L}\p{N}])\p{L}(?:\.\p{L})+(?![\p{L}\p{N}])/gu, (acronym) => acronym.replaceAll(".", ""))
    .replace(/[^\p{L}\p{N}\p{M}]+/gu, " ")
    .trim();
}

const split = (text) => fold(text).split(" ").filter(Boolean);

/**
 * Returns what a query asks for: `words` and `phrases` (arrays of words) that should stand in a page, `excluded` phrases
 * that must not, and `name`, the query without little words at its ends, as a topic would be called. Words that a hyphen
 * joins are one if `isWord` says so: “inter-agency” where the site has “interagency”.
 */
export function parseQuery(query, isWord = () => false) {
  const words = [];
  const phrases = [];
  const excluded = [];
  const read = (text) => {
    const joined = fold(text.replace(/(?<=[\p{L}\p{N}])[-‐‑](?=[\p{L}\p{N}])/gu, ""));
    return /[-‐‑]/.test(text) && isWord(joined) ? [joined] : split(text);
  };
  const parts = query.slice(0, LONGEST_QUERY).matchAll(/(-?)(?:"([^"]*)"?|“([^”]*)”?|«([^»]*)»?)|(\S+)/g);
  for (const [, minus, straight, curly, angular, bare] of parts) {
    const quoted = straight ?? curly ?? angular;
    const phrase = quoted?.split(/\s+/).flatMap(read) ?? read(bare);
    const negative = minus || (quoted === undefined && /^-[\p{L}\p{N}]/u.test(bare));
    if (phrase.length === 0) continue;
    if (negative) excluded.push(phrase);
    else if (quoted !== undefined) phrases.push(phrase);
    else words.push(...phrase);
  }
  const telling = words.filter((word) => !LITTLE.has(word));
  return {
    words: [...new Set(telling.length > 0 || phrases.length > 0 ? telling : words)].slice(0, MOST_WORDS),
    phrases: phrases.slice(0, MOST_WORDS),
    excluded: excluded.slice(0, MOST_WORDS),
    name: phrases.length === 0 && excluded.length === 0 ? trimLittle(words).join(" ") : "",
  };
}

/** Returns the words without little ones before the first and after the last that tells. */
export function trimLittle(words) {
  const telling = words.map((word) => !LITTLE.has(word));
  return words.slice(Math.max(0, telling.indexOf(true)), telling.lastIndexOf(true) + 1);
}

/** Returns what a word is without an ending of English grammar, or nothing: “seized” and “seizure” share “seiz”. */
export function findRoot(word) {
  const root = word.replace(/(?:ations?|ings?|ions?|ures?|ment|ed|es|er|ers|or|ors|al|ly|s|e)$/, "");
  return root.length >= 4 && root !== word ? root : undefined;
}

/**
 * Tells how a word as printed, perhaps with others and punctuation around it, is a folded word: 3 the word itself, 2 a
 * longer word that begins with it, 1 another form of it, 0 neither.
 */
export function compareForms(token, word) {
  return Math.max(
    0,
    ...split(token).map((part) => {
      let common = 0;
      while (common < part.length && part[common] === word[common]) common++;
      if (common === word.length) return part === word ? 3 : 2;
      return common >= Math.min(word.length, Math.max(3, 0.6 * word.length, word.length - 3)) ? 1 : 0;
    }),
  );
}

/**
 * Returns how many edits (a letter more, less or other, or two neighbours swapped) lead from a word to another, and to
 * the nearest beginning of it: `{whole, start}`. Optimal string alignment distance.
 */
export function countEdits(word, other) {
  let before = [];
  let last = Array.from({ length: other.length + 1 }, (_, index) => index);
  for (let i = 1; i <= word.length; i++) {
    const row = [i];
    for (let j = 1; j <= other.length; j++) {
      const same = word[i - 1] === other[j - 1];
      row[j] = Math.min(last[j] + 1, row[j - 1] + 1, last[j - 1] + (same ? 0 : 1));
      const swapped = i > 1 && j > 1 && word[i - 1] === other[j - 2] && word[i - 2] === other[j - 1];
      if (swapped) row[j] = Math.min(row[j], before[j - 2] + 1);
    }
    [before, last] = [last, row];
  }
  return { whole: last[other.length], start: Math.min(...last) };
}

/**
 * Returns the word of the site that somebody probably meant, or nothing. `vocabulary` is a list of `[word, pages]`. One
 * edit is allowed in a word of four or five letters, two in a longer one; a short one begins with the right letter. A word
 * that is still `open`, being typed, may be near the beginning of a longer one, by an edit fewer if it is short: “canal” is
 * not the beginning of “Canada”.
 */
export function correctWord(word, vocabulary, open = false) {
  if (word.length < 4 || /\p{N}/u.test(word)) return undefined;
  const allowed = word.length < 6 ? 1 : 2;
  const allowedStart = word.length < 8 ? 1 : 2;
  const letters = listLetters(word);
  let best;
  for (const [other, pages, theirs = listLetters(other)] of vocabulary) {
    if (other.length < Math.max(4, word.length - allowed) || (!open && other.length > word.length + allowed)) continue;
    if (countBits(letters & ~theirs) > allowed) continue; // each edit brings in one letter at the most
    const longer = other.length > word.length + allowed;
    const { whole, start } = countEdits(word, open ? other.slice(0, word.length + allowed) : other);
    const begins = open && start <= allowedStart && (word.length > 5 || isNearStart(word, other));
    const edits = Math.min(longer ? Infinity : whole, begins ? start + 0.5 : Infinity);
    if (Math.floor(edits) > allowed) continue;
    const sameStart = word[0] === other[0] || (word[0] === other[1] && word[1] === other[0]);
    const short = edits >= 2 ? word.length < 8 : word.length < 6 && word.length === other.length;
    if (short && !sameStart) continue;
    const rank = [edits, word[0] === other[0] ? 0 : 1, -pages];
    if (!best || compare(rank, best.rank) < 0) best = { other, rank };
  }
  return best?.other;
}

/** Tells whether a short word, being typed, is the beginning of another but for two letters swapped or one left out. */
function isNearStart(word, other) {
  if (hasSameLetters(word, other.slice(0, word.length))) return true;
  return word.length > 4 && countEdits(word, other.slice(0, word.length + 1)).whole === 1;
}

/** Tells whether two words have the same letters, such as “centre” and “center”. */
export const hasSameLetters = (word, other) => [...word].sort().join("") === [...other].sort().join("");

const SPELLINGS = [["is", "iz"], ["ys", "yz"], ["our", "or"], ["re", "er"], ["ence", "ense"], ["amme", "am"], ["ogue", "og"], ["ll", "l"]];

/** Returns the site's spelling of a word, British or American, or the word itself. `isWord` tells what is one of the site. */
export function respellRegion(word, isWord) {
  if (word.length < 6 || isWord(word)) return word;
  const others = SPELLINGS.flatMap(([one, other]) => [word.replace(one, other), word.replace(other, one)]);
  return others.find(isWord) ?? word;
}

/** Returns two words of the site, as a phrase, that somebody wrote as one, or nothing. `has` tells what is a word of it. */
export function partWord(word, has) {
  for (let length = word.length - 3; length >= 3; length--)
    if (has(word.slice(0, length)) && has(word.slice(length))) return [word.slice(0, length), word.slice(length)];
  return undefined;
}

/**
 * Returns on how many pages, added up, the words stand that begin with `start`, and the most frequent of them that is on
 * `most` pages or fewer: `{pages, completion}`. `vocabulary` is in alphabetical order.
 */
export function listCompletions(start, vocabulary, most) {
  let low = 0;
  for (let high = vocabulary.length; low < high; ) {
    const middle = (low + high) >> 1;
    if (vocabulary[middle][0] < start) low = middle + 1;
    else high = middle;
  }
  let sum = 0;
  let best;
  for (let index = low; index < vocabulary.length && vocabulary[index][0].startsWith(start); index++) {
    const [, pages] = vocabulary[index];
    sum += pages;
    if (pages <= most && (!best || pages > best[1])) best = vocabulary[index];
  }
  return { pages: sum, completion: best?.[0] };
}

/** Returns the letters of a word as bits, 31 letters of any script sharing one, so that words are told apart quickly. */
export function listLetters(word) {
  let letters = 0;
  for (let index = 0; index < word.length; index++) letters |= 1 << word.charCodeAt(index) % 31;
  return letters;
}

function countBits(bits) {
  let count = 0;
  for (let rest = bits; rest !== 0; rest &= rest - 1) count++;
  return count;
}

/** Returns the name, of many that are folded, that somebody probably meant with words that are not quite one, or nothing. */
export function correctName(name, names) {
  const allowed = name.length < 8 ? 1 : 2;
  if (name.length < 4 || /\p{N}/u.test(name)) return undefined;
  let best;
  for (const other of names) {
    if (Math.abs(other.length - name.length) > allowed) continue;
    const { whole } = countEdits(name, other);
    if (whole <= allowed && (!best || whole < best.whole)) best = { other, whole };
  }
  return best?.other;
}

/** Returns the query with some of its words replaced; `pairs` are `[folded word, replacement]`. */
export function respell(query, pairs) {
  const replacement = new Map(pairs);
  return query.replace(/[\p{L}\p{N}\p{M}’']+/gu, (word) => replacement.get(fold(word)) ?? word);
}

/** Compares two lists of numbers, the first that differs deciding. */
export function compare(one, two) {
  for (let index = 0; index < one.length; index++) if (one[index] !== two[index]) return one[index] - two[index];
  return 0;
}

/** Returns how much a word tells that stands in so many pages: rare words decide. */
export const weigh = (pages) => 1 / Math.log2(2 + pages);

/**
 * Returns a page's passages, the best first, and the page's score. `page` has `tokens` (its words as printed), `anchors`
 * (`{id, location}`, in their order, the hidden names last as `names`); `terms` are `{word, weight, places}`, the places
 * being indices of tokens where the term stands in any form. A passage has its `id`, `from` and `to`, `marks` (indices of
 * tokens) and `score`.
 */
export function findPassages(page, terms) {
  const anchors = page.anchors.filter((anchor) => anchor.id !== "names");
  const end = page.anchors.find((anchor) => anchor.id === "names")?.location ?? page.tokens.length;
  const folded = new Map();
  const at = (index) => folded.get(index) ?? folded.set(index, fold(page.tokens[index] ?? "")).get(index);
  const isExact = (index, term) => ` ${at(index)} `.includes(` ${term.word} `);
  const passages = anchors.map((anchor, index) => {
    const from = anchor.location;
    const to = Math.min(anchors[index + 1]?.location ?? end, end);
    const marks = new Set();
    let score = /^q/.test(anchor.id) ? -0.15 : 0;
    for (const term of terms) {
      const places = term.places.filter((place) => place >= from && place < to);
      if (places.length === 0) continue;
      places.forEach((place) => marks.add(place));
      score += term.weight * (1 + 0.1 * Math.min(places.length, 3));
      if (places.some((place) => isExact(place, term))) score += term.weight * 0.5;
    }
    score += 0.5 * countNeighbours(terms, from, to);
    return { id: anchor.id, from, to, marks: [...marks].sort((a, b) => a - b), score };
  });
  const firstAnchor = anchors[0]?.location ?? end;
  let score = Math.max(0, ...passages.map((passage) => passage.score));
  for (const term of terms) {
    const seen = term.places.filter((place) => place < end);
    score += term.weight * (seen.length > 0 ? 1 : term.places.length > 0 ? 0.6 : 0);
    if (seen.some((place) => place < firstAnchor)) score += term.weight * 0.7; // in the title
    if (seen.some((place) => isExact(place, term))) score += term.weight * 0.7;
  }
  passages.sort((one, two) => two.score - one.score);
  return { passages, score };
}

/** Returns how many terms stand directly behind the one before them, somewhere between two places. */
function countNeighbours(terms, from, to) {
  let count = 0;
  for (let index = 1; index < terms.length; index++) {
    const before = new Set(terms[index - 1].places);
    if (terms[index].places.some((place) => place >= from && place < to && (before.has(place - 1) || before.has(place))))
      count += Math.min(terms[index].weight, terms[index - 1].weight);
  }
  return count;
}

/** Returns the places where a name, given as words, stands among the tokens. */
export function findName(words, tokens) {
  const places = [];
  const folded = tokens.flatMap((token, index) => split(token).map((word) => [word, index]));
  for (let start = 0; start + words.length <= folded.length; start++)
    if (words.every((word, index) => folded[start + index][0] === word || folded[start + index][0] === `${word}s`))
      for (let index = 0; index < words.length; index++) places.push(folded[start + index][1]);
  return places;
}

const ESCAPES = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };

/** Returns the text for a place in HTML. */
export const escapeHtml = (text) => text.replace(/[&<>"]/g, (character) => ESCAPES[character]);

const SEAM = "⸗"; // behind a hyphen or dash between two words, which the index has apart (scripts/interviews/site/index.py)

/** Returns the text of the index as the page prints it. */
export const closeSeams = (text) => text.replaceAll(`${SEAM} `, "").replaceAll(SEAM, "");

/** Returns the tokens from one place to another as HTML, the marked ones without the punctuation around them. */
export function markTokens(tokens, from, to, marks) {
  const marked = new Set(marks);
  const parts = tokens.slice(from, to).map((token, index) => {
    if (!marked.has(from + index)) return escapeHtml(token);
    const [, before, core, after] = token.match(/^([^\p{L}\p{N}]*)(.*?)([^\p{L}\p{N}]*)$/su);
    return `${escapeHtml(before)}<mark>${escapeHtml(core)}</mark>${escapeHtml(after)}`;
  });
  return closeSeams(parts.join(" "));
}

/** Returns the words that the page marks when it opens: Material marks each part of a word by itself, so no single letters. */
export function listMarked(words) {
  const parts = words.flatMap((word) => word.toLowerCase().split(/[^\p{L}\p{N}\p{M}]+/u));
  return [...new Set(parts)].filter((part) => part.length > 1);
}
