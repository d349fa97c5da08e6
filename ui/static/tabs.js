// Compare and Browse: forms whose answers the server draws.
(() => {
  "use strict";
  const crosslex = window.crosslex;
  const lost = { en: "The connection was lost; see whether crosslex serve still runs, and try again.", zh: "连接已断开；请检查 crosslex serve 是否仍在运行，然后重试。" };
  const often = { en: "Too many requests in a minute; wait a moment and try again.", zh: "一分钟内请求过多；请稍候再试。" };
  const failed = (error) => {
    const line = (/429|too many/i.test(error?.message) ? often : lost)[crosslex.lang];
    const box = document.createElement("div");
    box.className = "x-error";
    box.setAttribute("role", "alert");
    box.textContent = line;
    return box.outerHTML;
  };
  // the answer of a server function into a place, unless something newer was asked for that place meanwhile
  const latest = new WeakMap();
  const put = async (place, element, call) => {
    const turn = (latest.get(place) ?? 0) + 1;
    latest.set(place, turn);
    const wait = setTimeout(() => { place.replaceChildren(element.querySelector("template.x-wait").content.cloneNode(true)); }, 120);
    let drawn;
    try { drawn = await call(); } catch (error) { drawn = failed(error); }
    clearTimeout(wait);
    if (latest.get(place) === turn) place.innerHTML = drawn;
    return latest.get(place) === turn;
  };

  // --- compare ----------------------------------------------------------------------------------------------------
  const stored = "crosslex-compare";
  crosslex.compare = (element, trigger) => {
    const form = element.querySelector("form");
    const ticked = (name) => [...form.querySelectorAll(`input[name=${name}]:checked`)].map((box) => box.value);
    const chosen = () => ({
      facets: ticked("facet"), instruments: ticked("instrument"), day: form.elements.day.value,
      answer_in: form.elements.answer_in.value, quotes: form.elements.quotes?.checked ?? false,
    });

    // what was chosen is there again after a reload, as after the switch of language
    const keep = () => {
      const open = [...form.querySelectorAll("details")].map((part) => part.open);
      try { sessionStorage.setItem(stored, JSON.stringify({ ...chosen(), open })); } catch { /* storage is forbidden: a reload begins anew */ }
    };
    const restore = () => {
      let kept = null;
      try { kept = JSON.parse(sessionStorage.getItem(stored)); } catch { /* as above */ }
      if (!kept) return false;
      const ids = new Set([...kept.facets, ...kept.instruments]);
      for (const box of form.querySelectorAll("input[name=facet], input[name=instrument]")) box.checked = ids.has(box.value);
      form.elements.day.value = kept.day;
      form.elements.answer_in.value = kept.answer_in;
      if (form.elements.quotes) form.elements.quotes.checked = kept.quotes;
      form.querySelectorAll("details").forEach((part, at) => { part.open = kept.open[at]; });
      return true;
    };

    const count = () => {
      for (const place of form.querySelectorAll(".x-count")) {
        const number = ticked(place.dataset.of).length;
        place.textContent = number ? `${number}` : "";
      }
      for (const group of form.querySelectorAll(".x-group")) {
        const boxes = [...group.querySelectorAll("input[name=instrument]")], chosen = boxes.filter((box) => box.checked).length;
        const all = group.querySelector(".x-all");
        all.checked = chosen === boxes.length;
        all.indeterminate = chosen > 0 && chosen < boxes.length;
      }
    };

    const run = () => {
      crosslex.close();
      for (const part of form.querySelectorAll("details")) part.open = false;
      keep();
      element.scrollIntoView({ block: "nearest" }); // folding it away would leave the reader in the middle of the matrix
      document.querySelector("#x-comparison [data-stop]")?.click(); // nobody waits for what is being written
      trigger("submit", { ...chosen(), page: crosslex.lang, key: crosslex.sessionKey("comparison") });
    };

    form.addEventListener("submit", (event) => { event.preventDefault(); run(); });
    form.addEventListener("change", (event) => {
      if (event.target.matches(".x-all")) {
        for (const box of event.target.closest(".x-group").querySelectorAll("input[name=instrument]")) box.checked = event.target.checked;
      }
      count();
      keep();
    });
    form.addEventListener("toggle", keep, true);
    document.addEventListener("click", (event) => {
      const facet = element.isConnected && event.target.closest?.(".x-facet")?.closest("tr").dataset.facet;
      if (!facet) return;
      for (const box of form.querySelectorAll("input[type=checkbox]")) box.checked = box.name === "facet" && box.value === facet;
      count();
      run();
    });
    if (!restore() && matchMedia("(max-width: 900px)").matches) for (const part of form.querySelectorAll("details")) part.open = false;
    count();
  };

  // --- browse -----------------------------------------------------------------------------------------------------
  crosslex.browse = (element, server) => {
    const reading = element.querySelector(".x-reading"), form = element.querySelector("form");
    const asked = (of) => JSON.stringify({ of, day: form.elements.day.value, page: crosslex.lang });
    let shown = null;

    const show = async (kind, of) => {
      shown = [kind, of];
      element.querySelectorAll(".x-open-text[aria-current]").forEach((leaf) => leaf.removeAttribute("aria-current"));
      element.querySelector(`.x-tree .x-open-text[data-pin="${CSS.escape(of)}"]`)?.setAttribute("aria-current", "true");
      if (!await put(reading, element, () => server[kind](asked(of)))) return;
      reading.scrollTop = 0;
      if (matchMedia("(max-width: 900px)").matches) reading.scrollIntoView({ block: "start" });
    };

    element.addEventListener("toggle", async (event) => {
      const branch = event.target;
      if (!branch.matches?.(".x-text") || !branch.open || branch.dataset.drawn) return;
      branch.dataset.drawn = "yes";
      const place = branch.querySelector(".x-branch");
      show("about", branch.dataset.instrument);
      await put(place, element, () => server.outline(asked(branch.dataset.instrument)));
      if (place.querySelector(".x-error")) delete branch.dataset.drawn;
    }, true);
    element.addEventListener("click", (event) => {
      const leaf = event.target.closest(".x-open-text");
      if (leaf) show(leaf.dataset.pin ? "read" : "about", leaf.dataset.pin ?? leaf.dataset.about);
    });
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      const query = element.querySelector("#x-find").value;
      if (query.trim()) show("find", query);
    });
    form.elements.day.addEventListener("change", () => { if (shown) show(...shown); });
  };
})();
