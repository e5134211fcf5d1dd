// One module, no libraries. Every page works without it; with it every answer saves itself at once.
//
// What is typed goes to this device's storage first and leaves it only when the server has confirmed exactly that.
// The key names person, assessment and item, so that two people or two assessments in one browser never mix.

const PAUSE = 600; // ms without typing before a text is sent
const LONGEST = 30000; // ms between two tries

class Queue {
  constructor(person, assessment) {
    this.prefix = `maturity/${person}/${assessment}/`;
    this.memory = new Map();
    try {
      localStorage.setItem(this.prefix, "");
      localStorage.removeItem(this.prefix);
      this.kept = true;
    } catch {
      this.kept = false;
    }
  }
  get(item) {
    const text = this.kept ? localStorage.getItem(this.prefix + item) : this.memory.get(item);
    try {
      return text ? JSON.parse(text) : null;
    } catch {
      return null;
    }
  }
  put(item, entry) {
    const text = JSON.stringify(entry);
    try {
      if (this.kept) return localStorage.setItem(this.prefix + item, text);
    } catch {
      this.kept = false; // full
    }
    this.memory.set(item, text);
  }
  drop(item) {
    if (this.kept) localStorage.removeItem(this.prefix + item);
    this.memory.delete(item);
  }
  items() {
    const found = [...this.memory.keys()];
    for (let i = 0; this.kept && i < localStorage.length; i++) {
      const key = localStorage.key(i);
      if (key.startsWith(this.prefix)) found.push(key.slice(this.prefix.length));
    }
    return found;
  }
}

const same = (a, b) => a.choice === b.choice && a.reason === b.reason && a.comment === b.comment;

// The answers of an assessment: on a page of items, or on one (`root` without items) that only sends what is left over.
class Sheet {
  constructor(root) {
    this.root = root;
    this.words = JSON.parse(root.dataset.words);
    this.queue = new Queue(root.dataset.person, root.dataset.assessment);
    this.token = root.dataset.token;
    this.sending = new Set();
    this.timers = new Map();
    this.tries = 0;
    this.again = null; // the timer of the next try, while something waits
    this.items = new Map([...root.querySelectorAll("[data-item]")].map((node) => [node.dataset.item, node]));
    this.listen();
    this.restore();
    this.flush();
  }

