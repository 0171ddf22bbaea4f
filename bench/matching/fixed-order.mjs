// Chance that is the same in every run: an order and a sample that depend on nothing but the names of things.

/** FNV-1a with a stronger end, 32 bits. */
export function hash(text) {
  let value = 0x811c9dc5;
  for (let i = 0; i < text.length; i += 1) value = Math.imul(value ^ text.charCodeAt(i), 0x01000193);
  return mixed(value);
}

function mixed(value) {
  let bits = Math.imul(value ^ (value >>> 15), 0x2c1b3c6d);
  bits = Math.imul(bits ^ (bits >>> 12), 0x297a2d39);
  return (bits ^ (bits >>> 15)) >>> 0;
}

const MOST_PLACES = 2 ** 21;

/** @returns places of `names`, shuffled by `seed` */
export function shuffledPlaces(names, seed) {
  const seeds = hash(String(seed));
  // The hash above, the place below: one sort of numbers, 21 bits are places enough.
  const keys = Float64Array.from(names, (name, i) => mixed(hash(name) ^ seeds) * MOST_PLACES + i).sort();
  return Array.from(keys, (key) => key % MOST_PLACES);
}

/** @returns `count` of the items at most, always the same ones, in the order they had */
export function fixedSample(items, count, seed, nameOf = String) {
  const places = shuffledPlaces(items.map(nameOf), seed).slice(0, count);
  return places.sort((a, b) => a - b).map((place) => items[place]);
}
