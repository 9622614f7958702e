// Titles while somebody types in a search box: a combobox with a list, as the ARIA Authoring Practices have it.
// Without this file the box is a form; nothing is lost.

const PAUSE = 150; // milliseconds after the last key
const SHORTEST = 2; // letters
let boxes = 0;

class Suggestions {
  constructor(field) {
    this.field = field;
    this.form = field.form;
    this.active = -1;
    this.list = document.createElement("ul");
    this.list.className = "suggestions";
    this.list.id = `suggestions-${++boxes}`;
    this.list.hidden = true;
    this.list.setAttribute("role", "listbox");
    this.list.setAttribute("aria-label", field.labels[0]?.textContent.trim() ?? "");
    this.form.append(this.list);
    const states = { role: "combobox", "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": this.list.id };
    for (const [name, value] of Object.entries(states)) field.setAttribute(name, value);
    field.addEventListener("input", () => this.wait());
    field.addEventListener("keydown", (event) => this.press(event));
    field.addEventListener("blur", () => this.close());
    this.list.addEventListener("mousedown", (event) => event.preventDefault()); // the field keeps the focus
    this.list.addEventListener("click", (event) => this.open(event.target.closest("[role=option]")));
  }

  get options() {
    return [...this.list.children];
  }

  /** Ask once the typing pauses; what was asked before is not wanted any more. */
  wait() {
    clearTimeout(this.timer);
    this.request?.abort();
    if (this.field.value.trim().length < SHORTEST) this.close();
    else this.timer = setTimeout(() => this.ask(), PAUSE);
  }

  async ask() {
    this.request = new AbortController();
    const { signal } = this.request;
    const address = new URL("suggest.json", this.form.action);
    for (const [name, value] of new FormData(this.form)) address.searchParams.append(name, value);
    try {
      const answer = await fetch(address, { signal, headers: { Accept: "application/json" } });
      if (!answer.ok) throw new Error(answer.statusText);
      const { titles } = await answer.json();
      if (!signal.aborted && document.activeElement === this.field) this.show(titles);
    } catch {
      if (!signal.aborted) this.close(); // the form is still there
    }
  }

  show(titles) {
    this.list.replaceChildren(...titles.map((found, number) => this.option(found, number)));
    this.mark(-1);
    this.list.hidden = !titles.length;
    this.field.setAttribute("aria-expanded", String(titles.length > 0));
  }

  option(found, number) {
    const option = document.createElement("li");
    option.id = `${this.list.id}-${number}`;
    option.dataset.url = found.url;
    option.lang = found.language;
    option.setAttribute("role", "option");
    option.setAttribute("aria-selected", "false");
    option.textContent = [found.code, found.title].filter(Boolean).join(" ");
    return option;
  }

  close() {
    clearTimeout(this.timer);
    this.request?.abort();
    this.list.hidden = true;
    this.mark(-1);
    this.field.setAttribute("aria-expanded", "false");
  }

  /** One option, or the field itself again. */
  mark(number) {
    this.active = number;
    this.options.forEach((option, place) => option.setAttribute("aria-selected", String(place === number)));
    const option = this.options[number];
    if (option) {
      this.field.setAttribute("aria-activedescendant", option.id);
      option.scrollIntoView({ block: "nearest" });
    } else this.field.removeAttribute("aria-activedescendant");
  }

  press(event) {
    if (event.isComposing || this.list.hidden) return;
    const count = this.options.length;
    const moves = {
      ArrowDown: () => this.mark(this.active + 1 < count ? this.active + 1 : -1),
      ArrowUp: () => this.mark(this.active < 0 ? count - 1 : this.active - 1),
      Escape: () => this.close(),
      Enter: () => this.open(this.options[this.active]),
    };
    const move = moves[event.key];
    if (!move || (event.key === "Enter" && this.active < 0)) return; // the form is sent
    event.preventDefault();
    event.stopPropagation();
    move();
  }

  open(option) {
    if (option) location.assign(option.dataset.url);
  }
}

for (const field of document.querySelectorAll("form.search-box[action$='/search/'] input[type=search]")) new Suggestions(field);
