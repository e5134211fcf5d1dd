// The answers of an assessment: on a page of items, or on one (`root` without items) that only sends what is left over.

import { Queue } from "./queue.js";
import { Waiting } from "./waiting.js";

const PAUSE = 600; // ms without typing before a text is sent
const LONG_PAUSE = 2000; // the same of a number or a name, which cannot be read half written
const LONGEST = 30000; // ms between two tries

const flat = (entered) => JSON.stringify(Object.entries(entered ?? {}).sort());
const same = (a, b) =>
  a.choice === b.choice && a.reason === b.reason && a.comment === b.comment && flat(a.entered) === flat(b.entered);
// The field of the number that a field of a unit stands beside; of others themselves.
const numberOf = (name) => (name === "unit" ? "number" : name.replace(/\.unit$/, ""));
export const length = (text) => [...text].length; // characters, as the server counts them

export class Sheet {
  constructor(root) {
    this.root = root;
    this.words = JSON.parse(root.dataset.words);
    this.choices = JSON.parse(root.dataset.choices);
    this.frozen = root.dataset.frozen === "yes";
    this.queue = new Queue(root.dataset.person, root.dataset.assessment);
    this.token = root.dataset.token;
    this.sending = new Set();
    this.timers = new Map();
    this.told = new Map(); // item -> why it still waits
    this.tries = 0;
    this.again = null; // the timer of the next try, while something waits
    this.items = new Map([...root.querySelectorAll("[data-item]")].map((node) => [node.dataset.item, node]));
    this.stored = new Map([...this.items].map(([item, node]) => [item, this.read(node)]));
    this.kinds = this.tally();
    this.list = new Waiting(this);
    this.listen();
    this.restore();
    this.flush();
  }

