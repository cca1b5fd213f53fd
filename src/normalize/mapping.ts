/**
 * Which fields of a row hold its text or messages and which hold its labels. This is the shape of `mapping` in the config
 * file. A field is named exactly (`label_text`), by a path (`scenario.flow`, `turns.0.text`; a field of that very name goes
 * first), by position from 0 where rows have no names (`0`), or is one of `@key` (key of the enclosing array), `@file`
 * (file name without folder) and `@source` (name of the source).
 */
export interface Mapping {
  readonly text?: TextMapping;
  readonly messages?: MessagesMapping;
  /** Instead of text or messages: rows that are the messages of conversations. */
  readonly conversation?: ConversationMapping;
  readonly labels: Readonly<Record<string, LabelMapping>>;
  /** Field whose value keeps examples together in one split. */
  readonly group?: string;
  /** Field that names the split of a row, where the source gives one. */
  readonly split?: SplitMapping;
}

/**
 * One field, several joined by `separator` (default one space), or a template such as `{title}: {body}`, where `{{` and `}}`
 * stand for braces. Every field named must hold a string; an empty one joins as it is, and a text whose fields are all blank
 * counts as empty. `trim` takes the white space off both ends of the whole.
 */
export type TextMapping =
  | string
  | { readonly field: string; readonly trim?: boolean }
  | { readonly fields: readonly string[]; readonly separator?: string; readonly trim?: boolean }
  | { readonly template: string; readonly trim?: boolean };

/**
 * A field that holds a list of `{role, content}` or of `[role, content]`. `role` and `content` name the parts where they are
 * called otherwise, `roles` renames roles (`{"agent": "assistant", "customer": "user"}`); a role mapped to null is left out.
 */
export type MessagesMapping =
  | string
  | {
      readonly field: string;
      readonly role?: string;
      readonly content?: string;
      readonly roles?: Readonly<Record<string, string | null>>;
    };

/**
 * Rows that are one message each: those of one `id` are one example, ordered by `turn`. They need not stand together, nor in
 * one source. Labels may stand on any of the rows, but not different ones; group and split are those of the first row.
 * Where one row can't be used, the whole conversation is set aside: a chat with a hole in it is another chat. In the order of
 * the source conversations come last, in an order that follows from their ids alone.
 */
export interface ConversationMapping {
  /** Field that names the conversation, or several that do so together, such as `["@file", "dialogue"]`. */
  readonly id: string | readonly string[];
  /** Field that orders the rows: by number where a conversation has numerals only, else by code point. No two may be equal. */
  readonly turn: string;
  readonly role: string;
  readonly content: string;
  /** Renames roles, as for messages; a role mapped to null is left out. */
  readonly roles?: Readonly<Record<string, string | null>>;
}

/**
 * Where the label of a target comes from: exactly one of field, columns, object and constant. A string, a boolean or an
 * integer is a class; a blank string and null are a missing label.
 */
export interface LabelMapping {
  /** Field with the class, or with a list of classes. */
  readonly field?: string;
  /** `single`: one class; `multi`: a list. Where it is not given, the target is multi if any row gives it a list. */
  readonly kind?: 'single' | 'multi';
  /**
   * Splits a string into a list at this delimiter; each part is trimmed, empty parts are left out. Makes the target multi.
   * Together with `none` an empty string is the empty list and not a missing label: a cell can't say it otherwise.
   */
  readonly delimiter?: string;
  /** The string is a JSON list. Makes the target multi. A string that starts with `[` is read as JSON in any multi target. */
  readonly json?: boolean;
  /**
   * One column per class, with a truth value (true, false, yes, no; upper or lower case) or a score: class → field. Makes the
   * target multi. A column without a value rejects the row; where the target is optional and no column has one, it is missing.
   */
  readonly columns?: readonly string[] | Readonly<Record<string, string>>;
  /** Field that holds an object class → truth value or score, or such an object as JSON. Makes the target multi. */
  readonly object?: string;
  /** A score above this (strictly) carries the class; for all classes or per class. Default 0.5, so that 1 is yes and 0 is no. */
  readonly threshold?: number | Readonly<Record<string, number>>;
  /** Every example gets this class. Beside it only `kind` has a meaning. */
  readonly constant?: string;
  /**
   * Class for an empty list, and for a row that has no list at all (no such field, null, an empty cell); `map` does not touch
   * it. Without it such rows are rejects. Not for a single target.
   */
  readonly none?: string;
  /** A row without a label of this target is an example all the same, unless it has no label at all. Default false. */
  readonly optional?: boolean;
  /** Values that stand for a missing label, beside null and the empty string: `["NULL", "NA"]`. In a list they are left out. */
  readonly missing?: readonly string[];
  /**
   * Renames classes, after everything else; null drops the label, and a row left without any is a reject (`label-dropped`).
   * Booleans are renamed by `"true"` and `"false"`. In options also a file that holds the map: an object as JSON or YAML, or a
   * table of class and new class as CSV or TSV.
   */
  readonly map?: string | Readonly<Record<string, string | null>>;
  /** What becomes of a class the map does not hold: keep it (default), drop the label, or reject the row. */
  readonly unmapped?: 'keep' | 'drop' | 'reject';
  /** Trims white space around the class. Default false. */
  readonly trim?: boolean;
}

/** The field that names the split of a row. */
export interface SplitMapping {
  readonly field: string;
  /**
   * Value → split, before the names known anyway: train, training, validation, valid, val, dev, test and testing, in upper or
   * lower case. Null leaves such rows out as rejects.
   */
  readonly names?: Readonly<Record<string, 'train' | 'validation' | 'test' | null>>;
}
