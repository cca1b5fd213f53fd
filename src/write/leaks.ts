import { join } from 'node:path';
import { canonicalJson } from '../core/canonical-json.js';
import type { Input } from '../core/example.js';
import type { Fingerprinter } from '../core/fingerprint.js';
import type { SplitName } from '../core/splits.js';
import { createLineChecker } from './check-line.js';
import type { Findings } from './findings.js';
import { inputKey, type InputIndex } from './input-index.js';
import type { ManifestFile, ManifestTarget } from '../core/manifest.js';
import { scanLines } from './scan-lines.js';

export interface LeakSearch {
  readonly folder: string;
  readonly files: readonly ManifestFile[];
  readonly targets: readonly ManifestTarget[];
  readonly suspects: ReturnType<InputIndex['suspects']>;
  readonly findings: Findings;
  readonly fingerprint: Fingerprinter;
  readonly options: { readonly signal?: AbortSignal; readonly onBytes?: (bytes: number) => void };
}

/**
 * Reads the splits once more and blames the suspects whose inputs are equal byte for byte, each once per further split.
 * Memory: the suspects' inputs, 1,000 fingerprints at most.
 * @throws LabelmillError SOURCE_UNREADABLE, ABORTED
 */
export async function reportLeaks(search: LeakSearch): Promise<void> {
  const { folder, files, targets, suspects, findings, fingerprint, options } = search;
  const checkLine = createLineChecker(targets);
  const halves = { high: 0, low: 0 };
  const firstPlaces = new Map<string, Map<SplitName, string>>();
  for (const { name, split } of files) {
    if (split === undefined) continue;
    await scanLines({
      ...options,
      path: join(folder, name),
      onLine(bytes, line) {
        const checked = bytes === undefined ? undefined : checkLine(bytes);
        if (checked === undefined || 'code' in checked) return;
        fingerprint(checked.input, halves);
        if (!suspects.keys.has(inputKey(halves.high, halves.low))) return;
        const content = contentOf(checked.input);
        const places = firstPlaces.get(content) ?? new Map<SplitName, string>();
        firstPlaces.set(content, places);
        if (places.has(split)) return;
        const [other] = places.values();
        places.set(split, `${name}:${line}`);
        if (other === undefined) return;
        findings.add({ code: 'input-leak', file: name, line, message: `${name}:${line} has the same input as ${other}` });
      },
    });
  }
  const unread = suspects.count - suspects.keys.size;
  if (unread > 0)
    findings.add({ code: 'input-leak', message: `${unread} more fingerprints are in two splits; they were not compared` });
}

/** A text and messages that look like it differ by their first character. */
function contentOf(input: Input): string {
  return input.kind === 'text' ? `t${input.text}` : `m${canonicalJson(input.messages)}`;
}
