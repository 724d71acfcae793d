// Small comforts; every page works without them.

// Contents of a page: mark the section that is being read.
const contents = document.querySelector("[data-contents]");
if (contents && "IntersectionObserver" in window) {
  const links = new Map();
  for (const link of contents.querySelectorAll('a[href^="#"]')) {
    const heading = document.getElementById(decodeURIComponent(link.hash.slice(1)));
    if (heading) links.set(heading, link);
  }
  const mark = () => {
    const line = window.innerHeight / 3;
    let current = null;
    for (const heading of links.keys()) {
      if (heading.getBoundingClientRect().top <= line) current = heading;
    }
    for (const [heading, link] of links) {
      if (heading === current) link.setAttribute("aria-current", "true");
      else link.removeAttribute("aria-current");
    }
  };
  const observer = new IntersectionObserver(mark, { rootMargin: "0px 0px -66% 0px" });
  for (const heading of links.keys()) observer.observe(heading);
  mark();
}

// Folds that lie open on wide screens: for browsers whose style sheets cannot open them.
if (!CSS.supports("selector(::details-content)")) {
  for (const fold of document.querySelectorAll("details[data-beside]")) {
    if (window.matchMedia(fold.dataset.beside).matches) fold.open = true;
  }
}

// Listings: htmx puts new results in the place of the old; the fold of filters and the focus stay as they were.
let foldWasOpen = false;
let focused = "";
document.addEventListener("htmx:beforeSwap", () => {
  foldWasOpen = document.getElementById("filters-fold")?.open ?? false;
  focused = document.activeElement?.id ?? "";
});
document.addEventListener("htmx:afterSettle", () => {
  const fold = document.getElementById("filters-fold");
  if (fold && foldWasOpen) fold.open = true;
  if (document.activeElement && document.activeElement !== document.body) return;
  const next = (focused && document.getElementById(focused)) || document.getElementById("results");
  next?.focus({ preventScroll: true });
});