  listen() {
    this.root.addEventListener("input", (event) => this.changed(event.target, event.target.matches("[data-field]") ? LONG_PAUSE : PAUSE));
    this.root.addEventListener("change", (event) => {
      this.changed(event.target, 0);
      // Words typed from here on are the reason, whatever chose the answer: pointer, arrow or digit.
      if (event.target.value === "not-applicable") event.target.closest("[data-item]").querySelector(".reason input").focus();
    });
    this.root.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" || event.isComposing || !event.target.matches("[data-item] input")) return;
      event.preventDefault(); // it would press the first button of the page
      this.changed(event.target, 0);
    });
    this.root.addEventListener("click", (event) => {
      const clear = event.target.closest("button.clear");
      const comment = event.target.closest("details.comment > summary");
      const more = event.target.closest("button[data-more]");
      if (!clear && !comment && !more) return;
      event.preventDefault();
      if (more) return this.addRow(more.closest("[data-item]")).querySelector("input").focus();
      if (comment) return this.unfold(comment.parentElement);
      const node = this.items.get(clear.value);
      for (const radio of this.radios(node)) radio.checked = false;
      this.fill(node, {});
      this.changed(clear, 0);
      (this.fields(node)[0] ?? this.radios(node)[0]).focus();
    });
    addEventListener("online", () => this.retry());
    document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && this.retry());
    addEventListener("beforeunload", (event) => {
      if (!this.queue.kept && this.queue.items().length) event.preventDefault();
    });
  }

  // A comment that is opened has the focus at once: what is typed next belongs there.
  unfold(comment) {
    comment.open = !comment.open;
    if (comment.open) comment.querySelector("textarea").focus();
  }

  radios(node) {
    return [...node.querySelectorAll(`[name="choice-${node.dataset.item}"]`)];
  }
  fields(node) {
    return [...node.querySelectorAll("[data-field]")];
  }
  // What is entered beside choices: the fields that are not blank, by name; units of numbers that are blank do not count.
  entered(node) {
    const value = (field) => (field.type === "checkbox" ? (field.checked ? field.value : "") : field.value.replace(/\r\n/g, "\n").trim());
    const found = new Map(this.fields(node).map((field) => [field.dataset.field, value(field)]).filter((pair) => pair[1]));
    return Object.fromEntries([...found].filter(([name]) => found.has(numberOf(name))));
  }
  fill(node, entered) {
    const rows = Object.keys(entered).map((name) => Number(/^(\d+)\./.exec(name)?.[1] ?? -1));
    while (node.querySelector("[data-more]") && node.querySelectorAll("[data-row]").length <= Math.max(...rows) && this.addRow(node));
    for (const field of this.fields(node)) {
      const name = field.dataset.field;
      const words = entered[name] ?? (numberOf(name) in entered ? "" : (field.dataset.usual ?? ""));
      if (field.type === "checkbox") field.checked = Boolean(words);
      else if (field.tagName !== "SELECT" || [...field.options].some((option) => option.value === words)) field.value = words;
    }
  }
  // Another row of a table, numbered after its last one; null where it has as many as it may have.
  addRow(node) {
    const table = node.querySelector("table.records");
    const last = table.querySelector("[data-row]:last-child");
    const number = Number(last.dataset.row) + 1;
    if (number >= Number(table.dataset.most)) return null;
    const row = last.cloneNode(true);
    row.dataset.row = number;
    for (const field of row.querySelectorAll("[data-field]")) {
      field.dataset.field = field.dataset.field.replace(/^\d+/, number);
      field.name = `${node.dataset.item}:${field.dataset.field}`;
      field.setAttribute("aria-label", field.getAttribute("aria-label").replace(/\d+/, number + 1));
      field.value = "";
    }
    last.after(row);
    if (number + 1 >= Number(table.dataset.most)) node.querySelector("[data-more]").hidden = true;
    return row;
  }
  answered(node) {
    return this.radios(node).some((radio) => radio.checked) || this.fields(node).some((field) => this.given(field));
  }
  given(field) {
    return field.type === "checkbox" ? field.checked : field.tagName !== "SELECT" && Boolean(field.value.trim());
  }
  read(node) {
    const checked = this.radios(node).find((radio) => radio.checked);
    const choice = checked ? checked.value : "";
    const text = (kind) => node.querySelector(`[name="${kind}-${node.dataset.item}"]`).value.replace(/\r\n/g, "\n").trim();
    const reason = choice === "not-applicable" ? text("reason") : "";
    const entry = { choice, reason, comment: text("comment"), version: Number(node.dataset.version) };
    return this.fields(node).length ? { ...entry, entered: choice ? {} : this.entered(node) } : entry;
  }
  write(node, entry) {
    for (const radio of this.radios(node)) radio.checked = radio.value === entry.choice;
    for (const kind of ["reason", "comment"]) {
      const field = node.querySelector(`[name="${kind}-${node.dataset.item}"]`);
      field.value = entry[kind];
      field.dispatchEvent(new Event("written"));
    }
    if (entry.comment) node.querySelector("details.comment").open = true;
    if (this.fields(node).length) this.fill(node, entry.entered ?? {});
    this.count();
  }

  changed(field, pause = PAUSE) {
    const node = field.closest("[data-item]");
    if (!node) return;
    const item = node.dataset.item;
    const before = this.queue.get(item);
    const now = this.read(node);
    if (!before && same(now, this.stored.get(item)) && !node.querySelector("[data-carried]")) return;
    const entry = { ...now, version: before ? before.version : now.version };
    this.outdate(item);
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
      if (node && entry && !this.frozen) this.write(node, entry);
      if (entry?.conflict) this.conflict(item, entry);
    }
    this.count();
  }

  async flush() {
    if (!this.queue.items().length) return;
    await this.list.look();
    for (const item of this.queue.items()) this.send(item);
  }

  // Why an answer cannot be sent as it is; "" when it can.
  obstacle(entry) {
    if (this.frozen) return this.words.frozen;
    if (entry.choice === "not-applicable" && !entry.reason) return this.words.reason;
    for (const kind of ["reason", "comment"]) {
      const limit = Number(this.root.dataset[`${kind}Limit`]);
      const count = length(entry[kind]);
      if (count > limit) return this.words[`${kind}-long`].replace("{count}", count).replace("{limit}", limit);
    }
    return "";
  }

  async send(item) {
    clearTimeout(this.timers.get(item));
    if (this.sending.has(item)) return;
    const entry = this.queue.get(item);
    if (!entry) return;
    const obstacle = this.obstacle(entry);
    if (obstacle) return this.refuse(item, obstacle);
    if (entry.conflict) return this.conflict(item, entry);
    this.sending.add(item);
    this.show(item, "saving");
    try {
      const address = this.root.dataset.save.replace("ITEM", encodeURIComponent(item));
      const headers = { "Content-Type": "application/json", Accept: "application/json", "X-CSRFToken": this.token };
      const body = JSON.stringify({ ...entry, person: this.root.dataset.person });
      const answer = await fetch(address, { method: "PUT", headers, body, keepalive: true });
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
    if (answer.status === 429 || answer.status >= 500) return this.wait(item, Number(answer.headers.get("Retry-After")));
    const told = await answer.json();
    if (answer.ok) return this.confirmed(item, sent, told);
    if (answer.status === 401 || (answer.status === 400 && told.problems?.[0]?.code === "400")) return this.renew(item);
    if (answer.status === 409 && told.current) return this.conflict(item, { ...sent, conflict: told.current });
    this.refuse(item, told.problems.map((problem) => `${problem.message} ${problem.remedy}`).join(" "));
  }

  confirmed(item, sent, told) {
    this.resume();
    const now = this.queue.get(item);
    if (now && same(now, sent)) this.queue.drop(item);
    else if (now) this.queue.put(item, { ...now, version: told.version });
    this.keep(item, told);
    if (!now || same(now, sent)) this.unify(item, told.entered ?? {});
    this.show(item, "saved");
    this.compute(item, told);
    this.count();
  }

  // A unit that was typed behind a number is chosen beside it, as the store has it: what is computed from both stands.
  unify(item, entered) {
    const node = this.items.get(item);
    if (!node) return;
    const fields = new Map(this.fields(node).map((field) => [field.dataset.field, field]));
    for (const [name, field] of fields) {
      const number = numberOf(name);
      const unit = entered[name] ?? "";
      const stands = number !== name && entered[number] === fields.get(number).value.trim();
      if (stands && [...field.options].some((option) => option.value === unit)) field.value = unit;
    }
    this.outdate(item);
  }

  // The store holds `told`: what is typed from here on builds on it.
  keep(item, told) {
    const node = this.items.get(item);
    if (!node) return;
    this.stored.set(item, told);
    node.dataset.version = told.version;
    node.querySelector(`[name="seen-${item}"]`).value = told.seen;
    node.querySelector(".conflict")?.remove();
    node.querySelector("[data-carried]")?.remove(); // whoever saves an answer confirms it
  }

  // How a number was read, and what is computed from it and others.
  compute(item, told) {
    const reading = this.items.get(item)?.querySelector("[data-reading]");
    if (reading) reading.textContent = told.reading ? this.words.reading.replace("{number}", told.reading) : "";
    for (const [id, found] of Object.entries(told.computed ?? {})) {
      for (const node of this.root.querySelectorAll(`[data-figure="${id}"]`)) {
        node.querySelector("[data-value]").textContent = found.value;
        node.querySelector("[data-note]").textContent = found.note;
      }
    }
  }

  // What was read and computed of the saved numbers does not stand beside others.
  outdate(item) {
    const node = this.items.get(item);
    if (!node?.querySelector("[data-field]")) return;
    const now = this.read(node);
    const stored = this.stored.get(item);
    const other = now.choice !== stored.choice || flat(now.entered) !== flat(stored.entered);
    for (const part of node.querySelectorAll("[data-reading], .follows")) part.hidden = other;
  }

  // It cannot be saved as it stands. What the assessment no longer asks is let go of: nobody could mend it.
  refuse(item, words) {
    if (this.list.outside(item)) return this.list.letGo(item, this.words.outside);
    this.show(item, "refused", words);
  }

  // `seconds`: how long the server asks for, 0 where it says nothing. A little by chance keeps a crowd from coming back at once.
  wait(item, seconds = 0) {
    this.show(item, "waiting", this.queue.kept ? this.words.waiting : this.words.unkept);
    if (this.again) return; // ten items that wait are one lost connection, not ten failures
    this.tries += 1;
    const pause = seconds ? 1000 * seconds * (1 + Math.random() / 2) : 1000 * 2 ** Math.min(this.tries, 5);
    this.again = setTimeout(() => this.retry(), Math.min(LONGEST, pause));
  }
  retry() {
    clearTimeout(this.again);
    this.again = null;
    return this.flush();
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
    this.state(item)?.append(" ", link);
  }

  conflict(item, entry) {
    if (this.list.outside(item)) return this.list.letGo(item, this.words.outside);
    this.queue.put(item, entry);
    this.show(item, "conflict");
    const node = this.items.get(item);
    if (!node) return;
    node.querySelector(".conflict")?.remove();
    const part = document.getElementById("conflict").content.cloneNode(true);
    part.querySelector("[data-mine]").textContent = this.tell(entry);
    part.querySelector("[data-theirs]").textContent = this.theirs(entry);
    for (const button of part.querySelectorAll("[data-keep]")) {
      button.addEventListener("click", () => this.settle(item, button.dataset.keep));
    }
    node.append(part);
  }

  settle(item, whose) {
    const { conflict, ...mine } = this.queue.get(item);
    this.keep(item, conflict);
    if (whose === "theirs") return this.discard(item);
    this.queue.put(item, { ...mine, version: conflict.version });
    this.send(item);
  }

  // Forget what waits at an item; its fields show what the store holds.
  discard(item) {
    clearTimeout(this.timers.get(item));
    this.queue.drop(item);
    const node = this.items.get(item);
    if (node) this.write(node, this.stored.get(item));
    this.show(item, this.stored.get(item)?.version ? "saved" : "", this.stored.get(item)?.version ? this.words.saved : "");
  }
  // Take it up again after all.
  revive(item, entry) {
    this.queue.put(item, entry);
    const node = this.items.get(item);
    if (node) this.write(node, entry);
    this.send(item);
  }

  tell(entry) {
    const values = Object.values(entry.entered ?? {}).filter((value) => value !== "on").join(" ");
    const words = this.choices[entry.choice] ?? (entry.words || values || this.words.open);
    return [entry.reason ? words + this.words.colon + entry.reason : words, entry.comment].filter(Boolean).join(" · ");
  }
  theirs(entry) {
    return `${this.tell(entry.conflict)} (${entry.conflict.by} ${entry.conflict.at})`;
  }
  state(item) {
    return this.items.get(item)?.querySelector("[data-state]");
  }
  show(item, state, words = this.words[state]) {
    if (["waiting", "refused", "conflict"].includes(state)) this.told.set(item, words);
    else this.told.delete(item);
    this.outdate(item);
    const node = this.state(item);
    if (node) {
      node.dataset.state = state;
      node.textContent = words;
    }
    this.list.draw();
  }

  // Keep the figures in the margin true without asking the server.
  count() {
    let all = 0;
    let done = 0;
    for (const section of this.root.querySelectorAll(".at-level")) {
      const items = [...section.querySelectorAll("[data-item]")].filter((node) => !this.computed(node));
      const answered = items.filter((node) => this.answered(node)).length;
      const [others, rest] = section.dataset.beyond.split("/").map(Number); // the items that are not shown
      this.figure(section.querySelector("h2 .count"), answered + others, items.length + rest);
      all += items.length + rest;
      done += answered + others;
    }
    if (!this.items.size) return;
    const here = document.querySelector(".contents [aria-current] .count");
    const whole = document.querySelector(".fold > summary .count");
    if (here && whole && all) {
      const [before] = here.textContent.split("/").map(Number);
      const [answered, total] = whole.textContent.split("/").map(Number);
      whole.textContent = `${answered - before + done}/${total}`;
      for (const node of document.querySelectorAll("[data-open]")) node.textContent = total - answered + before - done;
    }
    this.figure(here, done, all);
    const now = this.tally();
    for (const kind of Object.keys(now)) {
      const node = document.querySelector(`.filter [data-of="${kind}"]`);
      if (node) node.textContent = Number(node.textContent) + now[kind] - this.kinds[kind];
    }
    this.kinds = now;
  }
  // How many of the shown items are open, and how many are claimed with nothing to show for it.
  tally() {
    const nodes = [...this.items.values()];
    const claims = (node) =>
      this.radios(node).some((radio) => radio.checked && "claim" in radio.dataset) ||
      (!this.radios(node).some((radio) => radio.checked) && this.fields(node).some((field) => "claim" in field.dataset && this.given(field)));
    const bare = (node) => !("backed" in node.dataset) && !this.read(node).comment && claims(node);
    return { open: nodes.filter((node) => !this.computed(node) && !this.answered(node)).length, bare: nodes.filter(bare).length };
  }
  computed(node) {
    return Boolean(node.querySelector("[data-computed]"));
  }
  figure(node, done, all) {
    if (!node || !all) return; // what is computed is not counted
    node.textContent = `${done}/${all}`;
    node.classList.toggle("done", done === all);
  }
}
