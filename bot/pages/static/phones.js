// The phones of the demo: what the server tells is shown, what is tapped or typed is sent there.

const words = JSON.parse(document.getElementById("words").textContent);
const shelf = document.getElementById("phones");
const problem = document.getElementById("problem");
const turns = document.getElementById("turns");
const phones = new Map();
const MOST_TURNS = 60;
const MOST_MESSAGES = 200; // of a chat, as the server keeps
const AGAIN = 1000; // milliseconds until a server that was away is asked again
let stream = null;
let newest = ""; // the id of the last event that is shown
let reading = 0; // counts how often the state was read: only the newest is shown
const rupiah = new Intl.NumberFormat("id", { style: "currency", currency: "IDR", maximumFractionDigits: 0 });
const refusals = { 404: words.missing, 409: words.missing, 503: words.busy };
let rates = {};
let plays = false; // the show
const zone = { timeZone: "Asia/Pontianak", hour: "2-digit", minute: "2-digit" };
const locale = document.documentElement.lang === "en" ? "en-GB" : "id"; // which has 24 hours
const whole = { weekday: "long", day: "numeric", month: "long", year: "numeric" };
const hour = new Intl.DateTimeFormat(locale, zone);
const day = new Intl.DateTimeFormat(locale, { timeZone: zone.timeZone, ...whole });
const moment = new Intl.DateTimeFormat(locale, { ...zone, ...whole });
const brief = new Intl.DateTimeFormat(locale, { ...zone, day: "numeric", month: "short" });
let ahead = 0; // milliseconds from this machine's clock to the phones'

async function post(path, body = {}, place = problem) {
  const headers = { "Content-Type": "application/json" };
  const answer = await fetch(`/phones${path}`, { method: "POST", headers, body: JSON.stringify(body) })
    .catch(() => null);
  if (!answer) begin(); // which asks until the server is back, and tells meanwhile
  else tell(answer.ok ? "" : refusal(path, answer.status), place);
  return answer?.ok ? answer.json() : null;
}

function refusal(path, status) {
  if (status === 409 && (path === "" || path === "/show")) return words.full;
  return refusals[status] ?? words.refused;
}

function tell(text, place = problem) {
  place.hidden = !text;
  place.textContent = text;
}

function make(name, looks = "", text = "") {
  const made = document.createElement(name);
  made.className = looks;
  made.textContent = text;
  return made;
}

function pressed(label, act, looks = "") {
  const button = make("button", looks, label);
  button.type = "button";
  button.addEventListener("click", act);
  return button;
}

class Phone {
  constructor(told) {
    const made = document.getElementById("phone").content.cloneNode(true);
    this.here = made.querySelector(".phone");
    this.chat = this.here.querySelector(".chat");
    this.dialog = this.here.querySelector("dialog");
    this.bubbles = new Map();
    this.messages = new Map();
    this.told(told);
    const text = this.here.querySelector("input");
    this.input = text;
    text.id = `write-${told.id}`;
    this.here.querySelector("label").htmlFor = text.id;
    this.here.querySelector(".composer").addEventListener("submit", async (event) => {
      event.preventDefault();
      const said = text.value;
      if (!said.trim()) return;
      text.value = "";
      if (!(await this.post("say", { text: said }))) text.value = said;
    });
    // A button would move away from under the finger.
    text.addEventListener("focus", () => this.come());
    this.here.querySelector(".close").addEventListener("click", () => this.dialog.close());
    for (const act of ["photo", "contact"]) {
      this.here.querySelector(`.${act}`).addEventListener("click", () => this.post(act));
    }
    shelf.append(made);
  }

  come() {
    this.here.scrollIntoView({ inline: "center", block: "nearest" });
  }

  focus() {
    this.input.focus();
    this.come(); // though it had the focus before
  }

  post(act, body) {
    return post(`/${encodeURIComponent(this.id)}/${act}`, body);
  }

  told(told) {
    this.id = told.id;
    this.name = told.name;
    this.here.dataset.phone = told.id;
    this.here.classList.add(told.platform);
    this.here.classList.toggle("head", Boolean(told.head_of));
    this.here.setAttribute("aria-label", `${told.name}, ${words[told.platform]}`);
    this.chat.setAttribute("aria-label", `${words.chat} ${told.name}`);
    this.here.querySelector(".who").textContent = told.name;
    const known = told.wrote_at ? "Known" : "";
    this.chat.dataset.empty = told.head_of ? words[`empty${known}Head`] : words[`empty${known}`];
    const as = [told.head_of ? words.head : words.worker, words[told.platform]];
    if (told.hidden) as.push(words.hidden);
    this.here.querySelector(".as").textContent = as.join(" · ");
    const paid = this.here.querySelector(".billed");
    paid.textContent = billed(told.billed);
    paid.title = paid.textContent ? words.billedWhat : "";
    this.keyboard = told.keyboard;
    this.keys();
  }

