import { invalid } from './mapping-error.js';

const AT = 'mapping.text.template';

/** A template taken apart: the text before the first field, between the fields and behind the last. */
export interface Template {
  readonly fields: readonly string[];
  /** One more than `fields`. */
  readonly literals: readonly string[];
}

/**
 * Takes a template such as `{title}: {body}` apart; `{{` and `}}` stand for braces.
 * @throws LabelmillError CONFIG_INVALID for a brace without its partner, an empty name, or no field at all
 */
export function parseTemplate(template: string): Template {
  const fields: string[] = [];
  const literals: string[] = [];
  let literal = '';
  for (const [token, name] of template.matchAll(/\{\{|\}\}|\{([^{}]*)\}|[{}]|[^{}]+/g)) {
    if (token === '{{' || token === '}}') literal += token.charAt(0);
    else if (token === '{' || token === '}')
      throw invalid(AT, `has a ${token} without its partner; write ${token}${token} for a brace`);
    else if (name === undefined) literal += token;
    else if (name === '') throw invalid(AT, 'has a {} without a field name');
    else {
      fields.push(name);
      literals.push(literal);
      literal = '';
    }
  }
  if (fields.length === 0) throw invalid(AT, 'names no field; write one as {field}');
  return { fields, literals: [...literals, literal] };
}