  listen() {
    this.root.addEventListener("input", (event) => this.changed(event.target));
    this.root.addEventListener("change", (event) => this.changed(event.target, 0));
    this.root.addEventListener("click", (event) => {
      const clear = event.target.closest("button.clear");
      if (clear) {
        event.preventDefault();
        const node = this.items.get(clear.value);
        for (const radio of this.radios(node)) radio.checked = false;
        this.changed(clear, 0);
        this.radios(node)[0].focus();
      }
    });
    addEventListener("online", () => this.retry());
    document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && this.retry());
    addEventListener("beforeunload", (event) => {
      if (!this.queue.kept && this.queue.items().length) event.preventDefault();
    });
  }

  radios(node) {
    return [...node.querySelectorAll("input[type=radio]")];
  }
  read(node) {
    const checked = this.radios(node).find((radio) => radio.checked);
    const choice = checked ? checked.value : "";
    const text = (kind) => node.querySelector(`[name="${kind}-${node.dataset.item}"]`).value.replace(/\r\n/g, "\n").trim();
    return { choice, reason: choice === "not-applicable" ? text("reason") : "", comment: text("comment") };
  }
  write(node, entry) {
    for (const radio of this.radios(node)) radio.checked = radio.value === entry.choice;
    node.querySelector(`[name="reason-${node.dataset.item}"]`).value = entry.reason;
    node.querySelector(`[name="comment-${node.dataset.item}"]`).value = entry.comment;
    if (entry.comment) node.querySelector("details.comment").open = true;
    this.count();
  }

  changed(field, pause = PAUSE) {
    const node = field.closest("[data-item]");
    if (!node) return;
    const item = node.dataset.item;
    const before = this.queue.get(item);
    const version = before ? before.version : Number(node.dataset.version);
    const entry = { ...this.read(node), version };
    this.count();
    if (before?.conflict) return this.conflict(item, { ...entry, conflict: before.conflict });
    this.queue.put(item, entry);
    clearTimeout(this.timers.get(item));
    this.timers.set(item, setTimeout(() => this.send(item), pause));
  }

  restore() {
    for (const item of this.queue.items()) {
      const node = this.items.get(item);
      const entry = this.queue.get(item);
      if (node) this.write(node, entry);
      if (entry?.conflict) this.conflict(item, entry);
    }
    this.count();
  }

  flush() {
    for (const item of this.queue.items()) this.send(item);
  }

  async send(item) {
    clearTimeout(this.timers.get(item));
    if (this.sending.has(item)) return;
    const entry = this.queue.get(item);
    if (!entry || entry.conflict) return;
    if (entry.choice === "not-applicable" && !entry.reason) return this.show(item, "refused", this.words.reason);
    this.sending.add(item);
    this.show(item, "saving");
    try {
      const address = this.root.dataset.save.replace("ITEM", encodeURIComponent(item));
      const headers = { "Content-Type": "application/json", Accept: "application/json", "X-CSRFToken": this.token };
      const answer = await fetch(address, { method: "PUT", headers, body: JSON.stringify(entry), keepalive: true });
      await this.heard(item, entry, answer);
    } catch {
      this.wait(item);
    } finally {
      this.sending.delete(item);
      const now = this.queue.get(item);
      if (now && !now.conflict && !same(now, entry)) this.send(item);
    }
  }

  async heard(item, sent, answer) {
    if (answer.status === 429 || answer.status >= 500) return this.wait(item);
    const told = await answer.json();
    if (answer.ok) return this.confirmed(item, sent, told);
    if (answer.status === 401 || (answer.status === 400 && told.problems?.[0]?.code === "400")) return this.renew(item);
    if (answer.status === 409 && told.current) return this.conflict(item, { ...sent, conflict: told.current });
    this.show(item, "refused", told.problems.map((problem) => `${problem.message} ${problem.remedy}`).join(" "));
    if (answer.status === 409) this.queue.drop(item); // submitted meanwhile: no second try can help
  }

  confirmed(item, sent, told) {
    this.resume();
    const node = this.items.get(item);
    const now = this.queue.get(item);
    if (now && same(now, sent)) this.queue.drop(item);
    else if (now) this.queue.put(item, { ...now, version: told.version });
    if (!node) return this.queue.items().length || location.reload();
    node.dataset.version = told.version;
    node.querySelector(`[name="seen-${item}"]`).value = told.seen;
    node.querySelector(".conflict")?.remove();
    node.querySelector("[data-carried]")?.remove(); // whoever saves an answer confirms it
    this.show(item, "saved");
    this.count();
  }

  wait(item) {
    this.show(item, "waiting", this.queue.kept ? this.words.waiting : this.words.unkept);
    if (this.again) return; // ten items that wait are one lost connection, not ten failures
    this.tries += 1;
    this.again = setTimeout(() => this.retry(), Math.min(LONGEST, 1000 * 2 ** Math.min(this.tries, 5)));
  }
  retry() {
    clearTimeout(this.again);
    this.again = null;
    this.flush();
  }
  // One answer came through: what waits need not sit out its pause.
  resume() {
    this.tries = 0;
    if (this.again) this.retry();
  }

  // The session ended, or another one began in this browser: ask for a token; send again if it is the same person's.
  async renew(item) {
    const answer = await fetch(this.root.dataset.session, { headers: { Accept: "application/json" } });
    const told = await answer.json();
    if (told.person === this.root.dataset.person && told.token !== this.token) {
      this.token = told.token;
      for (const field of document.querySelectorAll("[name=csrf_token]")) field.value = told.token;
      this.timers.set(item, setTimeout(() => this.send(item), 100));
      return;
    }
    const link = document.createElement("a");
    link.href = this.root.dataset.signIn;
    link.textContent = this.words["sign-in"];
    this.show(item, "refused", this.words["signed-out"]);
    (this.state(item) ?? this.root.querySelector("[data-state]")).append(" ", link);
  }

  conflict(item, entry) {
    this.queue.put(item, entry);
    this.show(item, "conflict");
    const node = this.items.get(item);
    if (!node) return;
    node.querySelector(".conflict")?.remove();
    const part = document.getElementById("conflict").content.cloneNode(true);
    part.querySelector("[data-mine]").textContent = this.tell(node, entry);
    part.querySelector("[data-theirs]").textContent = `${this.tell(node, entry.conflict)} (${entry.conflict.by} ${entry.conflict.at})`;
    for (const button of part.querySelectorAll("[data-keep]")) {
      button.addEventListener("click", () => this.settle(item, button.dataset.keep));
    }
    node.append(part);
  }

  settle(item, whose) {
    const node = this.items.get(item);
    const theirs = this.queue.get(item).conflict;
    node.querySelector(".conflict")?.remove();
    node.dataset.version = theirs.version;
    if (whose === "theirs") {
      this.queue.drop(item);
      this.write(node, theirs);
      node.querySelector(`[name="seen-${item}"]`).value = theirs.seen;
      return this.show(item, "saved");
    }
    this.queue.put(item, { ...this.read(node), version: theirs.version });
    this.send(item);
  }

  tell(node, entry) {
    const radio = this.radios(node).find((each) => each.value === entry.choice);
    const words = radio ? radio.parentElement.textContent.trim() : this.words.open;
    return [entry.reason ? words + this.words.colon + entry.reason : words, entry.comment].filter(Boolean).join(" · ");
  }
  state(item) {
    return this.items.get(item)?.querySelector("[data-state]");
  }
  show(item, state, words = this.words[state]) {
    const node = this.state(item) ?? this.root.querySelector("[data-state]");
    if (!this.items.size) this.root.hidden = false;
    node.dataset.state = state;
    node.textContent = words;
  }

  // Keep the figures in the margin true without asking the server.
  count() {
    let all = 0;
    let done = 0;
    for (const section of this.root.querySelectorAll(".at-level")) {
      const items = [...section.querySelectorAll("[data-item]")];
      const answered = items.filter((node) => this.radios(node).some((radio) => radio.checked)).length;
      this.figure(section.querySelector("h2 .count"), answered, items.length);
      all += items.length;
      done += answered;
    }
    if (!this.items.size) return;
    const here = document.querySelector(".contents [aria-current] .count");
    const whole = document.querySelector(".fold > summary .count");
    if (here && whole) {
      const [before] = here.textContent.split("/").map(Number);
      const [answered, total] = whole.textContent.split("/").map(Number);
      whole.textContent = `${answered - before + done}/${total}`;
    }
    this.figure(here, done, all);
  }
  figure(node, done, all) {
    if (!node) return;
    node.textContent = `${done}/${all}`;
    node.classList.toggle("done", done === all);
  }
}

