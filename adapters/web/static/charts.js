// Shows the numbers of the mark that somebody points at, taps, or reaches with the arrow keys.
// Without it, each mark has a tooltip, and the table below the chart has the numbers.
const box = (part) => part.getBoundingClientRect();
const middle = (mark) => box(mark).left + box(mark).width / 2;
const least = (items, measure) => items.reduce((best, item) => (measure(item) < measure(best) ? item : best));
const nearest = (marks, x) => least(marks, (mark) => Math.abs(middle(mark) - x));

for (const figure of document.querySelectorAll(".chart-figure:has(.plot input)")) {
  const [plot, slider, line] = [".plot", "input", ".mark-text"].map((part) => figure.querySelector(part));
  const hint = line.textContent;
  // The marks of each panel, in the wide and in the narrow drawing, of which one is seen.
  const drawings = [...plot.querySelectorAll("svg")].map((svg) =>
    [...svg.querySelectorAll(".series")].map((series) => [...series.children]),
  );
  const seen = () => drawings.find(([[mark]]) => mark.getClientRects().length);
  const texts = [...plot.querySelectorAll("title")].map((title) => {
    title.remove();
    return title.textContent;
  });

  function clear() {
    for (const mark of plot.querySelectorAll(".shown")) mark.classList.remove("shown");
    line.textContent = hint;
  }

  function set(place) {
    slider.value = place;
    slider.setAttribute("aria-valuetext", texts[place]);
  }

  // With keys, a screen reader says what the slider is set to, and must not say it twice.
  function show(place, live) {
    clear();
    for (const panels of drawings) panels.flat()[place].classList.add("shown");
    line.setAttribute("aria-live", live);
    line.textContent = texts[place];
    set(place);
  }

  function point({ clientX, clientY }) {
    const outside = ([mark]) => {
      const { top, bottom } = box(mark.closest(".panel"));
      return Math.max(top - clientY, clientY - bottom, 0);
    };
    show(seen().flat().indexOf(nearest(least(seen(), outside), clientX)), "polite");
  }

  function changePanel(by) {
    const mark = seen().flat()[slider.value];
    const panel = seen()[seen().findIndex((marks) => marks.includes(mark)) + by];
    if (panel) show(seen().flat().indexOf(nearest(panel, middle(mark))), "off");
  }

  slider.max = texts.length - 1;
  set(drawings[0][0].length - 1);
  slider.hidden = false;
  for (const kind of ["focus", "input"]) slider.addEventListener(kind, () => show(slider.value, "off"));
  slider.addEventListener("blur", clear);
  slider.addEventListener("keydown", (event) => {
    const by = { ArrowUp: -1, ArrowDown: 1 }[event.key];
    if (event.key === "Escape") slider.blur();
    if (by) {
      event.preventDefault();
      changePanel(by);
    }
  });
  for (const kind of ["pointerdown", "pointermove"]) plot.addEventListener(kind, point);
  plot.addEventListener("pointerleave", (event) => {
    if (event.pointerType === "mouse" && document.activeElement !== slider) clear();
  });
}
