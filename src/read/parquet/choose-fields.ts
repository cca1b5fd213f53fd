import type { Node } from './schema-nodes.js';

/**
 * The columns that hold the fields asked for: of that very name, or the first step of their path. All of them where a field is
 * in none, so that messages can name what there is.
 */
export function chooseFields(nodes: readonly Node[], fields: readonly string[] | undefined): readonly Node[] {
  if (fields === undefined) return nodes;
  const holds = (node: Node, field: string): boolean => field === node.name || field.startsWith(`${node.name}.`);
  const named = fields.filter((field) => !field.startsWith('@'));
  if (!named.every((field) => nodes.some((node) => holds(node, field)))) return nodes;
  return nodes.filter((node) => named.some((field) => holds(node, field)));
}
