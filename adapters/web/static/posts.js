// Keeps a page up to date while it is open. Without it, the link "Check for new messages" does the same.
const list = document.querySelector("[data-more]");
const status = document.querySelector("#status");
const seconds = 5;

function isInUse(part) {
  const typed = [...part.querySelectorAll("textarea, input:not([type=hidden])")].some((field) => field.value !== field.defaultValue);
  return typed || part.contains(document.activeElement) || part.querySelector("details[open]") !== null;
}

function replaceChanged(fresh) {
  const changed = [];
  for (const part of fresh.querySelectorAll("[data-version]")) {
    const old = document.getElementById(part.id);
    if (!old || old.dataset.version === part.dataset.version || isInUse(old)) continue;
    old.replaceWith(part);
    changed.push(part.querySelector("h2").textContent);
  }
  return changed;
}

function addNew(fresh) {
  const titles = [];
  for (const post of [...fresh.querySelectorAll(".post")].reverse()) {
    if (document.getElementById(post.id)) continue;
    list.querySelector(".empty")?.remove();
    post.classList.add("new");
    list.prepend(post);
    titles.unshift(post.querySelector(".title").textContent);
  }
  return titles;
}

async function look() {
  if (document.hidden) return;
  const newest = list.querySelector(".post");
  const after = newest ? newest.id.replace("post-", "") : "";
  const answer = await fetch(`${list.dataset.more}?after=${encodeURIComponent(after)}`);
  if (!answer.ok) return;
  const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
  const news = [...replaceChanged(fresh), ...addNew(fresh)];
  if (news.length) status.textContent = `${status.dataset.new} ${news.join(". ")}`;
}

document.querySelector(".news").hidden = true;
setInterval(() => look().catch(() => {}), seconds * 1000);