function keys(form) {
  const items = [...form.querySelectorAll("[data-item]")];
  const current = () => document.activeElement.closest?.("[data-item]");
  const go = (step) => {
    const here = items.indexOf(current());
    const node = items[Math.max(0, Math.min(items.length - 1, here + step))];
    const radios = [...node.querySelectorAll("input[type=radio]")];
    (radios.find((radio) => radio.checked) ?? radios[0]).focus({ preventScroll: true });
    node.scrollIntoView({ block: "nearest" });
  };
  const choose = (digit) => {
    const node = current();
    const radios = node ? [...node.querySelectorAll("input[type=radio]")] : [];
    const radio = digit === 0 ? radios.at(-1) : radios.slice(0, -1)[digit - 1];
    if (!radio) return;
    radio.focus();
    radio.click();
    if (digit === 0) node.querySelector(".reason input").focus();
  };
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    if (event.target.matches("textarea, select, input:not([type=radio])")) return;
    if (event.key === "j") go(1);
    else if (event.key === "k") go(-1);
    else if (event.key === "?") document.querySelector(".intro").toggleAttribute("open");
    else if (/^[0-9]$/.test(event.key) && current()) choose(Number(event.key));
    else return;
    event.preventDefault();
  });
}

function fold() {
  const narrow = matchMedia("(max-width: 900px)");
  for (const part of document.querySelectorAll("details.fold")) part.open = !narrow.matches;
}

