// Counts a text as it is written: the server counts, with the code that will send it, a moment after the last key.
const count = document.getElementById("count");
const form = count ? count.closest("form") : null;
const wait = 300;
let timer = 0;
let latest = 0;

async function update() {
  const turn = ++latest;
  const fields = new URLSearchParams({
    token: count.dataset.token,
    text: form.elements.text.value,
    channel: form.elements.channel.value,
  });
  const answer = await fetch(count.dataset.count, { method: "POST", body: fields });
  if (answer.ok && turn === latest) {
    count.innerHTML = await answer.text();
  }
}

if (form) {
  form.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(update, wait);
  });
}
