"use strict";
// The page is whole without this file. With it: filters, search, keys, the other language; and what stands far down
// (.later) is built when it is wanted, since a browser takes seconds to build thousands of claims.
(() => {
  const root = document.documentElement;
  const form = document.querySelector(".filters");
  const shown = document.getElementById("shown");
  const every = shown.value;
  const words = new Map();
  const fold = (text) => text.normalize("NFD").replace(/[\u0300-\u036f]/g, "").toLowerCase();
  const claims = () => [...document.querySelectorAll(".claim")];

  const swap = (part) => {
    for (const element of part.querySelectorAll("[data-o]")) {
      const other = element.dataset.o;
      element.dataset.o = element.textContent;
      element.textContent = other;
    }
  };

  // The filter that is set (null where none is), and what has passed it so far: what is built later passes it then.
  let fits = null, count = 0;
  const kept = new Set();
  const sift = (elements) => {
    for (const claim of elements.filter((element) => element.matches(".claim"))) {
      claim.hidden = Boolean(fits) && !fits(claim);
      if (claim.hidden) continue;
      count += 1;
      kept.add(claim.dataset.document);
    }
    for (const title of document.querySelectorAll("h3.document")) {
      title.hidden = Boolean(fits) && !kept.has(title.dataset.document);
    }
    const isWhole = !document.querySelector(".claims .later");
    shown.value = fits ? count + (isWhole ? "" : "…") : every;
  };

  const written = root.lang;
  const build = (place) => {
    if (!place.isConnected) return;
    const held = document.createElement("template");
    held.innerHTML = place.firstElementChild.textContent;
    if (root.lang !== written) swap(held.content);
    const built = [...held.content.children];
    place.replaceWith(held.content);
    if (fits) sift(built);
  };
  const buildAll = () => document.querySelectorAll(".later").forEach(build);
  const buildNamed = (id) => {
    if (!id || document.getElementById(id)) return;
    const holds = (place) => place.firstElementChild.textContent.includes(` id="${id}"`);
    const place = [...document.querySelectorAll(".later")].find(holds);
    if (place) build(place);
  };
  const near = new IntersectionObserver((seen) => seen.forEach((one) => { if (one.isIntersecting) build(one.target); }), { rootMargin: "1500px" });
  const whenIdle = window.requestIdleCallback || ((work) => setTimeout(work, 50));
  const buildNext = () => {
    const place = document.querySelector(".claims .later") || document.querySelector(".later");
    if (!place) return;
    build(place);
    whenIdle(buildNext);
  };
  document.querySelectorAll(".later").forEach((place) => near.observe(place));
  addEventListener("load", () => whenIdle(buildNext));
  addEventListener("beforeprint", buildAll);
  const filter = () => {
    const chosen = Object.fromEntries(new FormData(form));
    const wanted = fold(chosen.words).split(/\s+/).filter(Boolean);
    const says = (claim) => {
      if (wanted.length && !words.has(claim)) words.set(claim, fold(claim.textContent));
      return wanted.every((word) => words.get(claim).includes(word));
    };
    const isOpen = Object.values(chosen).every((value) => !value);
    fits = isOpen ? null : (claim) => {
      const { dataset } = claim;
      return (!chosen.verdict || dataset.verdict === chosen.verdict) && (!chosen.review || "review" in dataset) &&
        (!chosen.document || dataset.document === chosen.document) &&
        (!chosen.severity || dataset.severity === chosen.severity) &&
        (!chosen.outlet || dataset.outlets.includes(` ${chosen.outlet} `)) && says(claim);
    };
    root.classList.toggle("sifted", !isOpen);
    count = 0;
    kept.clear();
    sift(claims());
  };
  form.addEventListener("input", filter);
  form.addEventListener("submit", (event) => event.preventDefault());

  const jump = (hash) => {
    const id = decodeURIComponent(hash.slice(1));
    buildNamed(id);
    const target = document.getElementById(id);
    if (target?.hidden) { form.reset(); filter(); }
    return target;
  };
  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[href^='#']");
    if (link) jump(link.hash);
  });
  if (location.hash.length > 1) jump(location.hash)?.scrollIntoView();

  const here = () => document.activeElement && document.activeElement.closest(".claim");
  const step = (by) => {
    const open = claims().filter((claim) => !claim.hidden);
    const at = open.indexOf(here());
    const next = open[at < 0 ? 0 : Math.min(Math.max(at + by, 0), open.length - 1)];
    if (next) { next.focus({ preventScroll: true }); next.scrollIntoView({ block: "start" }); }
  };
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || /^(INPUT|SELECT|TEXTAREA)$/.test(event.target.tagName)) return;
    if (event.key === "j") step(1);
    else if (event.key === "k") step(-1);
    else if (event.key === "/") { event.preventDefault(); form.elements.words.focus(); }
    else if (event.key === "o") here()?.querySelector("a.live")?.click();
  });
  const speak = (language) => {
    if (root.dataset.ui === language) return;
    root.dataset.ui = root.lang = language;
    words.clear();
    swap(document);
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
