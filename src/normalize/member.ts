/** Whether a value is an object with members, and not null or a list. */
export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Whether a value has a member of its own of this name; a list has its positions and nothing else. */
export function isMember(value: unknown, name: string): boolean {
  if (typeof value !== 'object' || value === null) return false;
  return Object.hasOwn(value, name) && (name !== 'length' || !Array.isArray(value));
}

/** The member of its own that a value has under a name; undefined where it has none. Never looks at a prototype. */
export function memberOf(value: unknown, name: string): unknown {
  if (!isMember(value, name)) return undefined;
  if (isRecord(value)) return value[name];
  if (!Array.isArray(value)) return undefined;
  const list: readonly unknown[] = value;
  return list[Number(name)];
}
