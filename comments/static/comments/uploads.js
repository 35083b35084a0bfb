/* Files are sent as soon as they are chosen, one after the other, with their progress shown.
   Without this file the form's own field sends them all at once, at the next press of a button. */
(() => {
  const LONGEST_PAUSE = 30000;
  const box = document.querySelector("[data-uploads]");
  if (!box || !window.FormData) return;

  const words = box.dataset;
  const input = box.querySelector("input[type=file]");
  const underway = box.querySelector("[data-uploads-underway]");
  const list = box.querySelector("[data-uploads-list]");
  const status = box.querySelector("[data-uploads-status]");
  const form = box.closest("form");
  const waiting = [];
  let current = null;
  let leaving = null;

  input.addEventListener("change", () => {
    const chosen = [...input.files];
    // Else the form would send them a second time.
    input.value = "";
    chosen.forEach(enqueue);
    next();
  });

  list.addEventListener("click", async (event) => {
    const button = event.target.closest("button[name=remove_file]");
    if (!button) return;
    event.preventDefault();
    const body = new FormData();
    body.append("remove_file", button.value);
    try {
      const response = await fetch(words.uploads, { method: "POST", body });
      show(await response.json());
      say(words.removed);
      input.focus();
    } catch {
      say(words.waiting);
    }
  });

  // Before the form's own script sees it: what is chosen must arrive before the page is left.
  document.addEventListener(
    "submit",
    (event) => {
      if (event.target !== form || !(current || waiting.length)) return;
      event.preventDefault();
      event.stopImmediatePropagation();
      leaving = { button: event.submitter };
      say(words.busy, true);
    },
    true,
  );

  function enqueue(file) {
    const item = document.createElement("li");
    const name = add(item, "span", "uploaded__name", file.name);
    const bar = document.createElement("progress");
    bar.max = file.size || 1;
    bar.value = 0;
    bar.setAttribute("aria-label", `${words.uploading} ${file.name}`);
    item.append(bar);
    const text = add(item, "span", "note", words.uploading);
    const button = add(item, "button", "usa-button usa-button--outline", words.cancel);
    button.type = "button";
    add(button, "span", "visually-hidden", ` ${file.name}`);
    const upload = { file, item, name, bar, text, button, request: null, ended: false };
    button.addEventListener("click", () => drop(upload));
    underway.append(item);
    underway.hidden = false;
    if (file.size > Number(words.maxBytes)) refuse(upload, words.tooLarge);
    else waiting.push(upload);
  }

  function next() {
    if (current) return;
    current = waiting.shift() || null;
    if (current) {
      say(`${current.file.name}: ${words.uploading}`);
      send(current, 1000);
    } else if (leaving) {
      const { button } = leaving;
      leaving = null;
      // A file that was refused has a message that must be read first.
      if (!underway.querySelector("[data-refused]")) form.requestSubmit(button);
    }
  }

  function send(upload, pause) {
    if (upload.ended) return;
    const request = new XMLHttpRequest();
    const body = new FormData();
    body.append("attachments", upload.file, upload.file.name);
    upload.request = request;
    request.upload.addEventListener("progress", (event) => {
      upload.bar.max = event.total || upload.bar.max;
      upload.bar.value = event.loaded;
      upload.text.textContent =
        event.loaded < event.total
          ? `${words.uploading} ${Math.floor((100 * event.loaded) / event.total)} %`
          : words.checking;
    });
    request.addEventListener("load", () => arrived(upload, pause));
    request.addEventListener("error", () => later(upload, pause));
    request.addEventListener("timeout", () => later(upload, pause));
    request.open("POST", words.uploads);
    request.setRequestHeader("Accept", "application/json");
    request.send(body);
  }

  function arrived(upload, pause) {
    const { status: code, responseText } = upload.request;
    if (code >= 500 || code === 429) {
      later(upload, pause);
      return;
    }
    let answer = null;
    try {
      answer = JSON.parse(responseText);
      show(answer);
    } catch {
      answer = { error: code === 413 ? words.tooLarge : words.failed };
    }
    if (answer.error) {
      refuse(upload, answer.error);
    } else {
      say(`${upload.file.name}: ${words.done}`);
      upload.item.remove();
    }
    ended(upload);
  }

  /* Again after a pause that grows, or as soon as the browser says that it is online. */
  function later(upload, pause) {
    if (upload.ended) return;
    upload.bar.value = 0;
    upload.text.textContent = words.waiting;
    say(`${upload.file.name}: ${words.waiting}`);
    const timer = setTimeout(again, pause);
    addEventListener("online", again, { once: true });
    function again() {
      clearTimeout(timer);
      removeEventListener("online", again);
      send(upload, Math.min(pause * 2, LONGEST_PAUSE));
    }
  }

  function refuse(upload, message) {
    upload.ended = true;
    upload.item.dataset.refused = "";
    upload.bar.remove();
    upload.text.className = "uploaded__error";
    upload.text.textContent = message;
    upload.button.firstChild.textContent = words.dismiss;
    say(message);
  }

  function drop(upload) {
    const refused = "refused" in upload.item.dataset;
    upload.ended = true;
    upload.item.remove();
    if (!refused) {
      say(`${upload.file.name}: ${words.removed}`);
      if (upload.request) upload.request.abort();
      if (waiting.includes(upload)) waiting.splice(waiting.indexOf(upload), 1);
    }
    input.focus();
    ended(upload);
  }

  function ended(upload) {
    upload.ended = true;
    underway.hidden = !underway.children.length;
    if (current === upload) {
      current = null;
      next();
    }
  }

  function show(answer) {
    list.innerHTML = answer.list;
  }

  function say(text, aloud = false) {
    status.textContent = text;
    status.classList.toggle("visually-hidden", !aloud);
  }

  function add(parent, tag, className, text) {
    const made = document.createElement(tag);
    made.className = className;
    made.textContent = text;
    parent.append(made);
    return made;
  }
})();
