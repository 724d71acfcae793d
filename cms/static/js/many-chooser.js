/* The admin's lists of chosen rows: a button opens Wagtail's chooser, each chosen row becomes a ticked box. */
(() => {
  const add = (chooser, row) => {
    const list = chooser.querySelector("[data-many-chooser-list]");
    const known = [...list.querySelectorAll("input")].find((input) => input.value === String(row.id));
    if (known) {
      known.checked = true;
      return known;
    }
    const item = chooser.querySelector("template").content.cloneNode(true);
    const input = item.querySelector("input");
    input.value = row.id;
    item.querySelector("[data-many-chooser-title]").textContent = row.string;
    list.append(item);
    return input;
  };

  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-many-chooser-add]");
    if (!button) return;
    const chooser = button.closest("[data-many-chooser]");
    const definition = chooser.querySelector("script[type='application/json']");
    const factory = window.telepath.unpack(JSON.parse(definition.textContent));
    factory.openModal((rows) => {
      const inputs = rows.map((row) => add(chooser, row));
      inputs.at(-1)?.dispatchEvent(new Event("change", { bubbles: true }));
    }, { multiple: true });
  });
})();
