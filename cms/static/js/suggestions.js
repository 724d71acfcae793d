// Suggests while somebody types in a field with data-suggest (the address that answers). An ARIA combobox: arrows go
// through the options, Enter follows the chosen one, Escape closes. Without it the field is a plain search field.
const PAUSE = 150; // milliseconds without a key before it asks
const SHORTEST = 2; // letters

const enhance = (input) => {
  const form = input.form;
  const box = document.createElement("div");
  const status = document.createElement("p");
  box.className = "suggestions";
  box.id = `${input.id}-suggestions`;
  box.role = "listbox";
  box.ariaLabel = input.dataset.suggestLabel;
  box.hidden = true;
  status.className = "visually-hidden";
  status.role = "status";
  (input.closest(".search-field") ?? input).after(box, status);
  input.role = "combobox";
  input.autocomplete = "off";
  input.setAttribute("aria-autocomplete", "list");
  input.setAttribute("aria-controls", box.id);
  input.setAttribute("aria-expanded", "false");

  let timer = 0;
  let request = null;
  let asked = "";
  const options = () => [...box.querySelectorAll('[role="option"]')];
  const current = () => box.querySelector('[aria-selected="true"]');

  const choose = (option) => {
    current()?.setAttribute("aria-selected", "false");
    option?.setAttribute("aria-selected", "true");
    option?.scrollIntoView({ block: "nearest" });
    if (option) input.setAttribute("aria-activedescendant", option.id);
    else input.removeAttribute("aria-activedescendant");
  };
  const show = (open) => {
    box.hidden = !open;
    input.setAttribute("aria-expanded", String(open));
    if (!open) choose(null);
  };
  const close = () => {
    clearTimeout(timer);
    request?.abort();
    asked = "";
    status.textContent = "";
    show(false);
  };
  const ask = async () => {
    const words = input.value.trim();
    if (words === asked) return;
    request?.abort();
    if (words.length < SHORTEST) return close();
    asked = words;
    request = new AbortController();
    try {
      const answer = await fetch(`${input.dataset.suggest}?q=${encodeURIComponent(words)}`, { signal: request.signal });
      if (!answer.ok) return close();
      box.innerHTML = await answer.text(); // written and escaped by the portal
    } catch {
      return; // another question took its place, or the network is away
    }
    for (const option of options()) option.id = `${input.id}-${option.id}`;
    const told = box.querySelector("[data-suggest-status]");
    told?.remove();
    show(options().length > 0 && document.activeElement === input);
    status.textContent = told?.textContent ?? "";
  };

  input.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(ask, PAUSE);
  });
  input.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && !box.hidden) {
      event.preventDefault();
      close();
    } else if (event.key === "Enter" && current()) {
      event.preventDefault();
      current().click();
    } else if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      const all = options();
      if (!all.length) return;
      event.preventDefault();
      if (box.hidden) show(true);
      const step = event.key === "ArrowDown" ? 1 : -1;
      const place = all.indexOf(current()) + step;
      choose(place < -1 ? all.at(-1) : (all[place] ?? null)); // past either end: back in the field
    }
  });
  input.addEventListener("blur", close);
  form?.addEventListener("submit", close);
  box.addEventListener("pointerdown", (event) => event.preventDefault()); // the field keeps the focus
};

// Fields may come later, with results that htmx puts in: each is made ready when it gets the focus.
const ready = new WeakSet();
document.addEventListener("focusin", ({ target }) => {
  if (!target.matches?.("input[data-suggest]") || ready.has(target)) return;
  ready.add(target);
  enhance(target);
});
const focused = document.activeElement;
if (focused?.matches("input[data-suggest]")) {
  ready.add(focused);
  enhance(focused);
}
