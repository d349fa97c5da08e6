// Answers: a citation chip opens its card in the evidence panel with the quote in view, and previews it before that;
// copying and downloading; keys. Listens on the document, since Gradio patches answers in place.
(() => {
  "use strict";
  const crosslex = window.crosslex;
  let opener = null;

  // --- evidence ---------------------------------------------------------------------------------------------------
  const cardOf = (chip) => chip.closest(".x-turn")?.querySelector(`.x-cards > [data-card="${CSS.escape(chip.dataset.cite)}"]`);
  const panelOf = (node) => node.closest(".x-desk")?.querySelector(".x-panel");
  const opened = () => [...document.querySelectorAll(".x-panel > .x-card")].find((card) => card.checkVisibility());

  const close = (back) => {
    document.querySelectorAll(".x-panel").forEach((panel) => panel.replaceChildren());
    document.querySelectorAll(".x-chip[aria-expanded=true]").forEach((chip) => chip.setAttribute("aria-expanded", "false"));
    if (back && opener?.isConnected) opener.focus();
    opener = null;
    hide();
  };

  const open = (chip) => {
    const original = cardOf(chip), panel = panelOf(chip);
    if (!original || !panel) return;
    close(false);
    hide();
    opener = chip;
    chip.setAttribute("aria-expanded", "true");
    const card = original.cloneNode(true);
    card.lang = original.parentElement.lang;
    card.classList.add("x-open");
    panel.append(card);
    card.focus({ preventScroll: true });
    const quote = card.querySelector("mark");
    const text = quote?.closest("blockquote");
    if (text) text.scrollTop += quote.getBoundingClientRect().top - text.getBoundingClientRect().top - text.clientHeight / 4;
    chip.scrollIntoView({ block: "nearest" }); // on a phone the card covers the lower half
  };

  crosslex.close = () => close(false);

  // --- previews ---------------------------------------------------------------------------------------------------
  const peek = document.createElement("div");
  peek.className = "x-peek";
  peek.id = "x-peek";
  peek.setAttribute("role", "tooltip");
  peek.hidden = true;
  let waiting = 0;

  const hide = () => {
    clearTimeout(waiting);
    peek.hidden = true;
    document.querySelectorAll("[aria-describedby=x-peek]").forEach((chip) => chip.removeAttribute("aria-describedby"));
  };

  const show = (chip) => {
    const card = cardOf(chip);
    if (!card || !chip.isConnected) return;
    const words = card.querySelector("mark")?.textContent ?? "";
    const title = document.createElement("strong"), role = document.createElement("small"), quote = document.createElement("p");
    title.textContent = card.querySelector("h3").textContent;
    role.textContent = card.querySelector(".x-what").textContent;
    quote.textContent = words.length > 280 ? `${words.slice(0, 280)} …` : words;
    peek.replaceChildren(title, role, quote);
    peek.lang = card.parentElement.lang;
    document.querySelector(".gradio-container").append(peek);
    peek.hidden = false;
    chip.setAttribute("aria-describedby", "x-peek");
    const at = chip.getBoundingClientRect(), own = peek.getBoundingClientRect();
    peek.style.left = `${Math.max(8, Math.min(at.left, innerWidth - own.width - 8))}px`;
    peek.style.top = `${at.bottom + own.height + 14 < innerHeight ? at.bottom + 6 : Math.max(8, at.top - own.height - 6)}px`;
  };

  const soon = (event) => {
    const chip = event.target.closest?.(".x-chip");
    if (!chip || chip.getAttribute("aria-expanded") === "true") return;
    if (event.type === "focusin" ? !chip.matches(":focus-visible") : matchMedia("(hover: none)").matches) return;
    clearTimeout(waiting);
    waiting = setTimeout(() => show(chip), 180);
  };
  document.addEventListener("mouseover", soon);
  document.addEventListener("focusin", soon);
  for (const kind of ["mouseout", "focusout"]) {
    document.addEventListener(kind, (event) => { if (event.target.closest?.(".x-chip")) hide(); });
  }
  document.addEventListener("scroll", hide, { capture: true, passive: true });

  // --- taking away ------------------------------------------------------------------------------------------------
  const copy = async (button) => {
    const text = button.dataset.copy, words = button.textContent;
    try {
      await navigator.clipboard.writeText(text);
    } catch { // no permission, or no secure context
      const area = document.createElement("textarea");
      area.value = text;
      document.body.append(area);
      area.select();
      document.execCommand("copy");
      area.remove();
    }
    button.textContent = button.dataset.done;
    button.setAttribute("aria-live", "polite");
    setTimeout(() => { button.textContent = words; }, 1600);
  };

  crosslex.save = (file) => {
    if (!file?.data) return;
    const bytes = Uint8Array.from(atob(file.data), (c) => c.charCodeAt(0));
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([bytes]));
    link.download = file.name;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 1000);
  };

  crosslex.exports = (element, trigger) => element.addEventListener("click", (event) => {
    const button = event.target.closest("[data-export]"), stop = event.target.closest("[data-stop]");
    if (stop) trigger("click", { stop: stop.dataset.stop });
    if (button) trigger("click", { format: button.dataset.export, turn: button.closest(".x-turn").dataset.turn });
  });

  // --- keys by which the server knows again what a reader has begun -----------------------------------------------
  crosslex.newKey = (storage, of) => {
    const key = Array.from(crypto.getRandomValues(new Uint8Array(16)), (b) => b.toString(16).padStart(2, "0")).join("");
    storage.setItem(`crosslex-${of}`, key);
    return key;
  };
  crosslex.sessionKey = (of) => {
    try {
      return sessionStorage.getItem(`crosslex-${of}`) ?? crosslex.newKey(sessionStorage, of);
    } catch { return ""; } // storage is forbidden: a reload begins anew
  };

  // --- asking -----------------------------------------------------------------------------------------------------
  let before = null;
  const box = () => document.querySelector("#x-question textarea");
  crosslex.askOptions = () => {
    close(false);
    before = { turn: document.querySelector("#x-answer .x-turn")?.dataset.turn };
    return [document.getElementById("x-as-of")?.value ?? "", document.getElementById("x-answer-in")?.value ?? "auto",
      document.querySelector("#x-options [name=quotes]")?.checked ? "yes" : ""];
  };

  const ask = (question) => {
    const area = box();
    area.value = question;
    area.dispatchEvent(new Event("input", { bubbles: true }));
    requestAnimationFrame(() => document.querySelector("#x-question button").click());
  };

  // a new question is brought into view once, when its turn is drawn below those before
  new MutationObserver(() => {
    const turn = before && document.querySelector("#x-answer .x-turn");
    if (!turn || turn.dataset.turn === before.turn) return;
    if (before.turn) turn.scrollIntoView({ block: "start" });
    before = null;
  }).observe(document, { subtree: true, childList: true });

  // --- the tab that was open is open again after a reload, as after the switch of language --------------------------
  document.addEventListener("click", (event) => {
    if (!event.target.closest?.("#x-tabs > .tab-wrapper, #x-tabs [role=tab], #x-tabs .overflow-menu")) return;
    setTimeout(() => {
      const open = [...document.querySelectorAll("#x-tabs [role=tabpanel]")].find((panel) => panel.checkVisibility());
      try { if (open) sessionStorage.setItem("crosslex-tab", open.id.replace("x-tab-", "")); } catch { /* storage is forbidden: the first opens */ }
    }, 50);
  });
  crosslex.openTab = () => { try { return sessionStorage.getItem("crosslex-tab") ?? ""; } catch { return ""; } };

  // --- everywhere -------------------------------------------------------------------------------------------------
  document.addEventListener("click", (event) => {
    const at = (selector) => event.target.closest?.(selector);
    if (at(".x-chip")) open(at(".x-chip"));
    else if (at(".x-close")) close(true);
    else if (at(".x-copy")) copy(at(".x-copy"));
    else if (at(".x-example")) ask(at(".x-example").textContent);
  });
  // whoever asks on does not wait for what is being written
  const askingOn = () => document.querySelector("#x-answer [data-stop]")?.click();
  document.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && !event.shiftKey && event.target === box() && box().value.trim()) askingOn();
  }, { capture: true });
  document.addEventListener("click", (event) => {
    if (event.target.closest?.("#x-question button, #x-clear")) askingOn();
  }, { capture: true });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") {
      hide();
      if (opened()) close(true);
    } else if (event.key === "/" && !event.target.closest?.("input, textarea, select, [contenteditable=true]")) {
      const field = [document.querySelector("#x-find"), box()].find((f) => f?.checkVisibility());
      if (field) { event.preventDefault(); field.focus(); }
    }
  });
  // an option cannot hold both languages, and Gradio draws some names only for the eye
  crosslex.name = () => {
    document.querySelectorAll("[data-en][data-zh]").forEach((node) => {
      const words = node.dataset[crosslex.lang];
      if (node.matches("option") && node.textContent !== words) node.textContent = words;
      else if (!node.matches("option") && node.getAttribute("aria-label") !== words) node.setAttribute("aria-label", words);
    });
    document.querySelector("#x-question textarea:not([aria-label])")?.setAttribute("aria-label", crosslex.lang === "zh" ? "您的问题" : "Your question");
    document.querySelector("#x-question button:not([aria-label])")?.setAttribute("aria-label", crosslex.lang === "zh" ? "提问" : "Ask");
  };
  new MutationObserver(crosslex.name).observe(document, { subtree: true, childList: true });
})();
