// Evidence cards: a citation chip opens its card, with the quote in view; Escape or the cross closes it.
// Listens on the document, since Gradio patches answers in place.
(() => {
  "use strict";
  let opener = null;

  const close = (back) => {
    document.querySelectorAll(".x-card.x-open").forEach((card) => card.classList.remove("x-open"));
    document.querySelectorAll(".x-chip[aria-expanded=true]").forEach((chip) => chip.setAttribute("aria-expanded", "false"));
    if (back && opener?.isConnected) opener.focus();
    opener = null;
  };

  const open = (chip) => {
    const card = document.getElementById(chip.getAttribute("aria-controls"));
    if (!card) return;
    close(false);
    opener = chip;
    chip.setAttribute("aria-expanded", "true");
    card.classList.add("x-open");
    card.focus({ preventScroll: true });
    const text = card.querySelector("blockquote");
    const quote = text.querySelector("mark");
    if (quote) text.scrollTop += quote.getBoundingClientRect().top - text.getBoundingClientRect().top - text.clientHeight / 4;
    chip.scrollIntoView({ block: "nearest" }); // on a phone the card covers the lower half
  };

  document.addEventListener("click", (event) => {
    const chip = event.target.closest?.(".x-chip");
    if (chip) open(chip);
    else if (event.target.closest?.(".x-close")) close(true);
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && document.querySelector(".x-card.x-open")) close(true);
  });
})();
