/* The Copy button beside an address. Without this script it stays hidden, and the address can
   be marked and copied by hand. */
(() => {
  async function copy(field) {
    field.select();
    // The clipboard is for pages served over https; old telephones know only the command.
    if (!navigator.clipboard) return document.execCommand("copy");
    try {
      await navigator.clipboard.writeText(field.value);
      return true;
    } catch {
      return document.execCommand("copy");
    }
  }

  function start(button) {
    const field = document.getElementById(button.dataset.copy);
    const answer = document.getElementById(button.dataset.answer);
    button.hidden = false;
    button.addEventListener("click", async () => {
      // Emptied first: the same words are announced again.
      answer.textContent = "";
      const copied = await copy(field);
      button.focus();
      setTimeout(() => {
        answer.textContent = copied ? button.dataset.copied : button.dataset.failed;
      }, 50);
    });
  }

  document.querySelectorAll("[data-copy]").forEach(start);
})();
