// What is checked. Nothing here knows of the page: give it files, and it tells what it found.

// JSON with sorted keys and no spaces: the text that a hash stands on.
function canonical(value) {
  if (Array.isArray(value)) return `[${value.map(canonical).join(",")}]`;
  if (value !== null && typeof value === "object") {
    const pairs = Object.keys(value).sort().map((key) => `${JSON.stringify(key)}:${canonical(value[key])}`);
    return `{${pairs.join(",")}}`;
  }
  if (typeof value === "number" && !Number.isSafeInteger(value)) throw new Error("number");
  return JSON.stringify(value);
}

const KEYS = "checker,hash,lines,maker,memo,number,occurred_on,papers,posted_at,previous,purpose,reverses";
// What the value of something in kind stands on; only an entry in which something came in kind says it.
const BASES = ["market", "invoice", "appraisal", "day_rate"];
const LINE_KEYS = "account,currency,fund,heading,minor,passed_on,source";

// What is wrong with a line of the ledger that should be entry `number` and stand on `previous`; "" when nothing is.
function faultOf(text, number, previous, kinds) {
  let entry;
  try {
    entry = JSON.parse(text);
    // The text says it in the one way there is: no key twice, no space, no other number.
    if (canonical(entry) !== text || Object.keys(entry).join() !== ("basis" in entry ? `basis,${KEYS}` : KEYS))
      return ["form", null];
    if ("basis" in entry && !BASES.includes(entry.basis)) return ["form", null];
    if (!entry.lines.every((line) => Object.keys(line).join() === LINE_KEYS && Number.isSafeInteger(line.minor)))
      return ["form", null];
  } catch { return ["form", null]; }
  if (entry.number !== number || entry.previous !== previous) return ["chain", entry];
  const { hash, ...content } = entry;
  if (sha256.of(canonical(content)) !== hash) return ["hash", entry];
  if (kinds && entry.lines.some((line) => !kinds.has(line.account))) return ["account", entry];
  return [balances(entry.lines, kinds) ? "" : "balance", entry];
}

// Within an entry the lines add up to zero in each fund and currency, and so do order lines by themselves.
function balances(lines, kinds) {
  const left = new Map();
  for (const line of lines) {
    const key = `${line.fund} ${line.currency} ${kinds ? kinds.get(line.account) === "order" : ""}`;
    left.set(key, (left.get(key) || 0n) + BigInt(line.minor));
  }
  return lines.length > 1 && [...left.values()].every((sum) => sum === 0n);
}

// Sums of lines by what they are of; BigInt, because a sum may be larger than a number holds exactly.
class Sums {
  constructor() { this.by = { account: new Map(), fund: new Map(), source: new Map(), heading: new Map() }; }
  add(lines, purposes) {
    for (const line of lines) {
      const minor = BigInt(line.minor), side = line.minor > 0 ? "debit" : "credit";
      this.put("account", line.account, line.currency)[side] += minor < 0n ? -minor : minor;
      const purpose = purposes && purposes.get(line.account);
      const what = { grants: "received", contributions: "received", in_kind: "received", assigned: "assigned",
        spending: "used", advance: "ahead", bank: "left", cash: "left" }[purpose];
      if (!what) continue;
      const signed = what === "received" ? -minor : minor;
      for (const kind of ["fund", "source", "heading"]) this.put(kind, line[kind], line.currency)[what] += signed;
    }
  }
  put(kind, code, currency) {
    const key = `${code === null ? "" : code}\t${currency}`;
    let found = this.by[kind].get(key);
    if (!found) {
      found = { code: code || "", currency, debit: 0n, credit: 0n, received: 0n, assigned: 0n, used: 0n, ahead: 0n, left: 0n };
      this.by[kind].set(key, found);
    }
    return found;
  }
  rows(kind) {
    return [...this.by[kind].values()].sort((a, b) => (a.code + a.currency < b.code + b.currency ? -1 : 1));
  }
}

const bytesOf = (hex) => Uint8Array.from(hex.match(/../g) || [], (pair) => parseInt(pair, 16));

