/**
 * A glob over paths with `/` as a regular expression: `*` and `?` stand for characters within a name, `**` for any number of
 * folders, `{a,b}` for either.
 */
export function globPattern(glob: string): RegExp {
  const translated = glob.replace(/\*\*\/|\*+|\?|[{},]|[.+^$()|[\]\\]/g, (sign) => {
    if (sign === '**/') return '(?:[^/]+/)*';
    if (sign === '**') return '.*';
    if (sign.startsWith('*')) return '[^/]*';
    if (sign === '?') return '[^/]';
    if (sign === '{') return '(?:';
    if (sign === '}') return ')';
    return sign === ',' ? '|' : `\\${sign}`;
  });
  return new RegExp(`^${translated}$`, 'su');
}
