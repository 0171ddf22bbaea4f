// Chance that is the same in every run: an order and a sample that depend on nothing but the names of things.

/** FNV-1a with a stronger end, 32 bits. */
export function hash(text) {
  let value = 0x811c9dc5;
  for (let i = 0; i < text.length; i += 1) value = Math.imul(value ^ text.charCodeAt(i), 0x01000193);
  value = Math.imul(value ^ (value >>> 15), 0x2c1b3c6d);
  value = Math.imul(value ^ (value >>> 12), 0x297a2d39);
  return (value ^ (value >>> 15)) >>> 0;
}

/** @returns places of `names`, shuffled by `seed` */
export function shuffledPlaces(names, seed) {
  const keys = Float64Array.from(names, (name) => hash(`${seed}\n${name}`));
  return Array.from(keys.keys()).sort((a, b) => keys[a] - keys[b] || a - b);
}

/** @returns `count` of the items at most, always the same ones, in the order they had */
export function fixedSample(items, count, seed, nameOf = String) {
  const places = shuffledPlaces(items.map(nameOf), seed).slice(0, count);
  return places.sort((a, b) => a - b).map((place) => items[place]);
}
