import { isUtf8 } from 'node:buffer';
import type { LogicalType, SchemaElement } from 'hyparquet';
import { dateText, int96Text, intervalText, timestampText, timeText, type Digits } from './date-text.js';
import { decimalText, signedInteger } from './decimal-text.js';

/**
 * How the stored values of a column become values of a row. `bytes` gives undefined where the bytes are not UTF-8, though
 * text is what they must be.
 */
export type LeafType =
  | { readonly stored: 'boolean' }
  | { readonly stored: 'int32'; readonly convert: (value: number) => unknown }
  | { readonly stored: 'int64'; readonly convert: (value: bigint) => unknown }
  | { readonly stored: 'float' | 'double' }
  | { readonly stored: 'bytes'; readonly convert: BytesConverter }
  | { readonly stored: 'fixed'; readonly width: number; readonly convert: BytesConverter };

export type BytesConverter = (bytes: Buffer, start: number, end: number) => unknown;

/**
 * The type of a leaf: integers as numbers where they are exact, else as bigint; DECIMAL as a string of its digits; dates and
 * times as ISO 8601 strings; UUID in its usual form; everything else in bytes as text.
 * @throws Error where the schema is damaged, or a width is missing
 */
export function leafType(element: SchemaElement): LeafType {
  switch (element.type) {
    case 'BOOLEAN':
      return { stored: 'boolean' };
    case 'INT32':
      return { stored: 'int32', convert: int32Converter(element) };
    case 'INT64':
      return { stored: 'int64', convert: int64Converter(element) };
    case 'INT96':
      return { stored: 'fixed', width: 12, convert: int96Text };
    case 'FLOAT':
      return { stored: 'float' };
    case 'DOUBLE':
      return { stored: 'double' };
    case 'BYTE_ARRAY':
      return { stored: 'bytes', convert: bytesConverter(element) };
    case 'FIXED_LEN_BYTE_ARRAY':
      return { stored: 'fixed', width: widthOf(element), convert: bytesConverter(element) };
    default:
      throw new Error(`column ${JSON.stringify(element.name)} has no known type`);
  }
}

/** A string, or undefined where the bytes are not UTF-8. */
export function textOf(bytes: Buffer, start: number, end: number): string | undefined {
  const text = bytes.toString('utf8', start, end);
  // U+FFFD stands for what is no UTF-8, or for itself
  return text.includes('\ufffd') && !isUtf8(bytes.subarray(start, end)) ? undefined : text;
}

function widthOf(element: SchemaElement): number {
  const width = element.type_length;
  if (width === undefined || width < 0) throw new Error(`column ${JSON.stringify(element.name)} has no width`);
  if (element.logical_type?.type === 'UUID' && width !== 16) throw new Error('a UUID must have 16 bytes');
  if (element.logical_type?.type === 'FLOAT16' && width !== 2) throw new Error('a half float must have 2 bytes');
  if (element.converted_type === 'INTERVAL' && width !== 12) throw new Error('an interval must have 12 bytes');
  return width;
}

function int32Converter(element: SchemaElement): (value: number) => unknown {
  const { converted_type: converted, logical_type: logical } = element;
  const scale = scaleOf(element);
  if (scale !== undefined) return (value) => decimalText(BigInt(value), scale);
  if (converted === 'DATE' || logical?.type === 'DATE') return dateText;
  if (converted === 'TIME_MILLIS' || logical?.type === 'TIME') return (value) => timeText(BigInt(value), 3);
  if (isUnsigned(element)) return (value) => value >>> 0;
  return (value) => value;
}

function int64Converter(element: SchemaElement): (value: bigint) => unknown {
  const { converted_type: converted, logical_type: logical } = element;
  const scale = scaleOf(element);
  if (scale !== undefined) return (value) => decimalText(value, scale);
  if (logical?.type === 'TIMESTAMP') {
    const { isAdjustedToUTC } = logical;
    const digits = digitsOf(logical.unit);
    return (value) => timestampText(value, digits, isAdjustedToUTC);
  }
  if (converted === 'TIMESTAMP_MILLIS') return (value) => timestampText(value, 3, true);
  if (converted === 'TIMESTAMP_MICROS') return (value) => timestampText(value, 6, true);
  if (logical?.type === 'TIME') {
    const digits = digitsOf(logical.unit);
    return (value) => timeText(value, digits);
  }
  if (converted === 'TIME_MICROS') return (value) => timeText(value, 6);
  return isUnsigned(element) ? (value) => exact(BigInt.asUintN(64, value)) : exact;
}

function bytesConverter(element: SchemaElement): BytesConverter {
  const { converted_type: converted, logical_type: logical } = element;
  const scale = scaleOf(element);
  if (scale !== undefined) return (bytes, start, end) => decimalText(signedInteger(bytes, start, end), scale);
  if (logical?.type === 'UUID') return uuidText;
  if (logical?.type === 'FLOAT16') return halfFloat;
  return converted === 'INTERVAL' ? intervalText : textOf;
}

/** Scale of a decimal column; undefined for other columns. */
function scaleOf({ converted_type: converted, logical_type: logical, scale, name }: SchemaElement): number | undefined {
  if (converted !== 'DECIMAL' && logical?.type !== 'DECIMAL') return undefined;
  const digits = logical?.type === 'DECIMAL' ? logical.scale : (scale ?? 0);
  if (digits < 0 || digits > 10_000) throw new Error(`column ${JSON.stringify(name)} has the scale ${digits}`);
  return digits;
}

function isUnsigned({ converted_type: converted, logical_type: logical }: SchemaElement): boolean {
  return converted?.startsWith('UINT_') === true || (logical?.type === 'INTEGER' && !logical.isSigned);
}

function digitsOf(unit: Extract<LogicalType, { unit: unknown }>['unit']): Digits {
  switch (unit) {
    case 'MILLIS':
      return 3;
    case 'MICROS':
      return 6;
    case 'NANOS':
      return 9;
  }
}

/** The same integer as a number, where that is exact. */
function exact(value: bigint): number | bigint {
  const number = Number(value);
  return Number.isSafeInteger(number) ? number : value;
}

function uuidText(bytes: Buffer, start: number): string {
  const hex = bytes.toString('hex', start, start + 16);
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
}

/** IEEE 754 binary16. */
function halfFloat(bytes: Buffer, start: number): number {
  const bits = bytes.readUInt16LE(start);
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >> 10) & 0x1f;
  const fraction = bits & 0x3ff;
  if (exponent === 0x1f) return fraction === 0 ? sign * Infinity : NaN;
  return sign * (exponent === 0 ? fraction * 2 ** -24 : (1024 + fraction) * 2 ** (exponent - 25));
}
