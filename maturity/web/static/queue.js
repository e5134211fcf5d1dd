// What is typed goes to this device's storage first and leaves it only when the server has confirmed exactly that.
// The key names person, assessment and item, so that two people or two assessments in one browser never mix.

export class Queue {
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

// How many answers of a person wait on this device, over all assessments.
export function waiting(person) {
  const prefix = `maturity/${person}/`;
  try {
    return Object.keys(localStorage).filter((key) => key.startsWith(prefix) && key !== prefix).length;
  } catch {
    return 0;
  }
}
