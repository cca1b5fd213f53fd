const MILLISECONDS_PER_DAY = 86_400_000;
/** Day 0 of Julian day numbers, as INT96 counts them, in days since 1970-01-01. */
const JULIAN_DAY_OF_EPOCH = 2_440_588;

/** Parts of a second in a time, as powers of ten: milliseconds, microseconds, nanoseconds. */
export type Digits = 3 | 6 | 9;

/** `2024-02-29` from days since 1970-01-01, in the proleptic Gregorian calendar. Years beyond 0-9999 as `+012345` or `-000001`. */
export function dateText(days: number): string {
  // civil_from_days, Howard Hinnant, "chrono-compatible low-level date algorithms": eras of 400 years that begin in March
  const shifted = days + 719_468;
  const era = Math.floor(shifted / 146_097);
  const dayOfEra = shifted - era * 146_097;
  const yearOfEra = Math.floor(
    (dayOfEra - Math.floor(dayOfEra / 1460) + Math.floor(dayOfEra / 36_524) - Math.floor(dayOfEra / 146_096)) / 365,
  );
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const monthFromMarch = Math.floor((5 * dayOfYear + 2) / 153);
  const day = dayOfYear - Math.floor((153 * monthFromMarch + 2) / 5) + 1;
  const month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9;
  const year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0);
  return `${yearText(year)}-${padded(month, 2)}-${padded(day, 2)}`;
}

/** `12:34:56.789` from parts of a second since midnight; zeros at the end of the fraction are left out. */
export function timeText(parts: bigint, digits: Digits): string {
  const perSecond = 10n ** BigInt(digits);
  const seconds = Number(parts / perSecond);
  const fraction = (parts % perSecond).toString().padStart(digits, '0').replace(/0+$/, '');
  const clock = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60]
    .map((part) => padded(part, 2))
    .join(':');
  return fraction === '' ? clock : `${clock}.${fraction}`;
}

/**
 * `2024-02-29T12:34:56.789Z` from parts of a second since 1970-01-01T00:00. One instant has one text, whatever the unit.
 * @param isUtc whether it is an instant, and no local time: those have no `Z`
 */
export function timestampText(parts: bigint, digits: Digits, isUtc: boolean): string {
  const perDay = BigInt(MILLISECONDS_PER_DAY) * 10n ** BigInt(digits - 3);
  const rest = parts % perDay;
  const ofDay = rest < 0n ? rest + perDay : rest;
  const days = Number((parts - ofDay) / perDay);
  return `${dateText(days)}T${timeText(ofDay, digits)}${isUtc ? 'Z' : ''}`;
}

/** A timestamp of 12 bytes, as Impala and older Spark write it: nanoseconds of the day, then the Julian day. */
export function int96Text(bytes: Buffer, start: number): string {
  const days = bytes.readInt32LE(start + 8) - JULIAN_DAY_OF_EPOCH;
  const nanoseconds = bytes.readBigInt64LE(start);
  return timestampText(BigInt(days) * BigInt(MILLISECONDS_PER_DAY) * 1_000_000n + nanoseconds, 9, false);
}

/** `P1M2DT3.004S`: months, days and milliseconds, each an unsigned number of 4 bytes. */
export function intervalText(bytes: Buffer, start: number): string {
  const milliseconds = bytes.readUInt32LE(start + 8);
  return `P${bytes.readUInt32LE(start)}M${bytes.readUInt32LE(start + 4)}DT${milliseconds / 1000}S`;
}

function yearText(year: number): string {
  if (year >= 0 && year <= 9999) return padded(year, 4);
  return `${year < 0 ? '-' : '+'}${padded(Math.abs(year), 6)}`;
}

function padded(value: number, width: number): string {
  return String(value).padStart(width, '0');
}
