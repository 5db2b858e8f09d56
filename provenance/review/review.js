"use strict";
// Keys press the link or button that names them (data-key); without this file and htmx everything works by mouse and Tab.
(() => {
  const step = (by) => {
    const queue = [...document.querySelectorAll(".queue a")];
    const at = queue.indexOf(document.activeElement);
    queue[at < 0 ? 0 : Math.min(Math.max(at + by, 0), queue.length - 1)].focus();
  };
  const press = (target) => (target.matches("input, textarea") ? target.focus() : target.click());
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.target.matches("input:not([type=radio]), select, textarea")) {
      if (event.key === "Escape") event.target.blur();
      return;
    }
    if (document.querySelector(".queue") && (event.key === "j" || event.key === "k")) return step(event.key === "j" ? 1 : -1);
    const target = event.key === "o" ? document.querySelector("a.live") : document.querySelector(`[data-key="${CSS.escape(event.key)}"]`);
    if (!target) return;
    event.preventDefault();
    press(target);
  });
  // A page that came without loading anew is announced as one that did: the reading begins at its top.
  document.addEventListener("htmx:afterSettle", () => {
    if (document.activeElement === document.body) document.getElementById("main").focus({ preventScroll: true });
  });
})();
