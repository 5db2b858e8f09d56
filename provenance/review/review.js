"use strict";
// Keys press the link or button that names them (data-key); without this file everything works by mouse and Tab.
(() => {
  const queue = [...document.querySelectorAll(".queue a")];
  const step = (by) => {
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
    if (queue.length && (event.key === "j" || event.key === "k")) return step(event.key === "j" ? 1 : -1);
    const target = event.key === "o" ? document.querySelector("a.live") : document.querySelector(`[data-key="${CSS.escape(event.key)}"]`);
    if (!target) return;
    event.preventDefault();
    press(target);
  });
})();
