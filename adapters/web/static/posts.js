// Shows new posts as they come. Without it, the link "Look for news" does the same.
const list = document.querySelector("[data-more]");
const seconds = 5;

async function look() {
  if (document.hidden) return;
  const last = list.querySelector(".post:last-of-type");
  const after = last ? last.id.replace("post-", "") : "";
  const answer = await fetch(`${list.dataset.more}?after=${encodeURIComponent(after)}`);
  if (!answer.ok) return;
  const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
  for (const post of fresh.querySelectorAll(".post")) {
    if (document.getElementById(post.id)) continue;
    list.querySelector(".empty")?.remove();
    post.classList.add("new");
    list.append(post);
  }
}

document.querySelector(".news").hidden = true;
setInterval(() => look().catch(() => {}), seconds * 1000);
