import { LabelmillError } from '../core/errors.js';
import { SPLITS, type SplitName } from '../core/splits.js';
import type { ConversationMapping, LabelMapping, PrepareOptions } from '../index.js';
import { sourceInputs, type SourceFlags } from './source-flags.js';

/** The flags of `prepare` as commander hands them over. */
export interface PrepareFlags extends SourceFlags {
  readonly text?: string;
  readonly messages?: string;
  readonly label?: readonly string[];
  readonly list?: readonly string[];
  readonly listDelimiter?: readonly string[];
  readonly none?: readonly string[];
  readonly classMap?: readonly string[];
  readonly where?: readonly string[];
  readonly rename?: readonly string[];
  readonly select?: string;
  readonly conversation?: readonly string[];
  readonly turn?: string;
  readonly role?: string;
  readonly content?: string;
  readonly roleName?: readonly string[];
  readonly group?: string;
  readonly splitField?: string;
  readonly splitName?: readonly string[];
  readonly schema?: string;
  readonly min?: number;
  readonly max?: string;
  readonly split?: string;
  readonly validation?: number;
  readonly test?: number;
  readonly seed?: number;
  readonly duplicates?: 'keep' | 'keep-one' | 'fail';
  readonly contradictions?: 'keep' | 'drop' | 'majority' | 'merge' | 'fail';
  readonly nearDuplicates?: 'keep' | 'warn' | 'group';
  readonly nearDuplicateThreshold?: number;
  readonly rare?: string;
  readonly scope?: 'all' | 'train';
  readonly smallClasses?: 'proportional' | 'cover' | 'fail';
  readonly allowSingleClass?: boolean;
  readonly maxRejects?: string;
  readonly out?: string;
  readonly order?: 'shuffled' | 'source';
  readonly rejects?: string;
  readonly leftOut?: boolean;
  readonly sha256?: boolean;
  readonly lane?: 'auto' | 'rows';
  readonly threads?: number;
  readonly config?: string;
  readonly json?: boolean;
  readonly quiet?: boolean;
  readonly progress?: boolean;
}

/** What the forms of flags look like filled in. */
const EXAMPLES: ReadonlyMap<string, string> = new Map([
  ['TARGET=FIELD', 'topic=topic_name'],
  ['TARGET=TEXT', 'topic=;'],
  ['TARGET=CLASS', 'topic=other'],
  ['VALUE=SPLIT', 'dev=validation'],
]);

/**
 * Flags as options of the library, for mergeOptions to lay over a config file. Only what was given is set.
 * @throws LabelmillError USAGE for a flag that is not of its form
 */
export function flagsToOptions(sources: readonly string[], flags: PrepareFlags): Partial<PrepareOptions> {
  const { text, messages, group, min, max, scope, validation, test } = flags;
  refuseEmpty(flags);
  if (flags.splitName !== undefined && flags.splitField === undefined) throw usage('--split-name needs --split-field beside it');
  const inputs = sourceInputs(sources, flags);
  const labels = labelMappings(flags);
  const mapping = {
    ...(text === undefined ? {} : { text }),
    ...(messages === undefined ? {} : { messages }),
    ...(flags.conversation === undefined ? {} : { conversation: conversationMapping(flags, flags.conversation) }),
    labels: Object.fromEntries(labels),
    ...(group === undefined ? {} : { group }),
    ...(flags.splitField === undefined ? {} : { split: splitMapping(flags.splitField, flags.splitName ?? []) }),
  };
  const balance = {
    ...(min === undefined ? {} : { min }),
    ...(max === undefined ? {} : { max: countOrShare('--max', max) }),
    ...(flags.rare === undefined ? {} : { rare: rarePolicy(flags.rare) }),
    ...(scope === undefined ? {} : { scope }),
  };
  const counts = { ...(validation === undefined ? {} : { validation }), ...(test === undefined ? {} : { test }) };
  const split = {
    ...(flags.split === undefined ? {} : { ratios: flags.split }),
    ...(Object.keys(counts).length === 0 ? {} : { counts }),
    ...(flags.smallClasses === undefined ? {} : { smallClasses: flags.smallClasses }),
  };
  return {
    ...(inputs.length === 0 ? {} : { sources: inputs }),
    ...(Object.keys(mapping).length === 1 && labels.size === 0 ? {} : { mapping }),
    ...(flags.where === undefined ? {} : { where: flags.where }),
    ...(flags.select === undefined ? {} : { select: flags.select.split(',') }),
    ...(flags.rename === undefined ? {} : { rename: Object.fromEntries(renames(flags.rename)) }),
    ...(Object.keys(balance).length === 0 ? {} : { balance }),
    ...(Object.keys(split).length === 0 ? {} : { split }),
    ...(flags.schema === undefined ? {} : { schema: flags.schema }),
    ...(flags.seed === undefined ? {} : { seed: flags.seed }),
    ...(flags.duplicates === undefined ? {} : { duplicates: flags.duplicates }),
    ...(flags.contradictions === undefined ? {} : { contradictions: flags.contradictions }),
    ...(flags.nearDuplicates === undefined ? {} : { nearDuplicates: flags.nearDuplicates }),
    ...(flags.nearDuplicateThreshold === undefined ? {} : { nearDuplicateThreshold: flags.nearDuplicateThreshold }),
    ...(flags.order === undefined ? {} : { order: flags.order }),
    ...(flags.maxRejects === undefined ? {} : { maxRejects: countOrShare('--max-rejects', flags.maxRejects) }),
    ...(flags.invalidUtf8 === undefined ? {} : { invalidUtf8: flags.invalidUtf8 }),
    ...(flags.allowSingleClass === undefined ? {} : { allowSingleClass: flags.allowSingleClass }),
    ...(flags.rejects === undefined ? {} : { rejects: flags.rejects }),
    ...(flags.leftOut === undefined ? {} : { leftOut: flags.leftOut }),
    ...(flags.lane === undefined ? {} : { lane: flags.lane }),
    ...(flags.threads === undefined ? {} : { threads: flags.threads }),
    ...(flags.sha256 === undefined ? {} : { sha256: flags.sha256 }),
    ...(flags.out === undefined ? {} : { out: flags.out }),
  };
}