// Whether a seal has the Ed25519 signature of its key: true, false, or null where this browser cannot tell.
async function signatureHolds(seal) {
  const text = new TextEncoder().encode(canonical({ count: seal.count, day: seal.day, head: seal.head }));
  try {
    const key = await crypto.subtle.importKey("raw", bytesOf(seal.key), { name: "Ed25519" }, false, ["verify"]);
    return await crypto.subtle.verify({ name: "Ed25519" }, key, bytesOf(seal.signature), text);
  } catch (error) {
    return error && error.name === "DataError" ? false : null;
  }
}

// Everything at once. `files` maps names to files; `known` is the head (and count) of somebody's minutes;
// `moved` is told how many entries were read. What comes back says each check and the first fault.
async function check(files, known, moved) {
  const hashes = new Map();
  const read = async (name) => {
    if (!files.has(name)) return null;
    const digest = new sha256.Digest(), text = await textOf(files.get(name), digest);
    hashes.set(name, digest.hex());
    return text;
  };
  const table = async (name) => JSON.parse((await read(`${name}.json`)) || "null");
  const [accounts, funds, sources, headings, published] =
    [await table("accounts"), await table("funds"), await table("sources"), await table("headings"), await table("balances")];
  const kinds = accounts && new Map(accounts.map((row) => [row.code, row.kind]));
  const purposes = accounts && new Map(accounts.map((row) => [row.code, row.purpose]));
  const seals = ((await read("seals.jsonl")) || "").split("\n").filter(Boolean).map((line) => JSON.parse(line));
  const manifest = files.has("manifest.json") ? JSON.parse(await textOf(files.get("manifest.json"))) : null;

  const sums = new Sums(), sealed = new Map(seals.map((seal) => [seal.count, seal]));
  const found = { count: 0, head: "", fault: "", at: null, broken: null, ordered: true, known: known.head ? "unmet" : "none",
    unmet: null, seals, signed: null, files: null, published: null, sums, accounts, funds, sources, headings, last: null };
  const digest = new sha256.Digest();
  for await (const line of linesOf(files.get("ledger.jsonl"), digest)) {
    const [fault, entry] = faultOf(line, found.count + 1, found.head, kinds);
    if (fault) { Object.assign(found, { fault, at: found.count + 1, broken: entry }); break; }
    found.count++; found.head = entry.hash; found.last = entry;
    sums.add(entry.lines, purposes);
    if (entry.hash === known.head && (!known.count || known.count === found.count)) found.known = "met";
    const seal = sealed.get(found.count);
    if (seal) { if (seal.head === entry.hash) sealed.delete(found.count); else found.unmet = found.unmet || seal; }
    if (found.count % 1000 === 0) await moved(found.count);
  }
  hashes.set("ledger.jsonl", digest.hex());
  if (found.fault) return found;

  found.unmet = found.unmet || [...sealed.values()].find((seal) => seal.count > 0) || null;
  found.signed = seals.length === 0 ? "none" : "yes";
  for (const seal of seals) {
    const holds = await signatureHolds(seal);
    if (holds === false) { found.signed = "no"; found.unmet = found.unmet || seal; break; }
    if (holds === null) found.signed = "cannot";
  }
  if (manifest) {
    const wrong = [];
    for (const [name, hash] of Object.entries(manifest.files)) {
      if (files.has(name) && !hashes.has(name)) {
        // It goes by, however long it is; only its hash is kept.
        const own = new sha256.Digest();
        for await (const line of linesOf(files.get(name), own)) void line;
        hashes.set(name, own.hex());
      }
      if (hashes.get(name) !== hash) wrong.push(name);
    }
    found.files = wrong;
    if (manifest.count !== found.count || manifest.head !== found.head) found.fault = "cut";
  }
  if (published) {
    const own = sums.rows("account").map((row) => [row.code, row.currency, String(row.debit), String(row.credit)].join(" "));
    const theirs = published.map((row) => [row.account, row.currency, String(row.debit), String(row.credit)].join(" "));
    found.published = own.sort().join() === theirs.sort().join();
  }
  if (found.known === "unmet") found.fault = "head";
  else if (found.unmet) found.fault = found.signed === "no" ? "signature" : "seal";
  else if (found.fault === "" && found.files && found.files.length) found.fault = "files";
  else if (found.fault === "" && found.published === false) found.fault = "totals";
  return found;
}
