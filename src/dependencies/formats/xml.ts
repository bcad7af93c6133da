/** XML as a tree with positions. DTDs and external entities are never expanded (saxes does not know them). */

import { saxes } from './libraries.ts';

/** One element of an XML document. */
export interface XmlElement {
  name: string;
  attributes: Record<string, string>;
  children: XmlElement[];
  /** Own text, trimmed. */
  text: string;
  /** Line of the start tag. */
  line: number;
}

/** A parsed XML file; what was complete before a fault is in `root`. */
export interface XmlDocument {
  root: XmlElement | undefined;
  problems: string[];
}

const MAX_DEPTH = 100;

/** Reads an XML document; after a fault what was complete before it is kept. Namespace prefixes are dropped. */
export function readXml(source: string): XmlDocument {
  const { SaxesParser } = saxes();
  const parser = new SaxesParser({ position: true });
  const stack: XmlElement[] = [];
  let root: XmlElement | undefined;
  let problem: string | undefined;
  let line = 1;

  parser.on('error', (error) => {
    problem ??= `not valid XML: ${error.message.split('\n')[0]!}`;
  });
  const text = source.replace(/^\uFEFF/, '');
  parser.on('opentagstart', () => {
    // The event comes when the character after the name has been read, which may be a line end.
    line = text[parser.position - 1] === '\n' ? parser.line - 1 : parser.line;
  });
  parser.on('opentag', (tag) => {
    const attributes: Record<string, string> = Object.create(null) as Record<string, string>;
    for (const [name, value] of Object.entries(tag.attributes)) attributes[name] = String(value);
    const element: XmlElement = { name: tag.name.replace(/^.*:/, ''), attributes, children: [], text: '', line };
    if (stack.length >= MAX_DEPTH) throw new RangeError(`nested more than ${MAX_DEPTH} levels deep`);
    if (stack.length === 0) root ??= element;
    else stack.at(-1)!.children.push(element);
    stack.push(element);
  });
  parser.on('closetag', () => {
    const element = stack.pop();
    if (element) element.text = element.text.trim();
  });
  const addText = (part: string): void => {
    const element = stack.at(-1);
    if (element) element.text += part;
  };
  parser.on('text', addText);
  parser.on('cdata', addText);
  parser.write(text).close();
  for (const element of stack) element.text = element.text.trim();
  if (root === undefined) problem ??= 'no XML element';
  return { root, problems: problem === undefined ? [] : [problem] };
}

/** First child of this name, case-insensitive (NuGet files vary in case). */
export function child(element: XmlElement | undefined, name: string): XmlElement | undefined {
  const wanted = name.toLowerCase();
  return element?.children.find((one) => one.name.toLowerCase() === wanted);
}

/** All children of this name. */
export function childrenNamed(element: XmlElement | undefined, name: string): XmlElement[] {
  const wanted = name.toLowerCase();
  return element?.children.filter((one) => one.name.toLowerCase() === wanted) ?? [];
}

/** Text of a child, `undefined` when it is missing or empty. */
export function childText(element: XmlElement | undefined, name: string): string | undefined {
  return child(element, name)?.text || undefined;
}

/** All descendants of this name, in document order. */
export function descendants(element: XmlElement | undefined, name: string): XmlElement[] {
  const wanted = name.toLowerCase();
  const found: XmlElement[] = [];
  const visit = (one: XmlElement): void => {
    for (const next of one.children) {
      if (next.name.toLowerCase() === wanted) found.push(next);
      visit(next);
    }
  };
  if (element) visit(element);
  return found;
}
