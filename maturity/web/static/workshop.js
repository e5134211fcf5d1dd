// The pages of a workshop ask where the room stands, phones each second and the wall more often, and fetch themselves
// anew when it has moved on. Without scripts they work by forms and reloading.

const EVERY = document.body.classList.contains("wall") ? 400 : 1000;
const PATIENCE = 5000;
const part = () => document.getElementById("live");
const line = document.getElementById("line");
let seen = Date.now();
let pending = null; // a vote that has not arrived yet

async function ask(address, options = {}) {
  return fetch(address, { ...options, signal: AbortSignal.timeout(PATIENCE), redirect: "manual" });
}

// JSON of ours; a captive portal answers with a page of its own, which is no answer.
async function json(answer) {
  const kind = answer.headers.get("Content-Type") ?? "";
  if (!kind.startsWith("application/json")) throw new Error("not ours");
  return answer.json();
}

function count(state) {
  for (const name of ["present", "cast", "expected"]) {
    for (const field of document.querySelectorAll(`[data-count="${name}"]`)) {
      if (field.textContent !== String(state[name])) field.textContent = state[name];
    }
  }
}

// What somebody has written is never replaced; on pages that are careful no field in use is.
function busy(now) {
  const field = document.activeElement;
  const typing = field?.matches?.("textarea, input:not([type=hidden]), select") && now.contains(field);
  const written = [...now.querySelectorAll("textarea")].some((each) => each.value !== each.defaultValue);
  return written || ("careful" in now.dataset && typing);
}

// The page is behind until what is being written has been sent or taken back.
function wait(now) {
  now.dataset.behind = "";
  if (line && !pending) tell(line.dataset.behind);
}

async function renew() {
  if (busy(part())) return wait(part());
  const answer = await ask(location.href, { headers: { Accept: "text/html" } });
  if (answer.type === "opaqueredirect" || answer.status >= 400) return location.reload();
  const fresh = new DOMParser().parseFromString(await answer.text(), "text/html").getElementById("live");
  const now = part();
  if (!fresh) return;
  const opened = [...now.querySelectorAll("details")].map((each) => each.open);
  if (busy(now)) return wait(now);
  now.replaceWith(fresh);
  if (line && line.textContent === line.dataset.behind) tell("");
  if ("careful" in fresh.dataset && fresh.querySelectorAll("details").length === opened.length) {
    fresh.querySelectorAll("details").forEach((each, place) => (each.open = opened[place]));
  }
  ready();
}

function tell(text, refused = false) {
  if (!line) return;
  line.textContent = text;
  line.hidden = !text;
  line.classList.toggle("wrong", refused);
}

function aged() {
  const age = document.querySelector(".age");
  const seconds = Math.round((Date.now() - seen) / 1000);
  if (age) {
    age.hidden = seconds < 5;
    const words = seconds < 120 ? age.dataset.words : age.dataset.minutes;
    age.textContent = words.replace("{seconds}", seconds).replace("{minutes}", Math.floor(seconds / 60));
  } else if (line && !pending && seconds >= 5) tell(line.dataset.lost);
}

async function poll() {
  const now = part();
  try {
    const answer = await ask(`${now.dataset.state}?since=${encodeURIComponent(now.dataset.since)}`, {
      headers: { Accept: "application/json" },
    });
    if (answer.status === 404) {
      await json(answer);
      return location.reload();
    }
    const state = answer.status === 204 ? null : await json(answer);
    seen = Date.now();
    if (line && !pending && line.textContent === line.dataset.lost) tell("");
    if (state) {
      now.dataset.since = state.since;
      count(state);
      if (now.dataset.nudges !== undefined && String(state.nudges) !== now.dataset.nudges) nudge(state);
      const joined = document.querySelector(".names, .seats") && state.present !== document.querySelectorAll(".names li, .seats li").length;
      if (String(state.counter) !== now.dataset.counter || joined) await renew();
    } else if ("behind" in now.dataset && !busy(now)) await renew();
  } catch {
    aged();
  }
  setTimeout(poll, EVERY * (0.8 + 0.4 * Math.random()));
}

function nudge(state) {
  part().dataset.nudges = state.nudges;
  const words = document.querySelector(".nudge");
  if (words && document.querySelector("form[data-vote]")) words.hidden = false;
}

function sent() {
  tell(line.dataset.sent);
  setTimeout(() => line.textContent === line.dataset.sent && tell(""), 2000);
}

// A vote is sent until it has arrived; the server counts a repeated one once.
async function send() {
  if (!pending) return;
  const vote = pending;
  tell(line.dataset.sending);
  try {
    const answer = await ask(vote.action, { method: "POST", body: vote.body, headers: { Accept: "application/json" } });
    if (answer.status === 503 || answer.status === 429) throw new Error("later");
    const told = answer.type === "opaqueredirect" ? null : await json(answer);
    if (vote !== pending) return;
    pending = null;
    if (told?.saved) sent();
    else tell(`${line.dataset.refused}${told?.problems?.map((each) => `${each.message}${each.remedy}`).join(" ") ?? ""}`, true);
    history.replaceState(null, "", location.pathname);
    await renew();
    scrollTo(0, 0);
  } catch {
    if (vote !== pending) return;
    tell(line.dataset.waiting);
    setTimeout(send, 2000);
  }
}

// Minutes left of the time that is proposed: the server's count when the page was made, and this device's since. What
// follows is left to people.
function clock() {
  const field = document.querySelector(".timer");
  if (!field) return;
  field.dataset.since ??= performance.now();
  const passed = Number(field.dataset.elapsed) + (performance.now() - field.dataset.since) / 1000;
  const left = Number(field.dataset.limit) - passed;
  const words = left <= 0 ? field.dataset.over : left <= 60 ? field.dataset.last : field.dataset.left;
  const text = words.replace("{minutes}", Math.ceil(left / 60));
  if (field.textContent !== text) field.textContent = text;
  field.classList.toggle("over", left <= 0);
  field.hidden = false;
}

function ready() {
  clock();
  for (const form of document.querySelectorAll("form[data-vote]")) {
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      const body = new FormData(form, event.submitter);
      for (const button of form.querySelectorAll(".ballot")) button.classList.toggle("chosen", button === event.submitter);
      pending = { action: form.action, body: new URLSearchParams(body) };
      send();
    });
  }
}

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.target.matches("input, textarea, select, button, summary, a")) return;
  if (document.body.classList.contains("wall") && event.key === "b") document.body.classList.toggle("black");
  const key = { " ": "space", ArrowRight: "n" }[event.key] ?? event.key;
  const button = document.querySelector(`[data-key~="${CSS.escape(key)}"]`);
  if (button && part()?.contains(button)) {
    event.preventDefault();
    button.click();
  }
});

// The answer to a form that was refused stands at the address of the form: to ask for that again would send it again.
function settle() {
  const page = part().dataset.page;
  if (page && page !== location.pathname) history.replaceState(null, "", page);
}

setInterval(clock, 1000);
if (new URLSearchParams(location.search).has("said")) history.replaceState(null, "", location.pathname); // said once
if (part()) {
  settle();
  ready();
  setTimeout(poll, EVERY);
}
