// Copies the text of a field that is to be passed on. Without it the button is hidden, and the text can be selected.
document.documentElement.classList.add("scripted");

document.addEventListener("click", async (event) => {
  const button = event.target.closest("[data-copy]");
  if (!button) return;
  const field = document.getElementById(button.dataset.copy);
  field.select();
  try {
    await navigator.clipboard.writeText(field.value);
  } catch {
    document.execCommand("copy"); // on plain http, which has no clipboard
  }
  button.firstElementChild.textContent = button.dataset.copied;
});
