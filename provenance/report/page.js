"use strict";
(() => {
  const root = document.documentElement;
  const form = document.querySelector(".filters");
  const claims = [...document.querySelectorAll(".claim")];
  const shown = document.getElementById("shown");
  const words = new Map();
  const fold = (text) => text.normalize("NFD").replace(/[\u0300-\u036f]/g, "").toLowerCase();

  const filter = () => {
    const verdict = form.elements.verdict.value;
    const review = form.elements.review.checked;
    const chosen = form.elements.document ? form.elements.document.value : "";
    const outlet = form.elements.outlet ? form.elements.outlet.value : "";
    const severity = form.elements.severity.value;
    const wanted = fold(form.elements.words.value).split(/\s+/).filter(Boolean);
    let count = 0;
    for (const claim of claims) {
      let fits = (!verdict || claim.dataset.verdict === verdict) && (!review || "review" in claim.dataset) &&
        (!chosen || claim.dataset.document === chosen) && (!severity || claim.dataset.severity === severity) &&
        (!outlet || claim.dataset.outlets.includes(` ${outlet} `));
      if (fits && wanted.length) {
        if (!words.has(claim)) words.set(claim, fold(claim.textContent));
        fits = wanted.every((word) => words.get(claim).includes(word));
      }
      claim.hidden = !fits;
      count += fits;
    }
    for (const heading of document.querySelectorAll("h3.document")) {
      let next = heading.nextElementSibling, any = false;
      while (next && next.classList.contains("claim")) { any = any || !next.hidden; next = next.nextElementSibling; }
      heading.hidden = !any;
    }
    shown.value = count;
  };
  form.addEventListener("input", filter);
  form.addEventListener("submit", (event) => event.preventDefault());

  const step = (by) => {
    const open = claims.filter((claim) => !claim.hidden);
    const at = open.indexOf(document.activeElement && document.activeElement.closest(".claim"));
    const next = open[at < 0 ? (by > 0 ? 0 : open.length - 1) : Math.min(Math.max(at + by, 0), open.length - 1)];
    if (next) { next.focus({ preventScroll: true }); next.scrollIntoView({ block: "start" }); }
  };
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || /^(INPUT|SELECT|TEXTAREA)$/.test(event.target.tagName)) return;
    if (event.key === "j") step(1);
    else if (event.key === "k") step(-1);
    else if (event.key === "/") { event.preventDefault(); form.elements.words.focus(); }
    else if (event.key === "o") {
      const claim = document.activeElement && document.activeElement.closest(".claim");
      const link = claim && claim.querySelector("a.live");
      if (link) link.click();
    }
  });
  const speak = (language) => {
    if (root.dataset.ui === language) return;
    root.dataset.ui = root.lang = language;
    words.clear();
    for (const element of document.querySelectorAll("[data-o]")) {
      const other = element.dataset.o;
      element.dataset.o = element.textContent;
      element.textContent = other;
    }
    for (const element of document.querySelectorAll("[data-says]")) {
      if (element.dataset.says === "text") element.textContent = element.dataset[language];
      else element.setAttribute(element.dataset.says, element.dataset[language]);
      if (element.placeholder) element.placeholder = element.dataset[language];
    }
  };
  for (const button of document.querySelectorAll(".switch button")) {
    button.addEventListener("click", () => speak(button.dataset.ui));
  }
})();
