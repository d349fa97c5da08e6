// The language of the page: what was chosen, else that of the browser. Runs before Gradio reads `navigator.language`.
(() => {
  "use strict";
  const key = "crosslex-lang";
  let chosen = document.cookie.match(/(?:^|;\s*)crosslex-lang=(en|zh)/)?.[1] ?? null;
  try { chosen = localStorage.getItem(key) ?? chosen; } catch { /* storage is forbidden: the cookie serves */ }
  const lang = chosen === "zh" || chosen === "en" ? chosen : (navigator.language || "en").startsWith("zh") ? "zh" : "en";
  const tag = lang === "zh" ? "zh-CN" : "en";
  Object.defineProperty(navigator, "language", { get: () => tag, configurable: true });
  Object.defineProperty(navigator, "languages", { get: () => [tag], configurable: true });
  const root = document.documentElement;
  const speak = () => { root.lang = lang === "zh" ? "zh-Hans" : "en"; root.dataset.lang = lang; };
  speak();
  new MutationObserver(() => { if (root.dataset.lang !== lang || !root.lang.startsWith(lang)) speak(); })
    .observe(root, { attributes: true, attributeFilter: ["lang", "data-lang"] });

  document.addEventListener("click", (event) => {
    const other = event.target.closest?.(".x-switch")?.dataset.lang;
    if (!other) return;
    try { localStorage.setItem(key, other); } catch { /* as above */ }
    document.cookie = `${key}=${other}; path=/; max-age=31536000; SameSite=Lax`;
    location.reload();
  });

  window.crosslex = { lang };
})();
