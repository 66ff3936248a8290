// Scrolls the tabs, which do not all fit on a phone, to that of this page. Without it they are scrolled by hand.
const here = document.querySelector(".tabs [aria-current]");
if (here) {
  const tabs = here.parentElement;
  tabs.scrollLeft = here.offsetLeft - tabs.offsetLeft - (tabs.clientWidth - here.offsetWidth) / 2;
}
