import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** Root of the checkout, without a slash at the end. */
export const ROOT = fileURLToPath(new URL('../..', import.meta.url)).replace(/\/$/, '');

/** Whether documents and expected files are rewritten with what really comes out. */
export const UPDATES = process.env['UPDATE_GOLDEN'] === '1';

/** A fenced block of a Markdown document. */
export interface Block {
  /** The whole info string: `console`, `json rows`. */
  readonly kind: string;
  readonly content: string;
  /** Line of the opening fence, from 1. */
  readonly line: number;
}

/** A Markdown document of the package. */
export interface Document {
  /** Path from the root. */
  readonly name: string;
  readonly text: string;
  readonly blocks: readonly Block[];
  /** Cells of the rows of the first table after a heading, without header and rule; code marks are taken off. */
  table(heading: string): readonly (readonly string[])[];
  /** Writes other content into a block, once `save` is called. */
  replace(block: Block, content: string): void;
  save(): void;
}

export function readDocument(name: string): Document {
  const path = `${ROOT}/${name}`;
  const text = readFileSync(path, 'utf8');
  const lines = text.split('\n');
  const blocks = blocksOf(lines);
  const replaced = new Map<Block, string>();
  return {
    name,
    text,
    blocks,
    table: (heading) => tableAfter(lines, heading),
    replace: (block, content) => replaced.set(block, content),
    save() {
      if (replaced.size === 0) return;
      const saved = [...lines];
      for (const block of [...replaced.keys()].sort((a, b) => b.line - a.line)) {
        saved.splice(block.line, linesIn(block.content), ...(replaced.get(block) ?? '').split('\n').slice(0, -1));
      }
      writeFileSync(path, saved.join('\n'));
    },
  };
}

function blocksOf(lines: readonly string[]): readonly Block[] {
  const blocks: Block[] = [];
  for (let at = 0; at < lines.length; at++) {
    const fence = /^```(.*)$/.exec(lines[at] ?? '');
    if (fence === null) continue;
    const end = lines.indexOf('```', at + 1);
    if (end < 0) throw new Error(`the block of line ${at + 1} has no end`);
    const content = lines.slice(at + 1, end).map((line) => `${line}\n`);
    blocks.push({ kind: fence[1] ?? '', content: content.join(''), line: at + 1 });
    at = end;
  }
  return blocks;
}

function linesIn(content: string): number {
  return content.split('\n').length - 1;
}

function tableAfter(lines: readonly string[], heading: string): readonly (readonly string[])[] {
  const start = lines.indexOf(heading);
  if (start < 0) throw new Error(`there is no heading "${heading}"`);
  const first = lines.findIndex((line, at) => at > start && line.startsWith('|'));
  const end = lines.findIndex((line, at) => at > first && !line.startsWith('|'));
  return lines.slice(first + 2, end).map((line) => {
    const cells = line.split(/(?<!\\)\|/).slice(1, -1);
    return cells.map((cell) => cell.trim().replaceAll('\\|', '|').replaceAll('`', ''));
  });
}
