/** Counts the tokens of a text offline, as the Tekken tokenizer cuts it. */
export { createTokenCounter, type TokenCounter } from './token-counter.js';
