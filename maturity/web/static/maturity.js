// No libraries. Every page works without scripts; with them every answer saves itself at once.

import { flags } from "./flags.js";
import { keys } from "./keys.js";
import { waiting } from "./queue.js";
import { length, Sheet } from "./sheet.js";

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

// A field with a limit tells when it is near or over it; nothing typed is cut off.
function limit(field) {
  const most = Number(field.dataset.limit);
  const words = document.createElement("p");
  words.className = "limit";
  words.id = `${field.id}-limit`;
  words.setAttribute("role", "status");
  field.after(words);
  const tell = () => {
    const count = length(field.value.replace(/\r\n/g, "\n").trim());
    const over = count > most;
    const pattern = over ? document.body.dataset.over : count > most * 0.9 ? document.body.dataset.near : "";
    words.textContent = pattern.replace("{count}", count).replace("{limit}", most);
    words.classList.toggle("over", over);
    field.toggleAttribute("aria-invalid", over);
    if (over) field.setAttribute("aria-invalid", "true");
    const others = (field.getAttribute("aria-describedby") ?? "").split(" ").filter((id) => id && id !== words.id);
    field.setAttribute("aria-describedby", [...others, words.id].join(" "));
  };
  for (const kind of ["input", "written"]) field.addEventListener(kind, tell);
  tell();
}

// Signing out while answers wait on this device: they are sent first; what cannot be sent is told before leaving.
function leave(form, sheet) {
  const person = form.dataset.person;
  const waits = () => waiting(person) + (sheet && !sheet.queue.kept ? sheet.queue.items().length : 0);
  const dialog = document.getElementById("leave");
  const go = () => {
    form.dataset.sure = "yes";
    form.requestSubmit();
  };
  form.addEventListener("submit", async (event) => {
    if (form.dataset.sure || !waits()) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    for (const item of sheet?.queue.items() ?? []) sheet.send(item);
    for (let i = 0; i < 10 && sheet && waits() && !sheet.told.size; i++) await new Promise((done) => setTimeout(done, 100));
    if (!waits()) return go();
    dialog.querySelector("[data-count]").textContent = waits();
    dialog.showModal();
  });
  dialog.querySelector("[data-leave]").addEventListener("click", go);
  dialog.querySelector("[data-stay]").addEventListener("click", () => {
    dialog.close();
    document.getElementById("waiting")?.scrollIntoView();
  });
}

for (const field of document.querySelectorAll("[data-limit]")) limit(field);
const answers = document.getElementById("answers") ?? document.getElementById("left-over");
// A form that came back filled in after signing in is sent by hand: nothing of it is taken for saved, nothing sent alone.
const sheet = answers && !answers.querySelector("#kept") ? new Sheet(answers) : null;
if (answers?.id === "answers" && answers.dataset.frozen === "no") keys(answers);
if (location.hash.startsWith("#item-")) document.getElementById(decodeURIComponent(location.hash.slice(1)))?.focus();
if (sheet && answers.dataset.flag) flags(answers, sheet);
const out = document.querySelector("form[data-person]");
if (out) leave(out, sheet);
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

document.getElementById("submit-assessment")?.addEventListener("submit", async (event) => {
  if (!sheet?.queue.items().length) return;
  event.preventDefault(); // what is still on this device belongs to what is submitted
  event.stopImmediatePropagation();
  await sheet.retry();
  document.getElementById("waiting").scrollIntoView();
});
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
