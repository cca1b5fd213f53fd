import type { Found } from './messages.js';

/** Records that another thread found, handed over piece by piece. */
export interface RecordOrder {
  /** Hands over those that stand before so many bytes of each split. */
  upTo(ends: readonly number[]): void;
  /** Hands over all that are left. */
  rest(): void;
}

/** @param give takes records of a split, as DealSink.lines has them; called in the order in which they were found */
export function inOrder({ records }: Pick<Found, 'records'>, give: (split: number, records: Uint8Array) => void): RecordOrder {
  /** Bytes handed over by split, the piece that comes next, and those of it that are gone. */
  const places = records.map(() => ({ given: 0, piece: 0, at: 0 }));

  const upTo = (ends: readonly number[]): void => {
    for (const [split, place] of places.entries()) {
      const end = ends[split] ?? 0;
      for (
        let piece = records[split]?.[place.piece];
        piece !== undefined && place.given < end;
        piece = records[split]?.[place.piece]
      ) {
        const size = Math.min(end - place.given, piece.length - place.at);
        give(split, piece.subarray(place.at, place.at + size));
        place.given += size;
        place.at += size;
        if (place.at < piece.length) continue;
        place.piece++;
        place.at = 0;
      }
    }
  };

  return { upTo, rest: () => upTo(records.map(() => Infinity)) };
}
