// Finds words in the pages. Without scripts there is no search box; the list of all pages is always there.
const site = document.currentScript.dataset.site;
const box = document.querySelector("search");
const [field, list, status] = ["input", "ol", "[role=status]"].map((what) => box.querySelector(what));
const MOST = 8, AROUND = 60;
let sections;

async function load() {
  const reply = await fetch(new URL("search/search_index.json", new URL(`${site}/`, location.href)));
  const { docs } = await reply.json();
  // A page is in the index whole, and again in its sections, which lead closer to what was asked for.
  const pages = new Map(docs.map(({ location, title }) => [location, title]));
  sections = docs
    .filter(({ location }) => location.includes("#"))
    .map((section) => ({ ...section, page: pages.get(section.location.split("#")[0]) }));
}

function score({ title, text }, words) {
  let points = 0;
  for (const word of words) {
    const inTitle = title.toLowerCase().includes(word);
    const times = text.toLowerCase().split(word).length - 1;
    if (!inTitle && !times) return 0;
    points += (inTitle ? 20 : 0) + Math.min(times, 5);
  }
  return points;
}

function excerpt(text, words) {
  const at = Math.max(0, ...words.map((word) => text.toLowerCase().indexOf(word)));
  const start = Math.max(0, at - AROUND);
  return `${start ? "…" : ""}${text.slice(start, at + AROUND)}…`;
}

function result({ title, text, location, page }, words) {
  const item = document.createElement("li");
  const link = document.createElement("a");
  link.href = `${site}/${location}`;
  link.textContent = title;
  const around = document.createElement("p");
  around.className = "quiet";
  around.textContent = `${page}: ${excerpt(text, words)}`;
  item.append(link, around);
  return item;
}

async function search() {
  const words = field.value.toLowerCase().split(/\s+/).filter((word) => word.length > 1);
  if (words.length && !sections) await load();
  const found = words.length
    ? sections.map((section) => [score(section, words), section]).filter(([points]) => points)
    : [];
  found.sort(([a], [b]) => b - a);
  list.replaceChildren(...found.slice(0, MOST).map(([, section]) => result(section, words)));
  status.className = words.length && !found.length ? "" : "unseen";
  status.textContent = !words.length ? "" : found.length ? `${found.length} found` : "Nothing found. Try another word.";
}

box.hidden = false;
field.addEventListener("input", search);
field.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  field.value = "";
  search();
});
