/* The review page: what is being typed outlives a reload and a refused act elsewhere on the page;
   colleagues are offered after an @. Both are extras: the forms work without them. */

(() => {
  "use strict";

  const NAME = "review:" + window.location.pathname + ":";

  /* Kept in the tab (sessionStorage), never sent: it is forgotten when the tab is closed. */
  function keptOf(form) {
    try {
      return JSON.parse(sessionStorage.getItem(NAME + form.dataset.keptForm));
    } catch {
      return null;
    }
  }

  function keep(form, value) {
    try {
      if (value) sessionStorage.setItem(NAME + form.dataset.keptForm, JSON.stringify(value));
      else sessionStorage.removeItem(NAME + form.dataset.keptForm);
    } catch {
      /* A browser that keeps nothing: the page is as useful as before. */
    }
  }

  /* What makes a kept text unneeded: the server has it. */
  function isSaved(kept) {
    return Boolean(kept.key) && [...document.querySelectorAll("[data-note-key]")].some(
      (note) => note.dataset.noteKey === kept.key,
    );
  }

  for (const form of document.querySelectorAll("[data-kept-form]")) {
    const areas = [...form.querySelectorAll("textarea[data-keep]")];
    const key = form.querySelector("[data-key]");
    const seen = form.querySelector("[data-seen]");

    const save = () => {
      const texts = {};
      for (const area of areas) {
        if (area.value !== area.defaultValue) texts[area.name] = area.value;
      }
      const isEmpty = Object.keys(texts).length === 0;
      keep(form, isEmpty ? null : { texts, key: key && key.value, seen: seen && seen.value });
    };

    const kept = keptOf(form);
    if (kept && isSaved(kept)) {
      keep(form, null);
    } else if (kept) {
      let restored = false;
      for (const area of areas) {
        const text = kept.texts[area.name];
        if (text === undefined || area.value !== area.defaultValue) continue;
        // A refused form shows what was typed already, and a saved one what was saved.
        if (area.defaultValue.trim() !== text.replaceAll("\r\n", "\n").trim()) {
          area.value = text;
          area.dispatchEvent(new Event("input", { bubbles: true }));
          restored = true;
        }
      }
      if (restored) {
        // The same note, and the same translation as it was seen: a colleague's act stays a conflict.
        if (key && kept.key) key.value = kept.key;
        if (seen && kept.seen) seen.value = kept.seen;
        const details = form.closest("details");
        if (details) details.open = true;
      } else {
        keep(form, null);
      }
    }
    form.addEventListener("input", save);
  }

  /* What colleagues do meanwhile is said, and nothing on the page moves. */
  for (const place of document.querySelectorAll("[data-news]")) {
    const timer = setInterval(async () => {
      if (document.hidden) return;
      try {
        const answer = await fetch(place.dataset.news, { headers: { Accept: "application/json" } });
        const { words } = await answer.json();
        if (place.textContent !== words) place.textContent = words;
      } catch {
        /* Signed out, or no network: the next act on the page says so. */
        clearInterval(timer);
      }
    }, 20000);
  }

  /* A combobox (ARIA 1.2) on the text area: it says which colleague the arrow keys have chosen. */
  for (const place of document.querySelectorAll("[data-mentions]")) {
    const area = place.querySelector("textarea");
    const source = place.querySelector("#mention-options");
    if (!area || !source) continue;
    const people = [...source.querySelectorAll("[data-username]")].map((item) => ({
      username: item.dataset.username,
      words: item.textContent.trim().replace(/\s+/g, " "),
    }));
    const list = document.createElement("ul");
    list.className = "notes__options";
    list.id = "mention-list";
    list.setAttribute("role", "listbox");
    list.setAttribute("aria-label", source.closest("details").querySelector("summary").textContent);
    list.hidden = true;
    area.after(list);
    area.setAttribute("aria-autocomplete", "list");
    area.setAttribute("aria-controls", list.id);
    let chosen = -1;

    /* The name that is being typed before the cursor, and where its @ is. */
    const typed = () => {
      const before = area.value.slice(0, area.selectionStart);
      const match = /(?:^|[^\w.@+-])@([\w.@+-]*)$/.exec(before);
      return match && { name: match[1].toLowerCase(), at: before.length - match[1].length };
    };

    const close = () => {
      list.hidden = true;
      chosen = -1;
      area.removeAttribute("aria-activedescendant");
    };

    const choose = (index) => {
      const options = [...list.children];
      chosen = (index + options.length) % options.length;
      options.forEach((option, place) => {
        option.setAttribute("aria-selected", String(place === chosen));
      });
      area.setAttribute("aria-activedescendant", options[chosen].id);
      options[chosen].scrollIntoView({ block: "nearest" });
    };

    const take = (option) => {
      const { at } = typed();
      area.setRangeText(option.dataset.username + " ", at, area.selectionStart, "end");
      close();
      area.focus();
      area.dispatchEvent(new Event("input", { bubbles: true }));
    };

    const offer = () => {
      const word = typed();
      const found = word
        ? people.filter((person) => person.words.toLowerCase().includes(word.name)).slice(0, 8)
        : [];
      if (found.length === 0) {
        close();
        return;
      }
      list.replaceChildren(
        ...found.map((person, index) => {
          const option = document.createElement("li");
          option.id = `mention-option-${index}`;
          option.setAttribute("role", "option");
          option.setAttribute("aria-selected", "false");
          option.dataset.username = person.username;
          option.textContent = person.words;
          option.addEventListener("mousedown", (event) => {
            event.preventDefault();
            take(option);
          });
          return option;
        }),
      );
      list.style.top = `${area.offsetTop + area.offsetHeight}px`;
      list.hidden = false;
      choose(0);
    };

    area.addEventListener("input", offer);
    area.addEventListener("blur", close);
    area.addEventListener("keydown", (event) => {
      if (list.hidden) return;
      if (event.key === "ArrowDown") choose(chosen + 1);
      else if (event.key === "ArrowUp") choose(chosen - 1);
      else if (event.key === "Enter" || event.key === "Tab") take(list.children[chosen]);
      else if (event.key === "Escape") close();
      else return;
      event.preventDefault();
      event.stopPropagation();
    });
  }
})();
