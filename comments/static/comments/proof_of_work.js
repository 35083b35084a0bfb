/*
 * Does the work that comments/proof_of_work.py asks for, unseen, while a person types: in a
 * worker, so that no key press waits. Whatever is missing here (workers, crypto.subtle, which
 * needs https or localhost) leaves the field empty, and that refuses nothing.
 */
(() => {
  "use strict";

  const field = document.querySelector("input[data-proof-of-work]");
  if (!field || field.value || !window.Worker || !window.crypto || !crypto.subtle) return;
  const kept = `proof:${field.dataset.challenge}`;

  function keep(answer) {
    field.value = answer;
    try {
      sessionStorage.setItem(kept, answer);
    } catch {
      // Storage is full or forbidden: the next step does the work again.
    }
  }

  try {
    const answer = sessionStorage.getItem(kept);
    if (answer) {
      field.value = answer;
      return;
    }
  } catch {
    // As above.
  }
  try {
    const worker = new Worker(field.dataset.worker);
    worker.addEventListener("message", ({ data }) => keep(data));
    worker.postMessage({
      challenge: field.dataset.challenge,
      bits: Number(field.dataset.proofOfWork),
    });
  } catch {
    // No worker, no answer.
  }
})();
