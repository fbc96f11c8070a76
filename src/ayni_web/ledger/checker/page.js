// The page: words, files that are chosen or dropped, and what was found.
const WORDS = "WORDS";
const byId = (id) => document.getElementById(id);
let language = Object.keys(WORDS).find((code) => (navigator.language || "").startsWith(code)) || "es";
let files = null, found = null;

function say(key, facts = {}) {
  const text = (WORDS[language][key] || WORDS.es[key] || key);
  return text.replace(/\{(\w+)\}/g, (whole, name) => (name in facts ? facts[name] : whole));
}

// An element with text within: nothing of a file is ever taken for markup.
function made(tag, className, ...within) {
  const element = document.createElement(tag);
  if (className) element.className = className;
  element.append(...within.filter((each) => each !== null && each !== undefined));
  return element;
}

function whole(n) { return new Intl.NumberFormat(language === "es" ? "es-PE" : language, { useGrouping: true }).format(n); }

// Minor units as an amount, exactly: the sign, the whole part, and as many decimals as the currency has.
function amount(minor, currency) {
  const places = new Intl.NumberFormat("en", { style: "currency", currency }).resolvedOptions().maximumFractionDigits;
  const positive = minor < 0n ? -minor : minor, unit = 10n ** BigInt(places);
  const point = (1.1).toLocaleString(language === "es" ? "es-PE" : language)[1];
  const cents = places ? point + String(positive % unit).padStart(places, "0") : "";
  return `${minor < 0n ? "−" : ""}${currency} ${whole(positive / unit)}${cents}`;
}

function titleOf(rows, code) {
  const row = (rows || []).find((each) => each.code === code);
  return row ? row[`title_${language}`] || row.title || row.title_es || code : code;
}

function speak() {
  document.documentElement.lang = language;
  document.title = `${say("checker.title")} · Ayni`;
  for (const element of document.querySelectorAll("[data-say]")) element.textContent = say(element.dataset.say);
  byId("languages").replaceChildren(...Object.keys(WORDS).map((code) => {
    const button = made("button", "", code.toUpperCase());
    button.type = "button"; button.lang = code;
    button.setAttribute("aria-label", `${code.toUpperCase()}, ${WORDS[code].language}`);
    button.setAttribute("aria-pressed", String(code === language));
    button.onclick = () => { language = code; speak(); if (found) show(found); };
    return button;
  }));
}

// Files by name: those of a zip, or a ledger.jsonl by itself with whatever was chosen beside it.
async function opened(chosen) {
  const all = new Map();
  for (const file of chosen) {
    if (/\.zip$/i.test(file.name)) for (const [name, inner] of await filesOfZip(file)) all.set(name, inner);
    else if (/\.jsonl$/i.test(file.name) && !/seals/i.test(file.name)) all.set("ledger.jsonl", file);
    else all.set(file.name, file);
  }
  if (!all.has("ledger.jsonl")) throw new Error("no_ledger");
  return all;
}

function knownHead() {
  const head = byId("head").value.replace(/\s/g, "").toLowerCase(), count = byId("count").value.replace(/\D/g, "");
  byId("wrong").textContent = head && !/^[0-9a-f]{64}$/.test(head) ? say("checker.no_head", { n: head.length }) : "";
  return byId("wrong").textContent ? null : { head, count: Number(count) || 0 };
}

async function run() {
  const known = knownHead();
  if (!known) { byId("head").focus(); return; }
  if (!files || !files.length) { byId("moved").textContent = say("checker.no_file"); return; }
  found = null;
  byId("result").replaceChildren();
  byId("moved").textContent = say("checker.reading");
  const begun = performance.now();
  try {
    found = await check(await opened(files), known, async (count) => {
      byId("moved").textContent = say("checker.read", { n: whole(count) });
      await new Promise((go) => setTimeout(go));
    });
  } catch (error) {
    const known = ["no_zip", "too_large", "no_unpacking", "no_ledger"];
    byId("moved").textContent = "";
    byId("result").replaceChildren(made("div", "verdict broken", made("p", "", say(`checker.${known.includes(error.message) ? error.message : "unreadable"}`))));
    return;
  }
  byId("moved").textContent = say("checker.took", { n: whole(found.count), seconds: ((performance.now() - begun) / 1000).toFixed(1) });
  show(found);
  byId("result").focus();
}

function show(found) {
  const parts = [verdict(found)];
  if (found.at === null) parts.push(checks(found));
  if (!found.fault && found.accounts) parts.push(...rivers(found));
  if (found.accounts && found.count) parts.push(...tables(found));
  byId("result").replaceChildren(...parts);
}

function verdict(found) {
  if (!found.fault)
    return made("div", "verdict good", made("h2", "", say("checker.sound")), made("p", "", say("checker.sound_text", { n: whole(found.count) })),
      made("p", "", say("checker.last_hash"), " ", made("code", "", found.head || "–")));
  const facts = { number: found.at || "", day: found.unmet ? found.unmet.day : "", n: found.unmet ? whole(found.unmet.count) : "",
    files: (found.files || []).join(", "), sound: whole(found.at ? found.at - 1 : found.count) };
  return made("div", "verdict broken", made("h2", "", say("checker.broken")), made("p", "", say("checker.fault_" + found.fault, facts)),
    found.at ? made("p", "", say("checker.until", facts)) : null);
}

