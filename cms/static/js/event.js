// The page of an event: its time in the reader's own zone, where that is another than Mountain Time.
const MOUNTAIN = "America/Edmonton";
for (const when of document.querySelectorAll("[data-starts][data-ends]")) {
  const place = when.querySelector("[data-own-time]");
  const starts = new Date(when.dataset.starts);
  const ends = new Date(when.dataset.ends);
  const language = `${document.documentElement.lang}-CA`;
  const written = (zone, more) =>
    new Intl.DateTimeFormat(language, {
      weekday: "long",
      day: "numeric",
      month: "long",
      hour: "numeric",
      minute: "2-digit",
      timeZone: zone,
      ...more,
    }).formatRange(starts, ends);
  if (place && written(undefined) !== written(MOUNTAIN)) {
    place.textContent = `${place.dataset.label} ${written(undefined, { timeZoneName: "short" })}`;
    place.hidden = false;
  }
}