/** `--out ""`, as `--out "$FOLDER"` gives it where FOLDER is not set. */
function refuseEmpty(flags: PrepareFlags): void {
  for (const [name, value] of Object.entries(flags)) {
    if (value === '')
      throw usage(`--${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)} is empty; give it a value`);
  }
}

/** `--label intent=label_text --list tags=tags --none tags=other` as mappings by target. */
function labelMappings(flags: PrepareFlags): Map<string, LabelMapping> {
  const mappings = new Map<string, LabelMapping>();
  const add = (flag: string, given: string, kind?: 'multi'): void => {
    const [target, field] = pair(flag, given, 'TARGET=FIELD');
    if (mappings.has(target)) throw usage(`${flag} ${given}: the target "${target}" is given twice`);
    mappings.set(target, kind === undefined ? { field } : { field, kind });
  };
  for (const given of flags.label ?? []) add('--label', given);
  for (const given of flags.list ?? []) add('--list', given, 'multi');
  const extend = (flag: string, given: string, form: string, key: 'delimiter' | 'none' | 'map'): void => {
    const [target, value] = pair(flag, given, form);
    const mapping = mappings.get(target);
    if (mapping === undefined) throw usage(`${flag} ${given}: no --label or --list gives the target "${target}"`);
    mappings.set(target, { ...mapping, [key]: value });
  };
  for (const given of flags.listDelimiter ?? []) extend('--list-delimiter', given, 'TARGET=TEXT', 'delimiter');
  for (const given of flags.none ?? []) extend('--none', given, 'TARGET=CLASS', 'none');
  for (const given of flags.classMap ?? []) extend('--class-map', given, 'TARGET=FILE', 'map');
  return mappings;
}

/** @throws LabelmillError USAGE */
function conversationMapping(
  { turn, role, content, roleName = [] }: PrepareFlags,
  conversation: readonly string[],
): ConversationMapping {
  if (turn === undefined || role === undefined || content === undefined) {
    throw new LabelmillError('USAGE', '--conversation FIELD needs --turn, --role and --content beside it, each with a field');
  }
  const [first = '', ...more] = conversation;
  const id = more.length === 0 ? first : conversation;
  const roles = roleName.map((given) => {
    const [value, name] = pair('--role-name', given, 'VALUE=ROLE');
    return [value, name === 'none' ? null : name] as const;
  });
  return { id, turn, role, content, ...(roles.length === 0 ? {} : { roles: Object.fromEntries(roles) }) };
}

function renames(given: readonly string[]): readonly (readonly [string, string])[] {
  return given.map((one) => pair('--rename', one, 'OLD=NEW'));
}

function splitMapping(field: string, names: readonly string[]): { field: string; names?: Readonly<Record<string, SplitName>> } {
  if (names.length === 0) return { field };
  const entries = names.map((given) => {
    const [value, name] = pair('--split-name', given, 'VALUE=SPLIT');
    const split = SPLITS.find((known) => known === name);
    if (split === undefined) throw usage(`--split-name ${given}: the split is train, validation or test`);
    return [value, split] as const;
  });
  return { field, names: Object.fromEntries(entries) };
}

function rarePolicy(given: string): 'drop-label' | 'drop-example' | { map: string } {
  if (given === 'drop-label' || given === 'drop-example') return given;
  if (given.startsWith('map:') && given.length > 4) return { map: given.slice(4) };
  throw usage(`--rare takes drop-label, drop-example or map:CLASS, not "${given}"`);
}

function countOrShare(flag: string, given: string): number | `${number}%` {
  if (/^\d+$/.test(given)) return Number(given);
  const share = /^(\d+(?:\.\d+)?)%$/.exec(given)?.[1];
  if (share !== undefined) return `${Number(share)}%`;
  throw usage(`${flag} takes a whole number or a share such as 20%, not "${given}"`);
}

/** Splits at the first `=`: a class or a field may hold more of them, a target may not. */
function pair(flag: string, given: string, form: string): [string, string] {
  const at = given.indexOf('=');
  if (at < 1 || at === given.length - 1) {
    throw usage(`${flag} takes ${form}, as in ${flag} ${EXAMPLES.get(form) ?? form}, not "${given}"`);
  }
  return [given.slice(0, at), given.slice(at + 1)];
}

function usage(message: string): LabelmillError {
  return new LabelmillError('USAGE', message);
}
