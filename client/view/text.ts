/** Plain text, as whoever wrote it encoded it. */

export async function showText(file: Blob): Promise<void> {
  const text = document.createElement('pre');
  text.textContent = decoded(new Uint8Array(await file.arrayBuffer()));
  document.body.append(text);
}

/** UTF-8, UTF-16 where it says so, or what Windows wrote before. A letter that is cut at the end is left out. */
function decoded(bytes: Uint8Array): string {
  const label =
    bytes[0] === 0xff && bytes[1] === 0xfe ? 'utf-16le' : bytes[0] === 0xfe ? 'utf-16be' : 'utf-8';
  try {
    return new TextDecoder(label, { fatal: true }).decode(bytes, { stream: true });
  } catch {
    return new TextDecoder('windows-1252').decode(bytes);
  }
}
