/* What a quotation is when somebody pastes it elsewhere: pure functions, values in and values out. Tested by golden cases in
   tests/cases/quote.yml. */

const WHOLE = 80; // characters of a passage that stand in its address whole; of a longer one only both ends
const END = 4; // words of such an end
const AROUND = 3; // words that tell a passage from another with the same words

/**
 * Returns from where to where the words reach that a selection touches, without white space at its ends; of what editors
 * inserted in square brackets all, so that nobody takes it for the speaker's.
 */
export function takeWords(text, from, to) {
  const inWord = (place) => /[\p{L}\p{N}][\p{L}\p{N}]/u.test(text.slice(place - 1, place + 1));
  while (from < to && /\s/.test(text[from])) from++;
  while (to > from && /\s/.test(text[to - 1])) to--;
  while (from > 0 && inWord(from)) from--;
  while (to < text.length && inWord(to)) to++;
  for (const { 0: insertion, index } of text.matchAll(/\[[^[\]]*\]/g)) {
    if (from > index && from < index + insertion.length) from = index;
    if (to > index && to < index + insertion.length) to = index + insertion.length;
  }
  return { from, to };
}

/**
 * Returns the part of an address that makes a browser show a passage: `:~:text=` with its words or, if they are many, the
 * first and the last ones, and with what stands before and behind them if they stand there more than once. The
 * passage begins in the text of the first of its paragraphs and ends in that of the last: `{text, from, to}`; `page` is the
 * text of the page, of which a browser shows the first place that fits. The form is that of the specification “URL Fragment
 * Text Directives” (https://wicg.github.io/scroll-to-text-fragment/).
 */
export function writeFragment(first, last = first, page = first.text) {
  const one = first.text === last.text;
  const opening = fold(first.text.slice(first.from, first.to));
  const closing = fold(last.text.slice(last.from, last.to));
  const whole = one && (opening.length <= WHOLE || opening.split(" ").length < 2 * END);
  const parts = whole ? [opening] : [opening.split(" ").slice(0, END).join(" "), closing.split(" ").slice(-END).join(" ")];
  const twice = fold(page).toLowerCase().split(parts[0].toLowerCase()).length > 2;
  const before = fold(first.text.slice(0, first.from)).split(" ").filter(Boolean).slice(-AROUND).join(" ");
  const behind = fold(last.text.slice(last.to)).split(" ").filter(Boolean).slice(0, AROUND).join(" ");
  const directives = [
    ...(twice && before ? [`${encode(before)}-`] : []),
    ...parts.map(encode),
    ...(twice && behind && whole ? [`-${encode(behind)}`] : []),
  ];
  return `:~:text=${directives.join(",")}`;
}

/** Returns the words in quotation marks; their own double ones become single, as they do inside others. */
export function quoteWords(words) {
  return `“${words
    .trim()
    .replace(/[“«„]|(?<=^|[\s([—–])"/g, "‘")
    .replace(/[”»"]/g, "’")}”`;
}

/**
 * Returns a quotation with who said it to whom and when, the citation, and the address. `quotes` are `{speaker, words}`;
 * if several people speak, each has their name before their words.
 */
export function writeQuotation({ quotes, listeners, date, citation, address }) {
  const speakers = [...new Set(quotes.map(({ speaker }) => speaker))];
  const several = speakers.length > 1;
  const said = quotes.map(({ speaker, words }) => `${several ? `${speaker}: ` : ""}${quoteWords(words)}`).join("\n\n");
  const who = several ? [] : [...speakers, ...(listeners.length > 0 ? [`to ${listeners.join(" and ")}`] : [])];
  const credit = [who.filter(Boolean).join(" "), date].filter(Boolean).join(", ");
  return `${said}\n${credit ? `— ${credit}\n` : ""}\n${citation}\n${address}`;
}

/** Returns a day as a form such as “[Month day, year]” says, in the time of whoever reads the page. */
export function writeDay(form, day) {
  const words = { Month: day.toLocaleDateString("en", { month: "long" }), day: day.getDate(), year: day.getFullYear() };
  return form.replace(/[[\]]/g, "").replace(/Month|day|year/g, (word) => words[word]);
}

const fold = (text) => text.replace(/\s+/g, " ").trim();

const encode = (text) => encodeURIComponent(text).replace(/-/g, "%2D");
