// Marks an item to come back to, without leaving the page. Where that fails the form is sent as without scripts.

export function flags(form, sheet) {
  form.addEventListener("click", async (event) => {
    const button = event.target.closest("button.flag");
    if (!button || form.dataset.sent) return;
    event.preventDefault();
    const item = button.value;
    const flagged = button.name === "flag";
    const headers = { "Content-Type": "application/json", Accept: "application/json", "X-CSRFToken": sheet.token };
    const address = form.dataset.flag.replace("ITEM", encodeURIComponent(item));
    const answer = await fetch(address, { method: "PUT", headers, body: JSON.stringify({ flagged }) }).catch(() => null);
    if (!answer) return (sheet.state(item).textContent = sheet.words.unmarked);
    if (!answer.ok) {
      const plain = Object.assign(document.createElement("button"), { hidden: true, name: button.name, value: item });
      form.append(plain);
      return form.requestSubmit(plain);
    }
    button.name = flagged ? "unflag" : "flag";
    button.setAttribute("aria-pressed", flagged);
    for (const node of document.querySelectorAll("[data-flagged]")) node.textContent = Number(node.textContent) + (flagged ? 1 : -1);
  });
}
