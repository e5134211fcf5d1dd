// What still waits on this device: listed with links, both values of a conflict, and a way out for each.

export class Waiting {
  constructor(sheet) {
    this.sheet = sheet;
    this.root = document.getElementById("waiting");
    this.known = {}; // item -> its words and whether it is still assessed, as the server says
  }

  // Ask what the waiting items are called and whether the assessment still has them.
  async look() {
    const address = new URL(this.sheet.root.dataset.look, location.href);
    for (const item of this.sheet.queue.items()) address.searchParams.append("item", item);
    const answer = await fetch(address, { headers: { Accept: "application/json" } }).catch(() => null);
    if (answer?.ok) this.known = await answer.json();
  }

  outside(item) {
    return this.known[item]?.assessed === false;
  }

  words(item) {
    const legend = this.sheet.items.get(item)?.querySelector("legend .words");
    return this.known[item]?.words || legend?.textContent || item;
  }

  draw() {
    const rows = this.sheet.queue.items().filter((item) => this.sheet.told.has(item));
    this.root.querySelector("[data-rows]").replaceChildren(...rows.map((item) => this.row(item)));
    this.root.querySelector("[data-heading]").hidden = !rows.length;
    this.root.hidden = !rows.length && !this.root.querySelector("[data-gone]").childElementCount;
    if (!this.sheet.items.size && !this.sheet.queue.items().length && this.root.hidden && this.drawn) location.reload();
    this.drawn ||= this.sheet.queue.items().length > 0;
  }

  row(item) {
    const entry = this.sheet.queue.get(item);
    const row = document.getElementById("waiting-entry").content.cloneNode(true);
    const link = row.querySelector("[data-link]");
    link.href = this.sheet.root.dataset.go.replace("ITEM", encodeURIComponent(item));
    link.textContent = this.words(item);
    row.querySelector("[data-mine]").textContent = this.sheet.tell(entry);
    row.querySelector("[data-why]").textContent = this.sheet.told.get(item);
    for (const part of row.querySelectorAll("[data-if-conflict]")) part.hidden = !entry.conflict || this.sheet.frozen;
    if (entry.conflict) row.querySelector("[data-theirs]").textContent = this.sheet.theirs(entry);
    for (const button of row.querySelectorAll("[data-keep]")) {
      button.addEventListener("click", () => this.sheet.settle(item, button.dataset.keep));
    }
    row.querySelector("[data-discard]").addEventListener("click", () => this.letGo(item, this.sheet.words.discarded));
    return row;
  }

  // Forget what waits at an item, and say so: `words`, what it was, and a way back.
  letGo(item, words) {
    const entry = this.sheet.queue.get(item);
    const note = document.createElement("li");
    note.textContent = `${words} ${this.words(item)} — ${this.sheet.tell(entry)} `;
    if (!this.outside(item)) {
      const back = document.createElement("button");
      back.type = "button";
      back.className = "plain";
      back.textContent = this.sheet.words.undo;
      back.addEventListener("click", () => {
        note.remove();
        this.sheet.revive(item, entry);
      });
      note.append(back);
    }
    this.root.querySelector("[data-gone]").append(note);
    this.sheet.discard(item);
  }
}
