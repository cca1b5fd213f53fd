import stringWidth from 'string-width';

export interface Column {
  readonly align: 'left' | 'right';
  /** Cells wider than this are cut with an ellipsis. */
  readonly maxWidth?: number;
}

/** Rows of cells as lines of aligned columns, two spaces apart. Widths are those a terminal shows, also of emoji and CJK. */
export function table(rows: readonly (readonly string[])[], columns: readonly Column[]): readonly string[] {
  const cut = rows.map((row) => row.map((cell, at) => fit(cell, columns[at]?.maxWidth ?? Infinity)));
  const widths = columns.map((_, at) => cut.reduce((widest, row) => Math.max(widest, stringWidth(row[at] ?? '')), 0));
  return cut.map((row) =>
    row
      .map((cell, at) => pad(cell, widths[at] ?? 0, columns[at]?.align ?? 'left'))
      .join('  ')
      .trimEnd(),
  );
}

/** A bar of eighths of a character, `width` characters at a share of 1. */
export function bar(share: number, width: number): string {
  const eighths = Math.round(share * width * 8);
  const partial = ['', '▏', '▎', '▍', '▌', '▋', '▊', '▉'][eighths % 8] ?? '';
  return '█'.repeat(Math.floor(eighths / 8)) + (eighths === 0 && share > 0 ? '▏' : partial);
}

function pad(cell: string, width: number, align: Column['align']): string {
  const space = ' '.repeat(Math.max(0, width - stringWidth(cell)));
  return align === 'left' ? cell + space : space + cell;
}

function fit(cell: string, maxWidth: number): string {
  if (stringWidth(cell) <= maxWidth) return cell;
  let cut = '';
  for (const { segment } of new Intl.Segmenter().segment(cell)) {
    if (stringWidth(cut + segment) >= maxWidth) break;
    cut += segment;
  }
  return `${cut}…`;
}
