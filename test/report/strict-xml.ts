/** An element of an XML document. */
export interface Element {
  readonly name: string;
  readonly attributes: ReadonlyMap<string, string>;
  readonly children: readonly Element[];
  /** The text in it, without that of its children. */
  readonly text: string;
}

/** Characters XML 1.0 allows. */

const ALLOWED = /^[\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]*$/u;
const ATTRIBUTE = /\s+([\w-]+)="([^"<]*)"/y;

/** A small part of XML, strictly: no doctype, no comments, no CDATA, no bare `&`. Throws where a document is not well formed. */
export function parseXml(text: string): Element {
  if (!ALLOWED.test(text)) throw new SyntaxError('a character XML does not allow');
  let at = 0;
  const skip = (pattern: RegExp): string | undefined => {
    const sticky = new RegExp(pattern.source, 'yu');
    sticky.lastIndex = at;
    const found = sticky.exec(text)?.[0];
    at += found?.length ?? 0;
    return found;
  };
  const need = (pattern: RegExp): string => {
    const found = skip(pattern);
    if (found === undefined)
      throw new SyntaxError(`at ${at}: ${JSON.stringify(text.slice(at, at + 40))} is not ${pattern.source}`);
    return found;
  };
  const element = (): Element => {
    need(/</);
    const name = need(/[A-Za-z][\w-]*/);
    const attributes = new Map<string, string>();
    ATTRIBUTE.lastIndex = at;
    for (let found = ATTRIBUTE.exec(text); found !== null; found = ATTRIBUTE.exec(text)) {
      if (attributes.has(found[1]!)) throw new SyntaxError(`the attribute ${found[1]} is there twice`);
      attributes.set(found[1]!, decode(found[2]!));
      at = ATTRIBUTE.lastIndex;
    }
    if (skip(/\s*\/>/) !== undefined) return { name, attributes, children: [], text: '' };
    need(/\s*>/);
    const children: Element[] = [];
    let own = '';
    while (!text.startsWith('</', at)) {
      own += decode(skip(/[^<]+/) ?? '');
      if (at >= text.length) throw new SyntaxError(`${name} has no end`);
      if (text.startsWith('<', at) && !text.startsWith('</', at)) children.push(element());
    }
    need(new RegExp(`</${name}>`));
    return { name, attributes, children, text: own };
  };
  need(/<\?xml version="1\.0" encoding="UTF-8"\?>\s*/);
  const root = element();
  skip(/\s+/);
  if (at < text.length) throw new SyntaxError('there is more after the root');
  return root;
}

function decode(text: string): string {
  return text.replace(/&([^;]*);?/g, (all, name: string) => {
    const code = /^#(\d+)$/.exec(name)?.[1];
    if (code === undefined || !all.endsWith(';')) throw new SyntaxError(`${all} is no reference`);
    return String.fromCodePoint(Number(code));
  });
}
