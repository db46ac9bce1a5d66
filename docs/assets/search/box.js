/* Material's search box with our worker behind it, and what the box lacks: words that arrive without a key press, a Tab
   that doesn't close it, a query that survives going back, and a line that says what was corrected or missing. Runs
   before Material's own script, which reads the configuration that is changed here. */

(() => {
  const own = document.currentScript.src;
  const configuration = document.getElementById("__config");
  const config = JSON.parse(configuration.textContent);
  const site = new URL("../../", own);
  const form = document.getElementById("facets"); // of the page “Search”, see page.js
  const inFolder = location.protocol === "file:"; // the offline edition; Material loads its own index there
  if (!inFolder) config.search = new URL("worker.js", own).href;
  Object.assign(config.translations, {
    "search.result.none": "Nothing found",
    "search.result.one": "1 page",
    "search.result.other": "# pages",
    "search.result.more.one": "1 more passage",
    "search.result.more.other": "# more passages",
    "search.result.term.missing": "Without",
  });
  configuration.textContent = JSON.stringify(config);

  // On the page “Search”, words of an address are for its own form; in that of any other page Material opens the box with them.
  if (form && new URLSearchParams(location.search).has("q")) {
    const here = new URL(location);
    here.searchParams.set("for", here.searchParams.get("q"));
    here.searchParams.delete("q");
    history.replaceState(history.state, "", here);
  }

  /* Browsers start no worker from a folder. This one runs in a frame that nobody sees. */
  class FrameWorker extends EventTarget {
    constructor(address) {
      super();
      const frame = document.body.appendChild(Object.assign(document.createElement("iframe"), { hidden: true, title: "Search" }));
      const room = frame.contentWindow;
      room.postMessage = (data) => this.dispatchEvent(new MessageEvent("message", { data }));
      this.ready = new Promise((resolve) => {
        const script = Object.assign(room.document.createElement("script"), { src: address, onload: () => resolve(room) });
        room.document.body.append(script);
      });
    }

    postMessage(data) {
      this.ready.then((room) => room.dispatchEvent(new MessageEvent("message", { data })));
    }
  }

  if (inFolder) window.Worker = FrameWorker;
  else window.Worker = class extends window.Worker {
    constructor(...settings) {
      super(...settings);
      this.addEventListener("message", ({ data }) => data.type === 4 && say(data.data));
      this.addEventListener("error", () => say({ failed: true }));
    }
  };

  const input = document.querySelector("[data-md-component=search-query]");
  const toggle = document.getElementById("__search");
  const list = document.querySelector(".md-search-result__list");
  const notice = document.querySelector(".search-notice");
  const meta = document.querySelector(".md-search-result__meta");
  const heard = document.querySelector(".search-heard");
  const PAUSE = 700; // milliseconds
  let before;
  let pause;

  if (inFolder) {
    notice.textContent = "Offline edition: typing mistakes, other names and filters work in the edition on the web only.";
    notice.hidden = false;
  }

  // Pasted or dictated words come without the key that Material waits for.
  input.addEventListener("input", () => input.dispatchEvent(new Event("keyup")));
  input.addEventListener("focus", ({ relatedTarget }) => (before = relatedTarget));
  // Material looks at the focus a millisecond later, and leaves the box closed if it was elsewhere for less.
  input.addEventListener("focus", () => setTimeout(() => document.activeElement === input && !toggle.checked && toggle.click()));
  toggle.addEventListener("change", () => toggle.checked || before?.focus());
  window.addEventListener("keydown", (event) => {
    if (event.key === "Tab" && toggle.checked) event.stopImmediatePropagation();
  });
  document.addEventListener("focusin", ({ target }) => {
    if (!toggle.checked || target === toggle || target.closest(".md-search, [for=__search]")) return;
    before = undefined; // whoever tabs out of the search goes on from there
    toggle.checked = false;
    toggle.dispatchEvent(new Event("change"));
  });

  // A result leads to its best passage.
  new MutationObserver(() => {
    for (const item of list.children) {
      const [page, passage] = item.querySelectorAll(".md-search-result__link");
      if (passage && !page.hash) page.href = passage.href;
      page.tabIndex = 0; // the arrow keys reach all links, Tab one a page
    }
  }).observe(list, { childList: true });

  // While the box is open, the address has the words, so that they can be sent, and found again after a reload.
  const REST = 300; // milliseconds without a key: browsers allow about a hundred changes of the address in half a minute
  const LONGEST = 1000; // characters: what is longer is no search that anybody sends
  let writing;
  let anchor = ""; // left out meanwhile, because Material closes the box when it finds one in the address
  function write(words, name = "q") {
    clearTimeout(writing);
    const here = new URL(location);
    const isSent = words && words.length <= LONGEST;
    if (!isSent && !here.searchParams.has(name)) return;
    anchor = here.hash || anchor;
    here.hash = isSent ? "" : anchor;
    if (isSent) here.searchParams.set(name, words);
    else here.searchParams.delete(name);
    if (here.href !== location.href) history.replaceState(history.state, "", here);
  }
  write(new URLSearchParams(location.search).get("q") ?? "");
  function follow() {
    clearTimeout(writing);
    if (form) return; // the address is its form's
    if (!toggle.checked) write("");
    else writing = setTimeout(() => write(input.value.trim()), input.value ? REST : 0);
  }
  input.addEventListener("keyup", follow);
  input.form.addEventListener("reset", () => setTimeout(follow));
  toggle.addEventListener("change", follow);

  // Coming back finds them again, though a click on a result closes the box.
  let left;
  document.querySelector(".md-search__output").addEventListener("click", ({ target }) => (left = target.closest("a") && input.value.trim()));
  toggle.addEventListener("change", () => toggle.checked && (left = undefined));
  window.addEventListener("beforeunload", () => {
    if (left && !form) write(left);
    else if (left && !location.search) write(left, "for");
  });
  window.addEventListener("pageshow", ({ persisted }) => {
    if (persisted && new URLSearchParams(location.search).has("q")) input.focus(); // which opens the box
  });

  // The words to mark are no part of a page's lasting address.
  window.addEventListener("load", () =>
    setTimeout(() => {
      const here = new URL(location);
      here.searchParams.delete("h");
      if (here.href !== location.href) history.replaceState(history.state, "", here);
    }),
  );

  function ask(words) {
    input.value = words;
    input.dispatchEvent(new Event("keyup"));
    input.focus();
  }

  /** Says what the list of results can't: `found` is the worker's message 4. */
  function say(found) {
    const sentences = []; // each a list of words and elements
    const link = (place, words) => Object.assign(document.createElement("a"), { href: new URL(place, site), textContent: words });
    const action = (element) => (element.classList.add("action"), [element]);
    // What has no topic yet has no tab for them.
    const topics = document.querySelector(".md-tabs [href*='topics/']") && link("topics/", "topics");
    const questions = link("interviews/", "questions");
    const all = `search/?for=${encodeURIComponent(found.query ?? input.value)}`;
    if (found.failed)
      sentences.push(["The search index could not be loaded."], ["See the ", topics ?? questions, " instead."]);
    else if (found.corrected) {
      const strong = document.createElement("strong");
      strong.textContent = found.corrected.trim();
      const button = document.createElement("button");
      button.type = "button";
      button.textContent = `Search for ${found.typed.trim()}`;
      button.addEventListener("click", () => ask(found.typed.trim()));
      sentences.push(["Showing results for ", strong, "."], action(button));
    }
    if (found.waiting) sentences.push(["Type another letter."]);
    else if (!found.failed && found.query.trim()) {
      if (found.missing.length > 0 && found.total > 0) sentences.push([`No page has ${found.missing.join(", ")}.`]);
      if (found.newest) sentences.push([`“${found.newest}” stands on very many pages; here is the newest.`], action(link(all, "All pages")));
      else if (found.total > found.shown) sentences.push(action(link(all, `All ${found.total} pages`)));
      else if (found.total > 0) sentences.push(action(link(all, "Choose by topic, speaker or year")));
      else if (found.excluding) sentences.push(["Type a word that must be there, too."]);
      else sentences.push(["Try fewer words, or see the ", ...(topics ? [topics, " and the "] : []), questions, "."]);
    }
    const parts = sentences.flatMap((sentence) => [" ", ...sentence]).slice(1);
    if (found.topics?.length > 0) {
      const line = Object.assign(document.createElement("p"), { className: "search-topics" });
      const links = found.topics.flatMap(({ name, address }) => [", ", link(address, name)]).slice(1);
      const [{ name, full }] = found.topics;
      line.append("See ", ...links, found.topics.length > 1 || full === name ? "." : ` – ${full}.`);
      parts.unshift(line, " ");
    }
    notice.replaceChildren(...parts);
    notice.hidden = parts.length === 0;
    if (found.failed || found.waiting) meta.textContent = ""; // which says that nothing was found
    notice.dataset.query = found.query ?? ""; // the query that the list answers
    // Somebody who types hears the outcome when they pause, not at each letter.
    clearTimeout(pause);
    pause = setTimeout(() => (heard.textContent = `${meta.textContent} ${notice.hidden ? "" : notice.textContent}`.trim()), PAUSE);
  }
})();
