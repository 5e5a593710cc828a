/** Checksums that PNG and Ogg have in each of their parts. */

/** CRC-32 with the lowest bit first (PNG 3rd edition, annex D). */
export function crcOfPng(bytes: Uint8Array): number {
  let crc = 0xffffffff;
  for (const octet of bytes) crc = (crc >>> 8) ^ PNG_TABLE[(crc ^ octet) & 255]!;
  return ~crc >>> 0;
}

const PNG_TABLE = Uint32Array.from({ length: 256 }, (_, octet) => {
  let crc = octet;
  for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ 0xedb88320 : crc >>> 1;
  return crc;
});

/** CRC-32 with the highest bit first and nothing turned round (RFC 3533 §6). */
export function crcOfOgg(bytes: Uint8Array): number {
  let crc = 0;
  for (const octet of bytes) crc = ((crc << 8) ^ OGG_TABLE[(crc >>> 24) ^ octet]!) >>> 0;
  return crc;
}

const OGG_TABLE = Uint32Array.from({ length: 256 }, (_, octet) => {
  let crc = octet << 24;
  for (let bit = 0; bit < 8; bit++) crc = crc & 0x80000000 ? (crc << 1) ^ 0x04c11db7 : crc << 1;
  return crc >>> 0;
});

/** CRC-16 of a whole frame, which is 0 where its own checksum is the last of it (RFC 9639 §9.3). */
export function crcOfFlac(bytes: Uint8Array): number {
  let crc = 0;
  for (const octet of bytes) crc = ((crc << 8) ^ FLAC_TABLE[(crc >>> 8) ^ octet]!) & 0xffff;
  return crc;
}

const FLAC_TABLE = Uint16Array.from({ length: 256 }, (_, octet) => {
  let crc = octet << 8;
  for (let bit = 0; bit < 8; bit++) crc = crc & 0x8000 ? (crc << 1) ^ 0x8005 : crc << 1;
  return crc & 0xffff;
});
