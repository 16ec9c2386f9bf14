/** Numbers that look random and are the same for the same seed and file, on every machine (sfc32). */
export class Random {
  #a;
  #b;
  #c;
  #d = 1;

  constructor(seed, file) {
    this.#a = seed >>> 0;
    this.#b = Math.floor(seed / 2 ** 32) >>> 0;
    this.#c = file >>> 0;
    // Until neighbouring seeds and files have nothing in common.
    for (let round = 0; round < 15; round += 1) this.#next();
  }

  /** A whole number from 0 to just under the limit. */
  below(limit) {
    return Math.floor((this.#next() / 2 ** 32) * limit);
  }

  /** Mostly small, now and then up to the limit: what breaks on length is found with few long files. */
  size(limit) {
    return this.below(2 + this.below(this.chance(0.02) ? limit : Math.min(limit, 60)));
  }

  chance(share) {
    return this.#next() / 2 ** 32 < share;
  }

  pick(list) {
    return list[this.below(list.length)];
  }

  /** As many as asked for, each picked anew. */
  picks(list, count) {
    return Array.from({ length: count }, () => this.pick(list));
  }

  shuffled(list) {
    const rest = [...list];
    return list.map(() => rest.splice(this.below(rest.length), 1)[0]);
  }

  bytes(count) {
    return Buffer.from(Array.from({ length: count }, () => this.below(256)));
  }

  #next() {
    const sum = (this.#a + this.#b + this.#d) | 0;
    this.#d = (this.#d + 1) | 0;
    this.#a = this.#b ^ (this.#b >>> 9);
    this.#b = (this.#c + (this.#c << 3)) | 0;
    this.#c = (((this.#c << 21) | (this.#c >>> 11)) + sum) | 0;
    return sum >>> 0;
  }
}
