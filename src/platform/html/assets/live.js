// Keeps what moves on a page up to date: each event is named after an element and brings its new content, written by
// the server with the same code as the page. Without JavaScript the page has a link that loads it again.
const live = document.querySelector("[data-events]");
const address = live ? live.dataset.events : "";
if (address) {
  const events = new EventSource(address);
  for (const part of document.querySelectorAll("[id^='status-']")) {
    events.addEventListener(part.id, (event) => {
      part.innerHTML = event.data;
    });
  }
  // What the events do not bring (rows, buttons, the timeline) is taken once from the page as it is at the end, so that
  // what somebody has typed meanwhile stays.
  events.addEventListener("end", async () => {
    events.close();
    const answer = await fetch(location.href);
    const now = new DOMParser().parseFromString(answer.ok ? await answer.text() : "", "text/html");
    for (const part of document.querySelectorAll("[id^='live-']")) {
      const fresh = now.getElementById(part.id);
      if (fresh) {
        part.replaceChildren(...fresh.childNodes);
      }
    }
  });
}
