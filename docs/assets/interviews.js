/* The list of all interviews, narrowed down by year, speaker, topic and words of the headline. The list itself is in the
   page; what is chosen stands in the page's address, so that it can be sent: `?year=2018&topic=FEAN`. No module, for
   browsers load none from a folder. */

(() => {
  const FACETS = ["year", "speaker", "topic"];
  const form = document.getElementById("narrow");
  const shown = document.getElementById("shown");
  const reset = form.querySelector("[type=reset]");
  const years = [...document.querySelectorAll(".year")];
  const entries = [...document.querySelectorAll(".year li")].map((element) => ({
    element,
    headline: fold(element.querySelector("h3").textContent),
    values: Object.fromEntries(FACETS.map((facet) => [facet, element.dataset[facet].split("\n").filter(Boolean)])),
  }));

  /** Returns words as they are compared: without accents and capitals. */
  function fold(words) {
    return words.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
  }

  /** Offers the values of each facet that entries have, with how many have it; the years from the latest. */
  function fill() {
    for (const facet of FACETS) {
      const counts = new Map();
      for (const { values } of entries)
        for (const value of values[facet]) counts.set(value, (counts.get(value) ?? 0) + 1);
      const sorted = [...counts].sort(([one], [two]) => one.localeCompare(two, undefined, { numeric: true }));
      if (facet === "year") sorted.reverse();
      form.elements[facet].append(...sorted.map(([value, count]) => new Option(`${value} (${count})`, value)));
      form.elements[facet].closest("label").hidden = counts.size === 0;
    }
  }

  /** Fills the form from the page's address; a value that no entry has is a choice too, one that finds nothing. */
  function readAddress() {
    const asked = new URLSearchParams(location.search);
    form.elements.words.value = asked.get("words") ?? "";
    for (const facet of FACETS) {
      const select = form.elements[facet];
      const value = asked.get(facet) ?? "";
      const known = [...select.options].find((option) => fold(option.value) === fold(value));
      if (!known) select.add(new Option(`${value} (0)`, value));
      select.value = known?.value ?? value;
    }
  }

  /** Writes the form into the page's address and shows what it asks for; a `step` is one that “Back” takes back. */
  function ask(step) {
    const here = new URL(location);
    here.search = new URLSearchParams([...new FormData(form)].filter(([, value]) => value.trim()));
    if (here.href !== location.href) history[step ? "pushState" : "replaceState"](history.state, "", here);
    show();
  }

  /** Shows the entries that the form asks for, and says how many they are. */
  function show() {
    const words = fold(form.elements.words.value).split(/\s+/).filter(Boolean);
    const chosen = FACETS.filter((facet) => form.elements[facet].value);
    let count = 0;
    for (const { element, headline, values } of entries) {
      const fits =
        chosen.every((facet) => values[facet].includes(form.elements[facet].value)) &&
        words.every((word) => headline.includes(word));
      element.hidden = !fits;
      count += fits;
    }
    for (const year of years) year.hidden = !year.querySelector("li:not([hidden])");
    reset.hidden = words.length + chosen.length === 0;
    const all = `${entries.length} interviews`;
    shown.textContent = reset.hidden ? all : count > 0 ? `${count} of ${all}` : `None of ${all}`;
  }

  fill();
  readAddress();
  show();
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("input", (event) => ask(event.target.matches("select")));
  form.addEventListener("reset", () => {
    for (const control of [form.elements.words, ...FACETS.map((facet) => form.elements[facet])]) control.value = "";
    form.elements.words.focus(); // the button is about to go
    ask(true);
  });
  addEventListener("popstate", () => (readAddress(), show()));
})();
