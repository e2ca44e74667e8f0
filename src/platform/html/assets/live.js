// Keeps what moves on a page up to date: each event is named after an element and brings its new content, written by
// the server with the same code as the page. Without JavaScript the page has a link that loads it again.

// Whoever has moved to a button by keyboard is still on it when it was replaced by its newer self.
function replace(part, content) {
  const focused = part.contains(document.activeElement) ? document.activeElement.id : "";
  part.innerHTML = content;
  if (focused) {
    document.getElementById(focused)?.focus();
  }
}

const live = document.querySelector("[data-events]");
if (live) {
  const events = new EventSource(live.dataset.events);
  for (const part of document.querySelectorAll("[data-live]")) {
    events.addEventListener(part.id, (event) => replace(part, event.data));
  }
  events.addEventListener("end", () => events.close());
}