  // What was shown may lack something; what is half typed, or open, stays.
  anew(messages) {
    this.chat.replaceChildren();
    this.bubbles.clear();
    this.messages.clear();
    messages.forEach((one) => this.put(one));
    this.reach();
  }

  show(message) {
    this.put(message);
    this.reach();
  }

  put(message) {
    this.messages.set(message.id, message);
    const bubble = this.bubble(message);
    const before = this.bubbles.get(message.id);
    const low = this.low();
    if (before) before.replaceWith(bubble);
    else this.append(bubble, message.at);
    this.bubbles.set(message.id, bubble);
    if (this.messages.size > MOST_MESSAGES) this.drop(this.messages.keys().next().value);
    if (low || message.by === "me") this.chat.scrollTop = this.chat.scrollHeight;
    this.keys();
  }

  // Where another day begins, it is told.
  append(bubble, at) {
    bubble.dataset.day = day.format(new Date(at));
    const last = this.chat.lastElementChild?.dataset.day ?? bubble.dataset.day;
    if (last !== bubble.dataset.day) this.chat.append(make("p", "day", bubble.dataset.day));
    this.chat.append(bubble);
  }

  // The Tab key stops at the newest buttons of a chat alone; the others are clicked.
  reach() {
    let newest = true;
    for (const bubble of [...this.bubbles.values()].reverse()) {
      const keys = bubble.querySelectorAll(".key");
      for (const key of keys) key.tabIndex = newest ? 0 : -1;
      newest &&= !keys.length;
    }
  }

  drop(oldest) {
    this.bubbles.get(oldest).remove();
    this.bubbles.delete(oldest);
    this.messages.delete(oldest);
  }

  bubble(message) {
    const row = make("div", `row ${message.by}`);
    const bubble = make("div", "bubble");
    if (message.by === "platform") bubble.append(make("span", "mark", words.declined));
    if (message.template) bubble.append(make("span", "mark", words.template));
    bubble.append(make("p", "text", message.text || words[message.kind]));
    const at = hour.format(new Date(message.at)) + (message.edited ? ` · ${words.edited}` : "");
    bubble.append(make("span", "at", at));
    row.append(bubble);
    if (message.look === "list") {
      row.append(this.line([pressed(`☰ ${message.opener}`, () => this.list(message), "key")]));
    } else if (message.look && message.look !== "keyboard") {
      row.append(...this.lines(message));
    }
    return row;
  }

  // A key's number counts through all rows.
  lines(message) {
    let first = 0;
    return message.rows.map((keys) => {
      const line = this.line(keys.map((key, n) => this.key(message, key, first + n)));
      first += keys.length;
      return line;
    });
  }

  line(keys) {
    const line = make("div", "keys");
    line.append(...keys);
    return line;
  }

  key(message, key, number) {
    const button = pressed(key.label, () => this.press(message, key, number), "key");
    if (key.whole !== key.label) button.title = key.whole;
    return button;
  }

  press(message, key, number) {
    if (key.does === "form") return this.form(message);
    if (key.does === "contact") return this.post("contact");
    if (key.does === "say") return this.post("say", { text: key.label });
    return this.post("tap", { message: message.id, key: number });
  }

  keys() {
    const place = this.here.querySelector(".keyboard");
    const low = this.low();
    const message = this.messages.get(this.keyboard);
    place.replaceChildren(...(message ? this.lines(message) : []));
    if (low) this.chat.scrollTop = this.chat.scrollHeight;
  }

  low() {
    return this.chat.scrollHeight - this.chat.scrollTop - this.chat.clientHeight < 80;
  }

  list(message) {
    const rows = message.rows.flat().map((key, number) => {
      const row = pressed("", () => { this.dialog.close(); this.press(message, key, number); }, "choice");
      row.append(make("b", "", key.label));
      if (key.description) row.append(make("span", "", key.description));
      return row;
    });
    this.open(message.opener, rows);
  }

  async form(message) {
    const answer = await fetch("/phones/form").catch(() => null);
    if (answer?.ok) new Form(this, message, (await answer.json()).screens).show(0);
    else begin();
  }

