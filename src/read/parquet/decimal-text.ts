/** `-12.30` from -1230 and scale 2: all digits, and as many behind the point as the column says. */
export function decimalText(unscaled: bigint, scale: number): string {
  if (scale <= 0) return (unscaled * 10n ** BigInt(-scale)).toString();
  const digits = (unscaled < 0n ? -unscaled : unscaled).toString().padStart(scale + 1, '0');
  const point = digits.length - scale;
  return `${unscaled < 0n ? '-' : ''}${digits.slice(0, point)}.${digits.slice(point)}`;
}

/** A big-endian two's complement number of any length. */
export function signedInteger(bytes: Buffer, start: number, end: number): bigint {
  if (end <= start) return 0n;
  const unsigned = BigInt(`0x${bytes.toString('hex', start, end)}`);
  return BigInt.asIntN(8 * (end - start), unsigned);
}
