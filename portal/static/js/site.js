// Small helps on top of plain HTML: every page works without this file.
// Words come from the templates (data attributes), so that they are translated.

const announcer = document.getElementById("announcer");

/** Let a screen reader say it. */
function announce(text) {
  if (!announcer) return;
  announcer.textContent = "";
  setTimeout(() => { announcer.textContent = text; }, 50); // an empty region first, or a repeat is not read
}

/* ---- Copying: <button data-copy="#id" data-announce="…" data-failed="…"> ---- */

const KEPT = new Set(["href", "lang", "dir", "start", "type", "reversed", "value", "colspan", "rowspan"]);
const LEFT_OUT = "button, input[type=checkbox], svg, [hidden], [data-no-copy], .ds-sr-only";

/** What leaves the page: typed values as text, no controls, no classes, full addresses. */
function excerpt(source) {
  const copy = source.cloneNode(true);
  const typed = source.querySelectorAll("input, select, textarea");
  copy.querySelectorAll("input, select, textarea").forEach((field, index) => {
    if (field.type === "checkbox" || field.type === "radio") return;
    const original = typed[index];
    field.replaceWith(original.selectedOptions?.[0]?.text ?? (original.value || original.placeholder));
  });
  copy.querySelectorAll(LEFT_OUT).forEach((element) => element.remove());
  copy.querySelectorAll("a[href]").forEach((link) => link.setAttribute("href", link.href));
  for (const element of copy.querySelectorAll("*")) {
    for (const { name } of [...element.attributes]) if (!KEPT.has(name)) element.removeAttribute(name);
  }
  const sheet = document.createElement("div");
  sheet.lang = source.closest("[lang]")?.lang ?? "";
  sheet.append(...copy.childNodes);
  return sheet;
}

/** As plain text with its line breaks, which innerText only gives for what is laid out, and with list numbers. */
function plainText(sheet) {
  const place = document.createElement("div");
  place.className = "off-screen";
  place.append(sheet.cloneNode(true));
  for (const list of place.querySelectorAll("ol, ul")) {
    [...list.children].forEach((item, index) => item.prepend(list.matches("ol") ? `${list.start + index}. ` : "– "));
  }
  document.body.append(place);
  const text = place.innerText.replaceAll("\u00a0", " ").trim();
  place.remove();
  return text;
}

/** For browsers without the asynchronous clipboard, and for pages served without TLS. */
function copyByEvent(html, text) {
  let done = false;
  const fill = (event) => {
    event.clipboardData.setData("text/html", html);
    event.clipboardData.setData("text/plain", text);
    event.preventDefault();
    done = true;
  };
  document.addEventListener("copy", fill);
  document.execCommand("copy");
  document.removeEventListener("copy", fill);
  return done;
}

async function writeClipboard(html, text) {
  const parts = { "text/html": new Blob([html], { type: "text/html" }), "text/plain": new Blob([text], { type: "text/plain" }) };
  try {
    await navigator.clipboard.write([new ClipboardItem(parts)]);
    return true;
  } catch {
    return copyByEvent(html, text);
  }
}

/** <input type=checkbox data-source-line-switch="#id"> keeps or drops the [data-source-line] in #id. */
function showSourceLine(box) {
  for (const line of document.querySelectorAll(`${box.dataset.sourceLineSwitch} [data-source-line]`)) line.hidden = !box.checked;
}

async function copyFrom(button) {
  const source = document.querySelector(button.dataset.copy);
  if (!source) return;
  const sheet = excerpt(source);
  const done = await writeClipboard(sheet.outerHTML, plainText(sheet));
  announce(done ? button.dataset.announce : button.dataset.failed);
  if (!done) {
    getSelection().selectAllChildren(source); // the reader can press Ctrl and C
    return;
  }
  button.classList.add("copied");
  setTimeout(() => button.classList.remove("copied"), 2500);
}

/* ---- Values: <input data-parameter="cycles"> fills <span data-value-of="cycles"> ---- */

function showValue(field) {
  const scope = field.closest("[data-parameter-scope]") ?? document;
  for (const place of scope.querySelectorAll("[data-value-of]")) {
    if (place.dataset.valueOf !== field.dataset.parameter) continue;
    place.dataset.unfilled ??= place.textContent;
    place.textContent = field.selectedOptions?.[0]?.text ?? (field.value.trim() || place.dataset.unfilled);
  }
}

/* ---- Ticking all: <input type=checkbox data-select-target="#list">; counting: <output data-count-of="#list"> ---- */

const boxesIn = (selector) => [...(document.querySelector(selector)?.querySelectorAll("input[type=checkbox]") ?? [])].filter((box) => !box.disabled && !box.dataset.selectTarget);

function selectAll(control) {
  const boxes = boxesIn(control.dataset.selectTarget);
  const tick = control.type === "checkbox" ? control.checked : !boxes.every((box) => box.checked);
  boxes.forEach((box) => { box.checked = tick; });
  recount();
}

