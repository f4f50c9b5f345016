/**
 * A set of row ids in 16 bytes each, so that an import can remember which of five million rows it has seen:
 * as strings they would take five times as much. Open addressing; the ids are hashes already, so their first bytes
 * spread evenly.
 */
import { ROW_ID_BYTES } from '../row-id.ts';

const WORDS = ROW_ID_BYTES / Uint32Array.BYTES_PER_ELEMENT;
const FIRST_CAPACITY = 1_024;
const FULLEST = 0.6;

export class RowIdSet {
  #size = 0;
  #capacity = FIRST_CAPACITY;
  /** A slot of four zero words is free. */
  #slots = new Uint32Array(FIRST_CAPACITY * WORDS);
  /** The id in question, as bytes and as words. */
  readonly #words = new Uint32Array(WORDS);
  readonly #bytes = Buffer.from(this.#words.buffer);

  get size(): number {
    return this.#size;
  }

  /** @returns false when it was there already */
  add(id: string): boolean {
    const words = this.#wordsOf(id);
    const slot = this.#slotOf(words);
    if (!this.#isFree(slot)) return false;
    this.#slots.set(words, slot);
    this.#size += 1;
    if (this.#size > this.#capacity * FULLEST) this.#grow();
    return true;
  }

  has(id: string): boolean {
    return !this.#isFree(this.#slotOf(this.#wordsOf(id)));
  }

  #wordsOf(id: string): Uint32Array {
    if (this.#bytes.write(id, 'base64url') !== ROW_ID_BYTES) throw new RangeError('not a row id');
    return this.#words;
  }

  /** Where these words are, or the free slot where they would go. */
  #slotOf(words: Uint32Array): number {
    let slot = ((words[0] ?? 0) % this.#capacity) * WORDS;
    while (!this.#isFree(slot) && !words.every((word, index) => this.#slots[slot + index] === word)) {
      slot = (slot + WORDS) % this.#slots.length;
    }
    return slot;
  }

  #isFree(slot: number): boolean {
    for (let word = slot; word < slot + WORDS; word += 1) if (this.#slots[word] !== 0) return false;
    return true;
  }

  #grow(): void {
    const old = this.#slots;
    this.#capacity *= 2;
    this.#slots = new Uint32Array(this.#capacity * WORDS);
    for (let slot = 0; slot < old.length; slot += WORDS) {
      const words = old.subarray(slot, slot + WORDS);
      if (words.some((word) => word !== 0)) this.#slots.set(words, this.#slotOf(words));
    }
  }
}
