// Step 1's upload, with a bar that shows how far it is. The form is the same that a browser without JavaScript sends,
// and so is the server's answer. A connection that is cut leaves the page as it was, with the file still chosen.
import { initAll } from "../nhsuk/nhsuk-frontend.min.js";

const silenceMax = 60000; // milliseconds without a byte leaving
const megabyte = 1024 * 1024;

const inWords = (bytes) =>
  bytes < megabyte ? `${Math.ceil(bytes / 1024)} kB` : `${(bytes / megabyte).toFixed(1)} MB`;

// What the script moves while the file leaves.
class Progress {
  constructor() {
    this.whole = document.getElementById("upload-progress");
    this.bar = document.getElementById("upload-bar");
    this.words = document.getElementById("upload-bar-in-words");
    this.words.setAttribute("role", "status");
    this.said = 0; // tenths: a screen reader is not told every byte
  }

  show({ loaded, total }) {
    this.whole.hidden = false;
    this.bar.max = total;
    this.bar.value = loaded;
    const tenths = Math.floor((10 * loaded) / total);
    if (tenths !== this.said || !this.words.textContent) {
      this.said = tenths;
      const { uploading } = this.whole.dataset;
      this.words.textContent = uploading.replace("{sent}", inWords(loaded)).replace("{total}", inWords(total));
    }
  }

  read() {
    this.bar.value = this.bar.max;
    this.words.textContent = this.whole.dataset.reading;
  }

  hide() {
    this.whole.hidden = true;
    this.words.textContent = "";
  }
}

// The server's page with what is wrong, in the place of ours. A file that nothing was said against stays chosen.
function showAnswer(html) {
  const page = new DOMParser().parseFromString(html, "text/html");
  const before = document.getElementById("file")?.files;
  document.title = page.title;
  document.querySelector("main").replaceWith(page.querySelector("main"));
  const file = document.getElementById("file");
  if (file && before && !document.getElementById("file-error")) {
    file.files = before;
  }
  initAll({ scope: document.querySelector("main") });
  begin();
}

function sayCut(progress) {
  document.title = `Error: ${document.title}`;
  const cut = document.getElementById("upload-cut");
  progress.hide();
  cut.hidden = false;
  cut.focus();
}

function upload(form, ended) {
  const progress = new Progress();
  const request = new XMLHttpRequest();
  let silence = 0;
  const waitForMore = () => {
    clearTimeout(silence);
    silence = setTimeout(() => request.abort(), silenceMax);
  };
  document.getElementById("upload-cut").hidden = true;
  document.title = document.title.replace(/^Error: /, "");
  request.upload.addEventListener("progress", (event) => {
    waitForMore();
    progress.show(event);
  });
  // From here on the server works, for as long as it takes.
  request.upload.addEventListener("load", () => {
    clearTimeout(silence);
    progress.read();
  });
  request.addEventListener("load", () => {
    progress.hide();
    if (request.status < 400) {
      location.assign(request.responseURL);
    } else {
      showAnswer(request.responseText);
    }
  });
  for (const cut of ["error", "abort", "timeout"]) {
    request.addEventListener(cut, () => sayCut(progress));
  }
  request.addEventListener("loadend", () => {
    clearTimeout(silence);
    ended();
  });
  request.open("POST", form.action);
  request.send(new FormData(form));
  waitForMore();
}

function begin() {
  const form = document.querySelector("form[data-upload]");
  if (!form) {
    return; // an error page
  }
  let uploading = false;
  form.addEventListener("submit", (event) => {
    if (form.elements.file.files.length === 0) {
      return; // nothing to show the progress of
    }
    event.preventDefault();
    if (!uploading) {
      uploading = true;
      upload(form, () => {
        uploading = false;
      });
    }
  });
}

begin();