function recount() {
  for (const place of document.querySelectorAll("[data-count-of]")) {
    place.textContent = boxesIn(place.dataset.countOf).filter((box) => box.checked).length;
  }
  for (const master of document.querySelectorAll("input[data-select-target]")) {
    const boxes = boxesIn(master.dataset.selectTarget);
    const ticked = boxes.filter((box) => box.checked).length;
    master.checked = ticked > 0 && ticked === boxes.length;
    master.indeterminate = ticked > 0 && ticked < boxes.length;
  }
}

/* ---- Level switch: the style sheet does it; this is for browsers without :has() ---- */

function showLevel(group) {
  const chosen = group.querySelector(".segmented input:checked")?.value;
  if (!chosen) return;
  for (const panel of group.querySelectorAll("[data-level]")) panel.hidden = !panel.dataset.level.split(" ").includes(chosen);
}

/* ---- Keyboard: / j k x c ? ---- */

const dialog = document.getElementById("shortcuts");
const shortcutsSwitch = dialog?.querySelector("[data-shortcuts-switch]");
const remembered = () => { try { return localStorage.getItem("shortcuts"); } catch { return null; } };
const remember = (value) => { try { localStorage.setItem("shortcuts", value); } catch { /* private window: for this page only */ } };
let shortcutsOn = remembered() !== "off";

const currentItem = () => document.activeElement?.closest("[data-item]");

function moveBy(step) {
  const items = [...document.querySelectorAll("[data-item]")].filter((item) => item.getClientRects().length);
  const here = items.indexOf(currentItem());
  const next = items[here < 0 ? (step > 0 ? 0 : items.length - 1) : here + step];
  if (!next) return;
  next.tabIndex = -1;
  next.focus();
}

function focusSearch() {
  const field = document.querySelector("main input[type=search]") ?? document.getElementById("site-search");
  const menu = field?.closest("[popover]");
  if (menu && !field.getClientRects().length) menu.showPopover?.();
  field?.focus();
  field?.select();
}

const KEYS = {
  "/": focusSearch,
  "?": () => dialog?.showModal(),
  j: () => moveBy(1),
  k: () => moveBy(-1),
  x: () => currentItem()?.querySelector("input[type=checkbox]")?.click(),
  c: () => (currentItem() ?? document).querySelector("[data-copy]")?.click(),
};

function isTyping(target) {
  return target.isContentEditable || target.matches("textarea, select, input:not([type=checkbox], [type=radio], [type=button], [type=submit])");
}

document.addEventListener("keydown", (event) => {
  if (event.key === "Escape") {
    for (const menu of document.querySelectorAll("details.menu[open]")) {
      menu.open = false;
      menu.querySelector("summary").focus();
    }
  }
  if (!shortcutsOn || event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
  if (isTyping(event.target) || document.querySelector("dialog[open]")) return;
  const action = KEYS[event.key];
  if (!action) return;
  event.preventDefault();
  action();
});

/* ---- Long work: <form data-working="…"> says so until the answer comes ---- */

/** A bar without a value: the server answers once, when all is done. */
function showWork(form) {
  const note = document.createElement("label");
  note.className = "working";
  note.append(document.createElement("progress"), form.dataset.working);
  form.append(note);
  announce(form.dataset.working);
}

addEventListener("pageshow", () => document.querySelectorAll(".working").forEach((note) => note.remove())); // after going back

/* ---- One listener for each kind of event ---- */

document.addEventListener("submit", (event) => {
  if (event.target.dataset.working) showWork(event.target);
});

document.addEventListener("click", (event) => {
  const target = event.target;
  const copyButton = target.closest("[data-copy]");
  if (copyButton) copyFrom(copyButton);
  const selector = target.closest("button[data-select-target]");
  if (selector) selectAll(selector);
  if (target.closest("[data-open-shortcuts]")) dialog?.showModal();
  for (const menu of document.querySelectorAll("details.menu[open]")) if (!menu.contains(target)) menu.open = false;
});

document.addEventListener("input", (event) => {
  if (event.target.dataset.parameter) showValue(event.target);
});

document.addEventListener("change", (event) => {
  const target = event.target;
  if (target.dataset.selectTarget) selectAll(target);
  else if (target.type === "checkbox") recount();
  if (target.dataset.sourceLineSwitch) showSourceLine(target);
  if (target.closest(".segmented")) {
    const group = target.closest("[data-levels]");
    if (group) showLevel(group);
  }
  if (target === shortcutsSwitch) {
    shortcutsOn = target.checked;
    remember(shortcutsOn ? "on" : "off");
  }
});

if (shortcutsSwitch) shortcutsSwitch.checked = shortcutsOn;
document.querySelectorAll("[data-levels]").forEach(showLevel);
document.querySelectorAll("[data-source-line-switch]").forEach(showSourceLine);
document.querySelectorAll("[data-parameter]").forEach((field) => { if (field.value !== field.defaultValue) showValue(field); }); // after going back
recount();
document.querySelector("[data-focus-on-load]")?.focus();
