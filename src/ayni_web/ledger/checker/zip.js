// Files of a zip: its list at the end is read, and each file is taken out when it is asked for.
async function filesOfZip(blob) {
  const END = 0x06054b50, LISTED = 0x02014b50;
  const tail = new DataView(await blob.slice(Math.max(0, blob.size - 65557)).arrayBuffer());
  let at = tail.byteLength - 22;
  while (at >= 0 && tail.getUint32(at, true) !== END) at--;
  if (at < 0) throw new Error("no_zip");
  const count = tail.getUint16(at + 10, true), size = tail.getUint32(at + 12, true), from = tail.getUint32(at + 16, true);
  if (from === 0xffffffff) throw new Error("too_large");
  const list = new DataView(await blob.slice(from, from + size).arrayBuffer());
  const files = new Map();
  for (let place = 0, n = 0; n < count; n++) {
    if (list.getUint32(place, true) !== LISTED) throw new Error("no_zip");
    const method = list.getUint16(place + 10, true), packed = list.getUint32(place + 20, true);
    const name = list.getUint16(place + 28, true), extra = list.getUint16(place + 30, true);
    const comment = list.getUint16(place + 32, true), start = list.getUint32(place + 42, true);
    if (packed === 0xffffffff || start === 0xffffffff) throw new Error("too_large");
    const text = new TextDecoder().decode(new Uint8Array(list.buffer, place + 46, name));
    if (files.has(text)) throw new Error("no_zip");
    files.set(text, { blob, method, packed, start });
    place += 46 + name + extra + comment;
  }
  return files;
}

// Bytes of a file of a zip, or of a file by itself, as a stream.
async function streamOf(file) {
  if (file instanceof Blob) return file.stream();
  const head = new DataView(await file.blob.slice(file.start, file.start + 30).arrayBuffer());
  const from = file.start + 30 + head.getUint16(26, true) + head.getUint16(28, true);
  const body = file.blob.slice(from, from + file.packed).stream();
  if (file.method === 0) return body;
  if (typeof DecompressionStream === "undefined") throw new Error("no_unpacking");
  return body.pipeThrough(new DecompressionStream("deflate-raw"));
}

// Lines of a file, one after the other; what is no UTF-8 stops it. The digest takes every byte.
async function* linesOf(file, digest) {
  const reader = (await streamOf(file)).getReader(), decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
  let rest = "";
  for (;;) {
    const { done, value } = await reader.read();
    if (value && digest) digest.add(value);
    const lines = (rest + decoder.decode(value, { stream: !done })).split("\n");
    rest = lines.pop();
    yield* lines;
    if (done) break;
  }
  if (rest) yield rest;
}

async function textOf(file, digest) {
  const lines = [];
  for await (const line of linesOf(file, digest)) lines.push(line);
  return lines.join("\n");
}
