// Asks ICU, by Intl.Collator, whether texts of order limbs sort as their bytes do: in every locale and collation that it has.
// Prints one line of JSON, which limb_order.rs judges.
"use strict";

const ALPHABET = "0123456789bjkqtv";
// Lower-case base32hex and hexadecimal, which must fail: that shows the comparison can.
const CONTROLS = { base32hex: "0123456789abcdefghijklmnopqrstuv", hexadecimal: "0123456789abcdef" };
const LETTERS = [..."abcdefghijklmnopqrstuvwxyz"];
const BUDGET_MS = Number(process.argv[2]);
const PAIRS_MAX = 20000;
const CONTROL_PAIRS = 400;

// Every language of two or three letters, and those with a script or region of their own.
function tags() {
  const tags = ["az-Cyrl", "bs-Cyrl", "de-AT", "es-MX", "fr-CA", "ff-Adlm", "hi-Latn", "kk-Arab", "pa-Arab",
    "sr-Latn", "sr-Latn-ME", "sr-ME", "uz-Cyrl", "vai-Latn", "zh-Hant", "zh-Hant-HK", "zh-HK", "zh-TW"];
  for (const a of LETTERS) {
    for (const b of LETTERS) {
      tags.push(a + b, ...LETTERS.map((c) => a + b + c));
    }
  }
  const collations = new Set([...Intl.supportedValuesOf("collation"), "trad", "phonebk", "standard", "search"]);
  const found = [];
  for (const tag of Intl.Collator.supportedLocalesOf(tags)) {
    found.push(tag);
    for (const collation of collations) {
      const full = `${tag}-u-co-${collation}`;
      if (new Intl.Collator(full).resolvedOptions().collation === collation) {
        found.push(full);
      }
    }
  }
  return found;
}

// xorshift32: the same pairs each time.
let state = 0x9e3779b9;
function random(below) {
  state ^= state << 13;
  state ^= state >>> 17;
  state ^= state << 5;
  return (state >>> 0) % below;
}

function word(alphabet, length) {
  let text = "";
  for (let place = 0; place < length; place += 1) {
    text += alphabet[random(alphabet.length)];
  }
  return text;
}

// Two texts of 16 to 128 characters that begin alike.
function pair(alphabet) {
  const length = 16 + 2 * random(57);
  const shared = random(length);
  const front = word(alphabet, shared);
  return [front + word(alphabet, length - shared), front + word(alphabet, length - shared)];
}

// All texts of two and of three characters, sorted by their bytes.
function sequences(alphabet) {
  const twos = [...alphabet].flatMap((a) => [...alphabet].map((b) => a + b));
  return [twos, twos.flatMap((two) => [...alphabet].map((c) => two + c))];
}

const byBytes = (a, b) => (a < b ? -1 : a > b ? 1 : 0);

// Neighbours in the order of bytes are in order, so all pairs are; then the random pairs.
function disorder(collator, lists, pairs) {
  for (const list of lists) {
    for (let place = 1; place < list.length; place += 1) {
      if (!(collator.compare(list[place - 1], list[place]) < 0)) {
        return [list[place - 1], list[place]];
      }
    }
  }
  return pairs.find(([a, b]) => Math.sign(collator.compare(a, b)) !== byBytes(a, b));
}

function failures(locales, alphabet, pairs) {
  const lists = sequences(alphabet);
  const failed = {};
  for (const locale of locales) {
    const found = disorder(new Intl.Collator(locale, { numeric: false }), lists, pairs);
    if (found) {
      failed[locale] = found;
    }
  }
  return failed;
}

const locales = tags();
const controls = {};
for (const [name, alphabet] of Object.entries(CONTROLS)) {
  const pairs = Array.from({ length: CONTROL_PAIRS }, () => pair(alphabet));
  controls[name] = Object.keys(failures(locales, alphabet, pairs));
}
const numeric = new Intl.Collator("en", { numeric: true });
controls.numeric = disorder(numeric, sequences(ALPHABET), []) ? ["en-u-kn"] : [];

// As many rounds of fresh pairs, the same for all locales, as there is time for.
const ROUND_PAIRS = 500;
const end = Date.now() + BUDGET_MS;
let pairs = 0;
let failed = {};
do {
  const round = Array.from({ length: ROUND_PAIRS }, () => pair(ALPHABET));
  Object.assign(failed, failures(locales, pairs === 0 ? ALPHABET : "", round));
  pairs += ROUND_PAIRS;
} while (pairs < PAIRS_MAX && Date.now() < end);
console.log(JSON.stringify({ alphabet: ALPHABET, icu: process.versions.icu, cldr: process.versions.cldr,
  locales, pairs, failed, controls }));
