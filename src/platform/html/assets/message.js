// Step 2 while it is written: the server counts, with the code that will send it, a moment after the last key; the
// placeholders become buttons; typing a date chooses 'Send later'. Without it, all of that is done by hand.
const count = document.getElementById("count");
const form = count.closest("form");
const { text, subject, channel, timing } = form.elements;
const wait = 300;
let timer = 0;
let latest = 0;

// Only the newest answer counts: an earlier one may come later.
async function update() {
  const turn = ++latest;
  const body = new URLSearchParams({
    token: count.dataset.token,
    text: text.value,
    subject: subject.value,
    channel: channel.value,
  });
  const answer = await fetch(count.dataset.count, { method: "POST", body }).catch(() => undefined);
  if (!answer?.ok || turn !== latest) {
    return;
  }
  const parts = new DOMParser().parseFromString(await answer.text(), "text/html");
  for (const part of parts.querySelectorAll("[id]")) {
    const place = document.getElementById(part.id);
    // What stays the same is not said again by screen readers.
    if (place && place.innerHTML !== part.innerHTML) {
      place.innerHTML = part.innerHTML;
    }
  }
}

function countSoon() {
  clearTimeout(timer);
  timer = setTimeout(update, wait);
}

// Into the field that was written in last, where the cursor stands.
function offerPlaceholders() {
  let field = text;
  for (const each of [text, subject]) {
    each.addEventListener("focus", () => {
      field = each;
    });
  }
  for (const typed of document.querySelectorAll("[data-typed]")) {
    typed.hidden = true;
  }
  for (const button of document.querySelectorAll("[data-insert]")) {
    button.hidden = false;
    button.addEventListener("click", () => {
      // The subject is hidden while a text message is written.
      const into = channel.value === "email" ? field : text;
      into.focus();
      into.setRangeText(button.dataset.insert, into.selectionStart, into.selectionEnd, "end");
      countSoon();
    });
  }
}

form.addEventListener("input", (event) => {
  if (event.target.closest("#when")) {
    timing.value = "later";
  }
  countSoon();
});
offerPlaceholders();
