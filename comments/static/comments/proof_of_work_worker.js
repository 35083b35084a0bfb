/* Looks for the number that, written after the challenge, gives a digest with leading zeros. */
"use strict";

const AT_ONCE = 64;

function zeroBits(buffer) {
  let bits = 0;
  for (const byte of new Uint8Array(buffer)) {
    if (byte) return bits + Math.clz32(byte) - 24;
    bits += 8;
  }
  return bits;
}

self.addEventListener("message", async ({ data: { challenge, bits } }) => {
  const encoder = new TextEncoder();
  for (let first = 0; ; first += AT_ONCE) {
    const digests = await Promise.all(
      Array.from({ length: AT_ONCE }, (_, place) =>
        crypto.subtle.digest("SHA-256", encoder.encode(`${challenge}:${first + place}`)),
      ),
    );
    const place = digests.findIndex((digest) => zeroBits(digest) >= bits);
    if (place >= 0) {
      self.postMessage(String(first + place));
      return;
    }
  }
});