function checks(found) {
  const row = (state, key, facts) => made("li", state, made("span", "", say(`checker.${key}`, facts)));
  const list = made("ul", "checks", row("yes", "did_hash", { n: whole(found.count) }), row("yes", "did_chain"),
    row("yes", found.accounts ? "did_balance" : "did_balance_alone"));
  if (found.published !== null) list.append(row(found.published ? "yes" : "no", found.published ? "did_totals" : "not_totals"));
  if (found.known === "none") list.append(row("cannot", "no_minutes"));
  else list.append(row(found.known === "met" ? "yes" : "no", found.known === "met" ? "did_minutes" : "not_minutes"));
  const state = { yes: "yes", no: "no", cannot: "cannot", none: "cannot" }[found.signed];
  list.append(row(state, "signed_" + found.signed, { n: found.seals.length }));
  if (found.seals.length) list.append(made("li", "cannot", made("span", "", say("checker.key"), " ", made("code", "", found.seals.at(-1).key))));
  if (found.files) list.append(row(found.files.length ? "no" : "yes", found.files.length ? "not_files" : "did_files"));
  return made("div", "", made("h2", "", say("checker.checked")), list);
}

// From source to use, one river a currency: each bar opens the blue part of the one before.
function rivers(found) {
  const currencies = [...new Set(found.sums.rows("source").map((row) => row.currency))];
  return [made("h2", "", say("checker.flow")), ...currencies.map((currency) => {
    const rows = found.sums.rows("source").filter((row) => row.currency === currency && row.received > 0n);
    const sum = (name, list) => list.reduce((total, row) => total + row[name], 0n);
    const of = found.sums.rows("heading").filter((row) => row.currency === currency);
    const received = sum("received", rows), assigned = sum("assigned", of), used = sum("used", of);
    const steps = [
      [say("checker.flow_from"), received, rows.map((row) => [titleOf(found.sources, row.code), row.received])],
      [say("checker.flow_assigned"), assigned, of.filter((row) => row.assigned > 0n).map((row) => [titleOf(found.headings, row.code), row.assigned])],
      [say("checker.flow_used"), used, of.filter((row) => row.used > 0n).map((row) => [titleOf(found.headings, row.code), row.used])],
      [say("checker.flow_ahead"), sum("ahead", of), []],
      [say("checker.flow_left"), sum("left", found.sums.rows("fund").filter((row) => row.currency === currency)), []],
    ];
    return made("div", "river", ...steps.flatMap(([title, total, pieces]) => [
      made("h3", "", `${title}: ${amount(total, currency)}`),
      made("p", "", pieces.map(([name, minor]) => `${name} ${amount(minor, currency)}`).join(" · ")), bar(total, received, title)]),
      made("p", "", say("checker.flow_once")));
  })];
}

function bar(part, all, title) {
  const share = all > 0n ? Math.min(100, Math.max(0, Number((part * 10000n) / all) / 100)) : 0;
  const hot = made("i", "hot"), rest = made("i");
  hot.hidden = share === 0; rest.hidden = share === 100;
  hot.style.flex = `${share} 0 0`; rest.style.flex = `${100 - share} 0 0`;
  const drawn = made("div", "bar", hot, rest);
  drawn.setAttribute("role", "img");
  drawn.setAttribute("aria-label", `${title}: ${share.toFixed(0)} %`);
  return drawn;
}

function tables(found) {
  const money = (name) => (row) => amount(row[name], row.currency);
  const table = (key, rows, columns) => {
    const head = made("tr", "", ...columns.map(([name, , num]) => { const cell = made("th", num ? "num" : "", say(`checker.${name}`)); cell.scope = "col"; return cell; }));
    const body = rows.map((row) => made("tr", "", ...columns.map(([, value, num], index) => {
      const cell = made(index ? "td" : "th", num ? "num" : "", value(row));
      if (!index) cell.scope = "row";
      return cell;
    })));
    const scroll = made("div", "scroll", made("table", "", made("thead", "", head), made("tbody", "", ...body)));
    scroll.tabIndex = 0; scroll.setAttribute("role", "region"); scroll.setAttribute("aria-label", say(`checker.${key}`));
    const folded = made("details", "", made("summary", "", say(`checker.${key}`)), scroll);
    folded.id = key;
    return folded;
  };
  const flow = [["column_received", money("received"), 1], ["column_assigned", money("assigned"), 1], ["column_used", money("used"), 1],
    ["column_ahead", money("ahead"), 1], ["column_left", money("left"), 1]];
  const none = say("checker.none");
  return [
    table("by_account", found.sums.rows("account"), [["column_account", (row) => `${row.code} ${titleOf(found.accounts, row.code)}`, 0],
      ["column_debit", money("debit"), 1], ["column_credit", money("credit"), 1], ["column_balance", (row) => amount(row.debit - row.credit, row.currency), 1]]),
    table("by_fund", found.sums.rows("fund"), [["column_fund", (row) => titleOf(found.funds, row.code), 0], ...flow]),
    table("by_source", found.sums.rows("source"), [["column_source", (row) => titleOf(found.sources, row.code) || none, 0], ...flow]),
    table("by_heading", found.sums.rows("heading"), [["column_heading", (row) => titleOf(found.headings, row.code) || none, 0], ...flow]),
  ];
}

byId("file").addEventListener("change", (event) => { files = [...event.target.files]; run(); });
byId("form").addEventListener("submit", (event) => { event.preventDefault(); run(); });
for (const name of ["dragover", "dragleave", "drop"])
  document.addEventListener(name, (event) => {
    event.preventDefault();
    byId("drop").classList.toggle("over", name === "dragover");
    if (name === "drop" && event.dataTransfer.files.length) { files = [...event.dataTransfer.files]; run(); }
  });
speak();
