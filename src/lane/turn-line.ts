import { LabelmillError } from '../core/errors.js';
import { ROLES } from '../core/example.js';
import type { Reject, RejectCode, RejectStage } from '../core/reject.js';
import { SPLITS } from '../core/splits.js';
import type { Turn } from '../normalize/normalize.js';

/** A turn and the place of its source among the sources. */
export interface PlacedTurn {
  readonly place: number;
  readonly turn: Turn;
}

/**
 * A turn as a line of JSON that starts with its id, so that lines in the order of their bytes have equal ids together.
 * Role and split are places in their lists, -1 for none; the source is named by its place.
 */
export function turnLine({ place, turn }: PlacedTurn): string {
  const { id, message, labels, group, split, origin, fault } = turn;
  const values: TurnValues = [
    id,
    turn.turn,
    place,
    message === undefined ? -1 : ROLES.indexOf(message.role),
    message?.content ?? '',
    labels.map((label) => label ?? null),
    group ?? null,
    split === undefined ? -1 : SPLITS.indexOf(split),
    origin.row,
    origin.line,
    origin.byte,
    fault === undefined ? null : [fault.stage, fault.code, fault.message, fault.raw],
  ];
  return JSON.stringify(values);
}

/** @param nameOf name of the source at a place */
export function readTurnLine(line: Uint8Array, nameOf: (place: number) => string): PlacedTurn {
  const values: unknown = JSON.parse(Buffer.from(line.buffer, line.byteOffset, line.byteLength).toString());
  if (!isTurnValues(values)) throw new LabelmillError('INTERNAL', 'the sorted rows of conversations are damaged');
  const [id, order, place, role, content, labels, group, split, row, at, byte, problem] = values;
  const origin = { source: nameOf(place), row, line: at, byte };
  const name = ROLES[role];
  const turn: Turn = {
    id,
    turn: order,
    message: name === undefined ? undefined : { role: name, content },
    labels: labels.map((label) => label ?? undefined),
    group: group ?? undefined,
    split: SPLITS[split],
    origin,
    fault: problem === null ? undefined : faultOf(problem, origin),
  };
  return { place, turn };
}

type Problem = [stage: RejectStage, code: RejectCode, message: string, raw: string];

type TurnValues = [
  id: string,
  turn: string,
  place: number,
  role: number,
  content: string,
  labels: (string | readonly string[] | null)[],
  group: string | null,
  split: number,
  row: number,
  line: number,
  byte: number,
  fault: Problem | null,
];

function isTurnValues(values: unknown): values is TurnValues {
  return Array.isArray(values) && values.length === 12;
}

function faultOf([stage, code, message, raw]: Problem, origin: Turn['origin']): Reject {
  return { stage, code, message, origin, raw };
}