  // Opens over this phone, or goes on there. `keys` stand below; the last of a form's submits it.
  open(title, fields, keys = [], submit = () => {}) {
    const sheet = this.dialog.querySelector("form");
    this.dialog.setAttribute("aria-label", `${title}, ${this.name}`);
    sheet.querySelector("h3").textContent = title;
    sheet.querySelector(".whose").textContent = this.name;
    sheet.querySelector(".fields").replaceChildren(...fields);
    sheet.querySelector(".shut").replaceChildren(...keys);
    sheet.onsubmit = (event) => { event.preventDefault(); submit(); };
    sheet.oninput = null;
    if (!this.dialog.open) this.dialog.showModal();
    this.come();
    this.place();
    sheet.querySelector(".fields").scrollTop = 0;
    sheet.querySelector("h3").focus();
    return sheet;
  }

  place() {
    if (!this.dialog.open) return;
    const { left, width, height, bottom } = this.here.getBoundingClientRect();
    const above = Math.max(0, innerHeight - bottom);
    const most = Math.min(height, innerHeight - above);
    Object.entries({ left, width, bottom: above, "max-height": most }).forEach(([name, pixels]) => {
      this.dialog.style.setProperty(name, `${pixels}px`);
    });
  }
}

// The form that a message opens, screen by screen. What was answered stays with the message.
class Form {
  constructor(phone, message, screens) {
    Object.assign(this, { phone, message, screens, answers: message.fills });
    const asked = screens.flatMap((screen) => screen.parts).filter((part) => part.kind === "choice");
    this.options = new Map(asked.map((part) => [part.name, part.options]));
  }

  show(number) {
    const { title, parts, next } = this.screens[number];
    const keys = [make("button", "", next)];
    if (number) keys.unshift(pressed(words.back, () => this.show(number - 1), "quiet"));
    const fields = parts.map((part) => this.part(part));
    const sheet = this.phone.open(`${words.sheet}: ${title}`, fields, keys, () => this.go(number));
    sheet.oninput = () => Object.assign(this.answers, Object.fromEntries(new FormData(sheet)));
  }

  go(number) {
    const sheet = this.phone.dialog.querySelector("form");
    sheet.querySelectorAll(".wrong").forEach((told) => told.remove());
    const empty = this.screens[number].parts.filter((part) => part.required && !this.answers[part.name]?.trim());
    for (const { name } of empty) this.wrong(sheet.elements[name]);
    if (empty.length) return sheet.querySelector(".wrong").parentElement.querySelector("input, select").focus();
    if (number + 1 < this.screens.length) return this.show(number + 1);
    this.phone.dialog.close();
    return this.phone.post("form", { message: this.message.id, answers: this.answers });
  }

  wrong(field) {
    const told = make("span", "wrong", words.required);
    told.setAttribute("role", "alert");
    (field[0] ?? field).closest("fieldset, .field").append(told);
  }

  part(part) {
    if (part.kind === "text") return make("p", "asked", part.text);
    if (part.kind === "told") return make("p", "", `${part.label}: ${this.said(part.name) || "–"}`);
    if (part.kind === "choice" && !part.opens) return this.choice(part);
    const label = make("label", "field", part.label);
    const field = make(part.kind === "choice" ? "select" : "input");
    if (part.kind === "choice") field.append(new Option("", ""), ...part.options.map((one) => new Option(one.title, one.id)));
    if (part.kind === "date") Object.assign(field, { type: "date", min: part.from, max: part.to });
    if (part.number) field.inputMode = "numeric";
    if (part.most) field.maxLength = part.most;
    field.required = part.required;
    field.name = part.name;
    field.value = this.answers[part.name] ?? "";
    label.append(field);
    if (part.hint) label.append(make("span", "hint", part.hint));
    return label;
  }

  choice({ name, label, options, required }) {
    const group = make("fieldset");
    group.append(make("legend", "", label), ...options.map(({ id, title }) => {
      const option = make("label", "radio", title);
      const chosen = this.answers[name] === id;
      option.prepend(Object.assign(make("input"), { type: "radio", name, value: id, checked: chosen, required }));
      return option;
    }));
    return group;
  }

  said(name) {
    const answer = this.answers[name];
    return this.options.get(name)?.find(({ id }) => id === answer)?.title ?? answer;
  }
}

// What Meta would bill: so many messages, and in rupiah where it is known what each kind costs.
function billed(kinds) {
  const count = Object.values(kinds).reduce((sum, one) => sum + one, 0);
  if (!count) return "";
  const told = words.billed.replace("{count}", count);
  if (Object.keys(kinds).some((kind) => !(kind in rates))) return told;
  return `${told}\n${rupiah.format(Object.entries(kinds).reduce((sum, [kind, n]) => sum + n * rates[kind], 0))}`;
}

