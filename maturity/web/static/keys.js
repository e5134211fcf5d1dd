// Shortcuts of the answering page. They answer only the item that was reached by keys: after a click, or while a reason
// or a comment is expected, what is typed are words.

export function keys(form) {
  const items = [...form.querySelectorAll("[data-item]")];
  let pointed = false; // a pointer moved the focus last
  const current = () => document.activeElement.closest?.("[data-item]");
  const radios = (node) => [...node.querySelectorAll(`[name="choice-${node.dataset.item}"]`)];
  const fields = (node) => [...node.querySelectorAll("[data-field]")];
  const to = (node) => {
    pointed = false;
    (fields(node)[0] ?? radios(node).find((radio) => radio.checked) ?? radios(node)[0]).focus({ preventScroll: true });
    node.scrollIntoView({ block: "nearest" });
  };
  const go = (step) => to(items[Math.max(0, Math.min(items.length - 1, items.indexOf(current()) + step))]);
  const open = () => {
    const here = items.indexOf(current());
    const order = [...items.slice(here + 1), ...items.slice(0, here + 1)];
    const filled = (field) => (field.type === "checkbox" ? field.checked : field.tagName !== "SELECT" && field.value);
    const open = (node) => !node.querySelector("[data-computed]") && !fields(node).some(filled);
    const next = order.find((node) => !radios(node).some((radio) => radio.checked) && open(node));
    if (next) to(next);
    else location.assign(form.dataset.continue);
  };
  const choose = (digit) => {
    const all = radios(current());
    const radio = digit === 0 ? all.at(-1) : all.slice(0, -1)[digit - 1];
    if (!radio) return;
    radio.focus();
    radio.click();
  };
  const asks = (node) => {
    const chosen = radios(node).find((radio) => radio.checked);
    return chosen?.value === "not-applicable" && !node.querySelector(".reason input").value.trim();
  };
  const moves = {
    j: () => items.length && go(1),
    k: () => items.length && go(-1),
    n: open,
    "]": () => form.dataset.next && location.assign(form.dataset.next),
    "[": () => form.dataset.previous && location.assign(form.dataset.previous),
    "/": () => document.getElementById("find")?.focus(),
    "?": () => document.querySelector(".intro").toggleAttribute("open"),
  };

  document.addEventListener("pointerdown", () => (pointed = true), true);
  document.addEventListener(
    "keydown",
    (event) => {
      if (event.key === "Tab") pointed = false;
    },
    true,
  );
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.getModifierState("AltGraph")) return;
    if (event.isComposing || event.keyCode === 229) return;
    if (event.target.matches("textarea, select, input:not([type=radio])") || event.target.closest("dialog")) return;
    const radio = event.target.matches("input[type=radio]");
    if (pointed && radio && event.key.startsWith("Arrow")) {
      const step = { ArrowUp: -40, ArrowDown: 40 }[event.key] ?? 0; // who clicked and wants to scroll changes no answer
      scrollBy({ top: step });
      return event.preventDefault();
    }
    const node = current();
    if (node && asks(node)) return;
    if (moves[event.key]) moves[event.key]();
    else if (/^[0-9]$/.test(event.key) && !pointed && !event.repeat && (radio || event.target === node)) {
      choose(Number(event.key));
    } else return;
    event.preventDefault();
  });
}
