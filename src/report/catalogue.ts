import type { Renderer } from './renderer.js';
import { githubRenderer } from './renderers/github.js';
import { jsonRenderer } from './renderers/json.js';
import { junitRenderer } from './renderers/junit.js';
import { markdownRenderer } from './renderers/markdown.js';
import { sarifRenderer } from './renderers/sarif.js';
import { textRenderer } from './renderers/text.js';

/** Every renderer of a gate, in the order help shows them. */
export const RENDERERS: readonly Renderer[] = [
  textRenderer,
  jsonRenderer,
  junitRenderer,
  sarifRenderer,
  githubRenderer,
  markdownRenderer,
];
