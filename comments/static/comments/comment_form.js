/* The comment form's patience. Without this file every step works; with it, what is typed is
   saved by itself, here and on the server, comes back after a crash, and a press of a button is
   sent until it has arrived, once: the server knows the form by its token.

   On this device one form is kept for each docket: {token, url, save, at, onServer, pages, sent},
   the last two with what was typed on each page, as JSON, and what of it the server has.
   It is deleted when the comment is sent, when the person says so, or after seven days. */
(() => {
  const EVERY = 3000;
  const TO_SERVER = 9000;
  const PATIENCE = 30000;
  const KEPT = 7 * 24 * 60 * 60 * 1000;

  const memory = {
    name: (docket) => `comment:${docket}`,
    read(docket) {
      try {
        const kept = JSON.parse(localStorage.getItem(this.name(docket)));
        if (kept && Date.now() - kept.at < KEPT) return kept;
        this.forget(docket);
      } catch {
        /* Storage can be switched off; the server still keeps the form. */
      }
      return null;
    },
    write(docket, kept) {
      try {
        localStorage.setItem(this.name(docket), JSON.stringify(kept));
        return true;
      } catch {
        return false;
      }
    },
    forget(docket) {
      try {
        localStorage.removeItem(this.name(docket));
      } catch {
        /* as above */
      }
    },
  };

  const sent = document.querySelector("[data-comment-sent]");
  if (sent) memory.forget(sent.dataset.commentSent);
  const form = document.querySelector("[data-comment-form]");
  if (form) start(form);

  function start(form) {
    const words = form.dataset;
    const status = form.querySelector("[data-status]");
    const say = (text) => {
      if (status.textContent !== text) status.textContent = text;
    };
    let saved = serialize(form);
    let sending = false;

    if (words.kept) keep({}); // a link in the draft may add to this form
    restore();
    setInterval(saveHere, EVERY);
    setInterval(saveThere, TO_SERVER);
    document.addEventListener("visibilitychange", () => {
      if (document.visibilityState === "hidden") {
        saveHere();
        saveThere();
      }
    });
    form.addEventListener("submit", submit);
    // Back from a page that was sent: buttons work again.
    addEventListener("pageshow", () => {
      sending = false;
      form.removeAttribute("aria-busy");
    });

    function keep(changes) {
      const former = memory.read(words.docket);
      const kept =
        former && former.token === words.token ? former : { token: words.token, pages: {}, sent: {} };
      kept.url = form.getAttribute("action");
      kept.save = words.save;
      kept.at = Date.now();
      kept.onServer = Boolean(words.kept || changes.sent || kept.onServer);
      if (changes.typed) kept.pages[words.page] = changes.typed;
      if (changes.sent) kept.sent[words.page] = changes.sent;
      memory.write(words.docket, kept);
    }

    function saveHere() {
      const now = serialize(form);
      if (now === saved || words.page === "review" || sending) return;
      saved = now;
      keep({ typed: now });
    }

    async function saveThere() {
      const kept = memory.read(words.docket);
      const now = serialize(form);
      if (!kept || kept.token !== words.token || words.page === "review" || sending) return;
      if (!kept.pages[words.page] || now === kept.sent[words.page]) return;
      try {
        const response = await fetch(words.save, { method: "POST", body: fields(form) });
        if (!response.ok) return;
        keep({ sent: now });
        say(words.saved);
      } catch {
        say(words.savedHere);
      }
    }

    function restore() {
      const kept = memory.read(words.docket);
      if (!kept || words.page === "review") return;
      if (kept.token !== words.token) {
        const typed = kept.onServer || Object.values(kept.pages).some(isTyped);
        if (typed && !words.kept) offer(kept);
        return;
      }
      const typed = kept.pages[words.page];
      const shown = serialize(form);
      if (!typed || typed === shown || typed === kept.sent[words.page]) return;
      const values = JSON.parse(typed);
      const more = remarks(values) - remarks(JSON.parse(shown));
      if (more < 0) return; // a link in the draft has just added one
      if (more > 0) {
        // A remark that this page does not show yet: the server draws it.
        give(kept, words.page).then((arrived) => {
          if (!arrived) return;
          keep({ sent: typed });
          location.reload();
        });
        return;
      }
      fill(form, values);
      notice(words.restored, [
        [
          words.discard,
          () => {
            fill(form, JSON.parse(shown));
            saved = shown;
            keep({ typed: shown, sent: shown });
          },
        ],
      ]);
    }

    function offer(kept) {
      notice(words.found, [
        [
          words.continue,
          async () => {
            for (const page of Object.keys(kept.pages)) {
              if (kept.pages[page] !== kept.sent[page]) await give(kept, page);
            }
            location.assign(first(kept.url));
          },
        ],
        [words.discard, () => memory.forget(words.docket)],
      ]);
    }

    async function give(kept, page) {
      const body = new FormData();
      Object.entries(JSON.parse(kept.pages[page])).forEach(([name, value]) => body.append(name, value));
      try {
        return (await fetch(kept.save, { method: "POST", body })).ok;
      } catch {
        return false;
      }
    }

    function notice(text, choices) {
      const box = document.createElement("div");
      box.className = "usa-alert usa-alert--info";
      box.setAttribute("role", "status");
      const body = box.appendChild(document.createElement("div"));
      body.className = "usa-alert__body";
      const line = body.appendChild(document.createElement("p"));
      line.className = "usa-alert__text";
      line.textContent = text;
      const actions = body.appendChild(document.createElement("div"));
      actions.className = "actions";
      choices.forEach(([label, act]) => {
        const button = actions.appendChild(document.createElement("button"));
        button.type = "button";
        button.className = "usa-button usa-button--outline";
        button.textContent = label;
        button.addEventListener("click", () => {
          box.remove();
          form.querySelector("textarea, input:not([type=hidden])").focus();
          act();
        });
      });
      form.before(box);
    }

    async function submit(event) {
      if (hasFiles(form)) return; // a browser sends files better than we do
      event.preventDefault();
      if (sending) return;
      saveHere();
      sending = true;
      form.setAttribute("aria-busy", "true");
      say(words.sending);
      const body = fields(form);
      const button = event.submitter;
      if (button && button.name) body.append(button.name, button.value);
      for (let pause = 1000; ; pause = Math.min(pause * 2, 30000)) {
        const answer = await attempt(form.getAttribute("action"), body);
        if (answer && answer.redirected) {
          if (words.page !== "review") keep({ typed: saved, sent: saved });
          arrived(answer.url);
          return;
        }
        if (answer && answer.status < 500) break;
        say(answer ? words.failed : words.waiting);
        await untilLater(pause);
      }
      // An answer to be shown: the same form sent again by the browser itself changes nothing.
      if (button && button.name) {
        const carried = form.appendChild(document.createElement("input"));
        carried.type = "hidden";
        carried.name = button.name;
        carried.value = button.value;
      }
      form.submit();
    }

    function arrived(address) {
      if (new URL(address).pathname.includes("/receipts/")) memory.forget(words.docket);
      const same = address.split("#")[0] === location.href.split("#")[0];
      location.assign(address);
      if (same) location.reload();
    }
  }

  async function attempt(address, body) {
    const patience = new AbortController();
    const timer = setTimeout(() => patience.abort(), PATIENCE);
    try {
      return await fetch(address, { method: "POST", body, signal: patience.signal });
    } catch {
      return null;
    } finally {
      clearTimeout(timer);
    }
  }

  /* Wait, or until the browser says that it is online again. */
  function untilLater(milliseconds) {
    return new Promise((resolve) => {
      const timer = setTimeout(done, milliseconds);
      addEventListener("online", done, { once: true });
      function done() {
        clearTimeout(timer);
        removeEventListener("online", done);
        resolve();
      }
    });
  }

  function fields(form) {
    const all = new FormData(form);
    const body = new FormData();
    all.forEach((value, name) => typeof value === "string" && body.append(name, value));
    return body;
  }

  /* What the person typed; the browser's own proof of work is none of it. */
  function serialize(form) {
    const typed = Object.fromEntries(fields(form));
    delete typed.proof;
    return JSON.stringify(typed);
  }

  function remarks(values) {
    return Number(values["remarks-TOTAL_FORMS"] || 0);
  }

  function isTyped(page) {
    return Object.entries(JSON.parse(page)).some(
      ([name, value]) => value && /(^text|-text|-quote|name|affiliation|email)$/.test(name),
    );
  }

  function fill(form, values) {
    form.querySelectorAll("input[type=checkbox]").forEach((box) => {
      box.checked = box.name in values;
    });
    Object.entries(values).forEach(([name, value]) => {
      const input = form.elements[name];
      if (input && input.type !== "checkbox") input.value = value;
    });
  }

  function hasFiles(form) {
    return [...form.querySelectorAll("input[type=file]")].some((input) => input.files.length);
  }

  function first(url) {
    return url.replace(/(about-you|review)\/$/, "");
  }
})();
