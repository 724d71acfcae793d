// The list at the door: finds as one types, keeps count while others check people in too. Without it, forms do the same.
(() => {
  const root = document.querySelector("[data-check-in]");
  if (!root) return;
  const address = root.dataset.checkIn;
  const people = [...root.querySelectorAll("[data-person]")];
  const said = root.querySelector("[data-said]");
  const plain = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
  const words = new Map(people.map((person) => [person, plain(person.textContent)]));

  const show = (state) => {
    root.querySelector("[data-arrived]").textContent = Object.keys(state.arrived).length;
    root.querySelector("[data-expected]").textContent = state.expected;
    for (const person of people) {
      const at = state.arrived[person.dataset.person];
      const line = person.querySelector("[data-state]");
      person.classList.toggle("is-arrived", Boolean(at));
      person.querySelector("button").value = at ? "undo" : "check-in";
      line.textContent = at ? `${at} · ${line.dataset.undo}` : line.dataset.do;
    }
    if (state.said) said.textContent = state.said;
  };

  const query = root.querySelector("[data-query]");
  query.addEventListener("input", () => {
    const wanted = plain(query.value).split(/\s+/).filter(Boolean);
    for (const person of people) {
      person.hidden = !wanted.every((word) => words.get(person).includes(word));
    }
  });

  root.addEventListener("submit", async (event) => {
    const form = event.target;
    if (form.method !== "post") return;
    event.preventDefault();
    const data = new FormData(form, event.submitter);
    form.querySelector("button").disabled = true;
    try {
      const answer = await fetch(address, { method: "POST", body: data, headers: { "X-Requested-With": "fetch" } });
      if (!answer.ok) throw new Error(answer.statusText);
      show(await answer.json());
    } catch {
      said.textContent = said.dataset.failed;
    }
    form.querySelector("button").disabled = false;
  });

  const refresh = async () => {
    if (document.hidden) return;
    try {
      const answer = await fetch(`${address}?format=json`);
      if (answer.ok) show(await answer.json());
    } catch {
      // The network comes and goes at a door: the next time will do.
    }
  };
  setInterval(refresh, 10000);
})();
