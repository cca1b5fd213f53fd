/** How a piece of text looks on a terminal; the caller decides whether there is colour. */
export type Look = 'bold' | 'dim' | 'red' | 'yellow' | 'green' | 'cyan';
export type Style = (look: Look, text: string) => string;

/** No colour at all. */
export const plain: Style = (_look, text) => text;