// The usual type of production of a division is a suggestion: it never replaces a choice.
function suggest(select) {
  let chosen = Boolean(document.querySelector("[name=production_type]:checked"));
  for (const radio of document.querySelectorAll("[name=production_type]")) {
    radio.addEventListener("change", () => (chosen = true));
  }
  select.addEventListener("change", () => {
    const radio = document.querySelector(`[name=production_type][value="${select.selectedOptions[0].dataset.type}"]`);
    if (!chosen) for (const each of document.querySelectorAll("[name=production_type]")) each.checked = each === radio;
  });
}

// A second click on a button that sends a form finds it already sent.
function once(form) {
  form.addEventListener("submit", (event) => {
    if (form.dataset.sent) event.preventDefault();
    form.dataset.sent = "yes";
  });
  addEventListener("pageshow", () => delete form.dataset.sent);
}

// A button that copies a field; where the browser does not let it, the field is selected instead.
function copy(button) {
  const field = document.getElementById(button.dataset.copy);
  button.hidden = false;
  button.addEventListener("click", async () => {
    field.select();
    try {
      await navigator.clipboard.writeText(field.value);
      button.textContent = button.dataset.done;
    } catch {
      field.focus();
    }
  });
}

const answers = document.getElementById("answers");
if (answers && answers.dataset.frozen === "no") {
  new Sheet(answers);
  keys(answers);
  if (location.hash.startsWith("#item-")) document.getElementById(decodeURIComponent(location.hash.slice(1)))?.focus();
}
// Work that goes on beside the page: its part is asked for again until nothing is under way.
async function watch(part) {
  const answer = await fetch(part.dataset.watch).catch(() => null);
  const text = answer?.ok ? await answer.text() : "";
  const fresh = new DOMParser().parseFromString(text, "text/html").getElementById(part.id);
  if (fresh && !part.contains(document.activeElement)) part.replaceWith(fresh);
  const now = document.getElementById(part.id);
  if (now.dataset.watch) setTimeout(() => watch(now), 1000);
}
for (const part of document.querySelectorAll("[data-watch]")) setTimeout(() => watch(part), 1000);

const left = document.getElementById("left-over");
if (left) {
  const sheet = new Sheet(left);
  document.getElementById("submit-assessment")?.addEventListener("submit", (event) => {
    if (!sheet.queue.items().length) return;
    event.preventDefault(); // what is still on this device belongs to what is submitted
    event.stopImmediatePropagation();
    left.hidden = false;
    left.scrollIntoView();
    sheet.flush();
  });
}
for (const line of document.querySelectorAll("nav.sections, nav.within")) {
  const here = line.querySelector("[aria-current]"); // on a phone the line is longer than the screen
  if (here) line.scrollLeft = here.offsetLeft - line.offsetLeft - (line.clientWidth - here.offsetWidth) / 2;
}
fold();
for (const form of document.querySelectorAll("form[method=post]")) once(form);
for (const button of document.querySelectorAll("[data-copy]")) copy(button);
const division = document.querySelector("select#division");
if (division) suggest(division);
document.querySelector(".mistakes[tabindex]")?.focus();