function phone(told) {
  const known = phones.get(told.id);
  if (known) known.told(told);
  else phones.set(told.id, new Phone(told));
}

function clock({ now }) {
  ahead = new Date(now) - Date.now();
  tick();
}

function tick() {
  const told = `${moment.format(Date.now() + ahead)}\u00a0WIB`;
  const shown = document.getElementById("clock");
  if (shown.textContent !== told) shown.textContent = told;
}

async function move(step) {
  const came = await post("/clock", { step });
  if (!came) return;
  const who = Object.keys(came.messages).map((id) => phones.get(id)?.name ?? id).join(", ");
  const told = who ? words.moved.replace("{who}", who) : came.due ? words.quiet : words.nothing;
  document.getElementById("moved").textContent = told;
}

function playing({ playing: on, phone: acting }) {
  plays = on;
  document.body.classList.toggle("playing", on);
  document.getElementById("show").textContent = on ? words.stop : words.show;
  document.getElementById("plays").textContent = on ? words.plays : "";
  phones.get(acting)?.come();
}

function happened(told) {
  const entry = make("li");
  entry.append(make("b", "", brief.format(new Date(told.at))));
  const said = told.words[document.documentElement.lang] ?? told.words.id;
  entry.append(...said.map((sentence) => make("p", "", sentence)));
  turns.prepend(entry);
  while (turns.childElementCount > MOST_TURNS) turns.lastElementChild.remove();
}

async function state(mine) {
  while (mine === reading) {
    const answer = await fetch("/phones/state").catch(() => null);
    if (answer?.ok) return answer.json();
    tell(words.gone);
    await new Promise((over) => setTimeout(over, AGAIN));
  }
  return null;
}

async function begin() {
  stream?.close();
  const mine = ++reading;
  const told = await state(mine);
  if (mine !== reading) return;
  tell("");
  ({ rates } = told);
  clock(told.clock);
  told.phones.forEach(phone);
  for (const [id, shown] of phones) {
    if (id in told.chats) shown.anew(told.chats[id]);
    else leave(id);
  }
  turns.replaceChildren();
  told.happened.forEach(happened);
  playing(told.show);
  newest = told.event;
  listen();
}

function leave(id) {
  phones.get(id).here.remove();
  phones.delete(id);
}

// A browser opens six connections to an address at most: a page that nobody sees holds none.
function listen() {
  stream?.close();
  if (document.hidden || !newest) return;
  const opened = new EventSource(`/phones/events?after=${encodeURIComponent(newest)}`);
  stream = opened;
  const on = (kind, act) => stream.addEventListener(kind, (event) => {
    newest = event.lastEventId;
    act(JSON.parse(event.data));
  });
  on("phone", phone);
  on("message", ({ phone: id, message }) => phones.get(id)?.show(message));
  on("clock", clock);
  on("happened", happened);
  on("show", playing);
  on("reset", begin);
  opened.addEventListener("error", () => { // cut: a browser would wait, or give up
    opened.close();
    setTimeout(() => { if (stream === opened) begin(); }, AGAIN);
  });
}

document.addEventListener("visibilitychange", listen);
for (const moved of ["resize", "scroll"]) {
  window.addEventListener(moved, () => phones.forEach((one) => one.place()), { capture: true, passive: true });
}
window.addEventListener("pagehide", () => stream?.close());

document.getElementById("show").addEventListener("click", () => post("/show", { stop: plays }));
document.querySelectorAll("[data-step]").forEach((button) => {
  button.addEventListener("click", () => move(button.dataset.step));
});
document.getElementById("add").addEventListener("submit", async (event) => {
  event.preventDefault();
  const wanted = Object.fromEntries(new FormData(event.target));
  if (wanted.platform === "hidden") Object.assign(wanted, { platform: "whatsapp", hidden: true });
  (await given(wanted, document.getElementById("full")))?.focus();
});

// Gives a phone that is wanted: a new one, or of those that are `unwritten` one.
async function given(wanted, place) {
  const added = await post("", wanted, place);
  if (!added) return null;
  phone(added.phone);
  return phones.get(added.phone.id);
}

// A link that leads here, as from a poster: somebody who never wrote follows it.
async function follow() {
  for (const [platform, payload] of new URLSearchParams(location.search)) {
    if (platform !== "telegram" && platform !== "whatsapp") continue;
    history.replaceState(null, "", location.pathname);
    const held = await given({ platform, unwritten: true });
    held?.focus();
    await held?.post("open", { payload });
    return;
  }
}

window.addEventListener("pageshow", (event) => { if (event.persisted) begin(); });
setInterval(() => { if (newest) tick(); }, 1000);
begin().then(follow);
