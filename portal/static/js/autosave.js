// Saves <form data-autosave> in the background. Everything works without it: the buttons save too.
// The answers are those of the view: {seen, saved}, or {problem, compare}. Sentences come from there and from the form.

const PAUSE = 3000; // after the last key
const RETRY = 15000;

class Autosave {
  constructor(form, status) {
    this.form = form;
    this.status = status;
    this.kept = this.text(); // what the server has
    this.timer = 0;
    this.running = null;
    this.stopped = false; // somebody has to look first: two texts, or no right to write any more
    this.leaving = false;
    this.listen();
  }

  listen() {
    for (const kind of ["input", "change"]) this.form.addEventListener(kind, () => this.soon(PAUSE));
    this.form.addEventListener("submit", (event) => this.onSubmit(event));
    addEventListener("online", () => this.save());
    addEventListener("offline", () => { if (this.isDirty()) this.say(this.form.dataset.offline); });
    addEventListener("pagehide", () => this.save());
    addEventListener("pageshow", (event) => { if (event.persisted) { this.leaving = false; this.save(true); } });
    document.addEventListener("visibilitychange", () => { if (document.hidden) this.save(); });
    addEventListener("beforeunload", (event) => { if (!this.leaving && this.isDirty() && this.isInTheWay()) event.preventDefault(); });
  }

  /** What stands in the form, without the mark of what was seen. */
  text() {
    const fields = [...new FormData(this.form)].filter(([name]) => name !== "seen" && name !== "csrfmiddlewaretoken");
    return JSON.stringify(fields);
  }

  isDirty() { return this.text() !== this.kept; }

  /** Whether leaving now would lose something: saving on the way out is not going to work. */
  isInTheWay() { return this.stopped || !navigator.onLine || (this.running !== null && this.text() !== this.sent); }

  soon(wait) {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.save(), wait);
  }

  /** Send what was typed; `always` asks for the present mark even if nothing was. One at a time. */
  async save(always = false) {
    if (this.stopped || this.leaving || this.running || !(always || this.isDirty())) return;
    clearTimeout(this.timer);
    if (!navigator.onLine) { this.say(this.form.dataset.offline); return; }
    this.sent = this.text();
    this.running = this.send(this.sent);
    await this.running;
    this.running = null;
    if (this.isDirty() && !this.refused) this.soon(PAUSE);
  }

  async send(text) {
    const body = new FormData(this.form);
    body.set("do", "autosave");
    this.refused = false;
    try {
      const answer = await this.fetch(body);
      const isOurs = !answer.redirected && answer.headers.get("content-type")?.includes("json");
      if (!isOurs) this.stop(answer.status >= 500 ? "" : this.form.dataset.gone);
      else this.take(await answer.json(), answer.status, text);
    } catch {
      this.later();
    }
  }

  /** It outlives the page, if it is short enough for that. */
  async fetch(body) {
    const options = { method: "POST", body, headers: { Accept: "application/json" }, credentials: "same-origin" };
    try {
      return await fetch(this.form.action, { ...options, keepalive: true });
    } catch {
      return fetch(this.form.action, options);
    }
  }

  take(answer, status, text) {
    if (answer.seen) {
      this.form.elements.seen.value = answer.seen;
      this.kept = text;
      this.say(answer.saved);
    } else if (status === 409) {
      this.stop(answer.problem, answer.compare);
    } else {
      this.refused = true; // until it is typed otherwise
      this.say(answer.problem);
    }
  }

  later() {
    this.refused = true; // no sooner than this
    this.say(navigator.onLine ? this.form.dataset.failed : this.form.dataset.offline);
    this.soon(RETRY);
  }

  stop(problem, compare) {
    if (!problem) { this.later(); return; }
    this.stopped = true;
    this.say(problem);
    if (!compare) return;
    const button = document.createElement("button"); // it sends the form as it is, and the page shows both texts
    button.className = "ds-button";
    button.dataset.variant = "secondary";
    button.name = "do";
    button.value = "save";
    button.textContent = compare;
    this.status.append(" ", button);
  }

  /** A button was pressed: let what is on its way arrive first, or its mark would be older than itself. */
  async onSubmit(event) {
    clearTimeout(this.timer);
    if (!this.running) { this.leaving = true; return; }
    event.preventDefault();
    await this.running;
    this.leaving = true;
    this.form.requestSubmit(event.submitter);
  }

  say(text) {
    if (this.status.textContent !== text) this.status.textContent = text;
  }
}

for (const form of document.querySelectorAll("form[data-autosave]")) {
  const status = form.querySelector("[data-autosave-status]");
  if (status) new Autosave(form, status);
}
