// Solves the challenge of each guarded form (ALTCHA, version 2) while its reader writes.
// Without this file, or without crypto.subtle, the form is sent as it is: the server takes a few of those an hour.

const idle = globalThis.requestIdleCallback ?? ((callback) => setTimeout(callback, 200));
const bytes = (text) => Uint8Array.from(text.match(/../g), (pair) => parseInt(pair, 16));
const hex = (buffer) => Array.from(new Uint8Array(buffer), (byte) => byte.toString(16).padStart(2, "0")).join("");

/** The key that a counter gives: PBKDF2 of nonce and counter. */
async function derive({ nonce, salt, cost, keyLength }, counter) {
  const start = bytes(nonce);
  const password = new Uint8Array(start.length + 4);
  password.set(start);
  new DataView(password.buffer).setUint32(start.length, counter);
  const key = await crypto.subtle.importKey("raw", password, "PBKDF2", false, ["deriveBits"]);
  const how = { name: "PBKDF2", hash: "SHA-256", salt: bytes(salt), iterations: cost };
  return hex(await crypto.subtle.deriveBits(how, key, keyLength * 8));
}

async function solve(challenge) {
  for (let counter = 0; ; counter += 1) {
    const derivedKey = await derive(challenge.parameters, counter);
    if (derivedKey.startsWith(challenge.parameters.keyPrefix)) {
      return btoa(JSON.stringify({ challenge, solution: { counter, derivedKey } }));
    }
  }
}

/** Fills the field in; a form that is sent before that waits for it, once. */
function guard(field) {
  field.value = ""; // what the browser kept over a reload was solved for another challenge
  let isReady = false;
  let isWaiting = false;
  const solving = new Promise((resolve) => { idle(resolve); })
    .then(() => solve(JSON.parse(field.dataset.challenge)))
    .then((answer) => { field.value = answer; }, () => {}) // unsolved: sent as without script
    .then(() => { isReady = true; });
  field.form.addEventListener("submit", async (event) => {
    if (isReady) return;
    event.preventDefault();
    if (isWaiting) return;
    isWaiting = true;
    await solving;
    field.form.requestSubmit(event.submitter);
  });
}

if (globalThis.crypto?.subtle) document.querySelectorAll("input[data-challenge]").forEach(guard);
