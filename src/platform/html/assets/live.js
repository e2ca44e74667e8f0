// Keeps what moves on a page up to date: each event is named after an element and brings its new content, written by
// the server with the same code as the page. Without JavaScript the page loads itself again now and then.
const live = document.querySelector("[data-events]");
const address = live ? live.dataset.events : "";
if (address) {
  const events = new EventSource(address);
  for (const part of document.querySelectorAll("[id^='status-']")) {
    events.addEventListener(part.id, (event) => {
      part.innerHTML = event.data;
    });
  }
  events.addEventListener("end", () => events.close());
}
