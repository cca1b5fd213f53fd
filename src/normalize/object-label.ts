import { isReject, type Reject } from '../core/reject.js';
import type { Row } from '../core/row.js';
import { compileClass, describeMissing } from './class-value.js';
import { describeFields } from './field-missing.js';
import { compileField } from './field.js';
import type { LabelReader } from './label-reader.js';
import type { LabelMapping } from './mapping.js';
import { isRecord } from './member.js';
import { parseJson } from './parse-json.js';
import { describeValue, quote } from './quote.js';
import { rejectRow } from './row-reject.js';
import { compileScore } from './scores.js';
import { compileSettler } from './settle-classes.js';
import { isBlank, trimWhiteSpace } from './white-space.js';

/**
 * A reader of a label in a field that holds an object class → truth value or score, or such an object as JSON.
 * Rejects: label-missing, label-type (no object, or a blank class), score-type, and those of settle-classes.ts.
 */
export function compileObject(target: string, field: string, mapping: LabelMapping): LabelReader {
  const readField = compileField(field);
  const readName = compileClass(mapping);
  const readScore = compileScore(mapping.threshold);
  const settler = compileSettler(target, mapping);
  const place = `target ${quote(target)}: field ${quote(field)}`;

  const carried = (row: Row, scores: Readonly<Record<string, unknown>>): readonly string[] | Reject => {
    const names: string[] = [];
    for (const [key, value] of Object.entries(scores)) {
      const name = mapping.trim === true ? trimWhiteSpace(key) : key;
      const holds = readScore(value, name);
      if (holds === undefined) {
        const message = `${place}: class ${quote(key)} must have true, false or a score, but has ${describeValue(value)}`;
        return rejectRow(row, 'score-type', message);
      }
      if (!holds) continue;
      if (isBlank(name)) return rejectRow(row, 'label-type', `${place}: a class has a blank name`);
      names.push(name);
    }
    return names;
  };
  return (row) => {
    const found = readField(row);
    if (readName(found) === undefined) {
      if (mapping.optional === true) return undefined;
      const reason = found === undefined ? `is not in the row${describeFields(row, field)}` : describeMissing(found);
      return rejectRow(row, 'label-missing', `${place} ${reason}`);
    }
    const scores = typeof found === 'string' ? parseJson(found) : found;
    if (!isRecord(scores)) {
      const message = `${place} must hold an object class → true, false or a score, but holds ${describeValue(found)}`;
      return rejectRow(row, 'label-type', message);
    }
    const names = carried(row, scores);
    return isReject(names) ? names : settler.list(row, names);
  };
}
