/** A list of unsigned 32-bit numbers that grows. Four bytes a number, at most half as much again unused. */
export interface Uint32List {
  readonly length: number;
  push(value: number): void;
  at(index: number): number;
  set(index: number, value: number): void;
  /** The numbers so far, as a view that the next push may leave behind. */
  view(): Uint32Array;
}

export function createUint32List(): Uint32List {
  let numbers = new Uint32Array(16);
  let length = 0;
  return {
    get length() {
      return length;
    },
    push(value) {
      if (length === numbers.length) {
        const larger = new Uint32Array(Math.ceil(length * 1.5));
        larger.set(numbers);
        numbers = larger;
      }
      numbers[length++] = value;
    },
    at: (index) => numbers[index] ?? 0,
    set: (index, value) => {
      numbers[index] = value;
    },
    view: () => numbers.subarray(0, length),
  };
}
