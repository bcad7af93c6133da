/** XML and HTML: elements and attributes with places, comments and text as prose. Tolerant: unclosed elements close with their parents. */

import type { Entry, Span } from '../../types/source.ts';
import { placeholderExpr } from './placeholders.ts';
import { addEntry, MAX_DEPTH, newReading, plainType } from './reading.ts';
import type { Reading } from './reading.ts';

const NAME = /[^\s/>=<"']+/y;
const ENTITY = /&(?:#x([0-9a-fA-F]{1,6})|#(\d{1,7})|(lt|gt|amp|quot|apos));/g;
const NAMED: Readonly<Record<string, string>> = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" };
/** Elements of HTML whose content is not text. */
const RAW_ELEMENT = /^(?:script|style|template)$/i;
/** Form elements whose `value` a user can choose. */
const CHOICE = /^(?:option|input|select|textarea|button)$/i;

function decode(raw: string): string {
  if (!raw.includes('&')) return raw;
  return raw.replace(ENTITY, (whole, hex: string | undefined, decimal: string | undefined, name: string | undefined) => {
    if (name !== undefined) return NAMED[name]!;
    const point = hex === undefined ? Number(decimal) : Number.parseInt(hex, 16);
    return point > 0 && point <= 0x10ffff ? String.fromCodePoint(point) : whole;
  });
}

interface Attribute {
  name: string;
  value: string;
  at: Span;
  keyAt: Span;
}

interface Xml {
  text: string;
  base: number;
  html: boolean;
  reading: Reading;
  path: string[];
  /** Depth of elements below the limit, which are counted but not kept. */
  hidden: number;
  stop: boolean;
}

/** Reads XML; attribute `a` has `@a` as its last path step. `key`/`name` with `value` on one element also give an entry under that name. */
export function readXml(text: string, base = 0): Reading {
  return read({ text, base, html: false, reading: newReading(), path: [], hidden: 0, stop: false });
}

/** Reads the markup of HTML, Vue, Svelte and Astro files: text as prose, values of form elements as entries. Scripts are not its matter. */
export function readHtml(text: string, base = 0): Reading {
  return read({ text, base, html: true, reading: newReading(), path: [], hidden: 0, stop: false });
}

function read(xml: Xml): Reading {
  const { text, reading, base } = xml;
  let at = 0;
  while (at < text.length && !xml.stop) {
    const open = text.indexOf('<', at);
    const end = open < 0 ? text.length : open;
    if (end > at) textNode(xml, at, end);
    if (open < 0) break;
    if (text.startsWith('<!--', open)) {
      const close = text.indexOf('-->', open + 4);
      const stop = close < 0 ? text.length : close + 3;
      if (close < 0) reading.problems.push({ reason: 'comment without its end', at: [base + open, base + stop] });
      // In HTML the reader of scripts reports comments, since it must tell scripts in comments from others.
      if (!xml.html) reading.prose.push({ kind: 'comment', at: [base + open, base + stop] });
      at = stop;
    } else if (text.startsWith('<![CDATA[', open)) {
      const close = text.indexOf(']]>', open);
      const stop = close < 0 ? text.length : close;
      textNode(xml, open + 9, stop, true);
      at = close < 0 ? stop : stop + 3;
    } else if (text[open + 1] === '?' || text[open + 1] === '!') at = after(text, '>', open);
    else if (text[open + 1] === '/') {
      at = after(text, '>', open);
      closeElement(xml, text.slice(open + 2, at - 1).trim());
    } else at = element(xml, open);
  }
  return reading;
}

function after(text: string, mark: string, from: number): number {
  const at = text.indexOf(mark, from);
  return at < 0 ? text.length : at + 1;
}

function closeElement(xml: Xml, name: string): void {
  if (xml.hidden > 0) {
    xml.hidden--;
    return;
  }
  const open = xml.path.lastIndexOf(name);
  if (open >= 0) xml.path.length = open;
}

function textNode(xml: Xml, from: number, to: number, literal = false): void {
  const { text, base, reading } = xml;
  let start = from;
  let end = to;
  while (start < end && text.charCodeAt(start) <= 32) start++;
  while (end > start && text.charCodeAt(end - 1) <= 32) end--;
  if (start === end) return;
  const at: Span = [base + start, base + end];
  if (xml.html) {
    reading.prose.push({ kind: 'text', at });
    return;
  }
  if (xml.path.length === 0) return;
  add(xml, xml.path.slice(), text.slice(start, end), at, undefined, literal);
}

function add(xml: Xml, path: (string | number)[], raw: string, at: Span, keyAt: Span | undefined, literal = false): void {
  const value = literal ? raw : decode(raw);
  const escaped = value !== raw;
  const expr = escaped ? undefined : placeholderExpr(value, at[0]);
  const entry: Entry = {
    path,
    value,
    at,
    type: plainType(value),
    ...(keyAt ? { keyAt } : {}),
    ...(expr ? { expr } : {}),
    ...(escaped ? { escaped } : {}),
  };
  if (!addEntry(xml.reading, entry)) xml.stop = true;
}

/** Reads a start tag and returns the offset behind it. */
function element(xml: Xml, open: number): number {
  const { text, base } = xml;
  NAME.lastIndex = open + 1;
  const name = NAME.exec(text)?.[0];
  if (name === undefined || !/^[A-Za-z_:]/.test(name)) return open + 1;
  let at = NAME.lastIndex;
  const attributes: Attribute[] = [];
  let closed = false;
  for (;;) {
    while (text.charCodeAt(at) <= 32) at++;
    if (at >= text.length) break;
    if (text[at] === '>') {
      at++;
      break;
    }
    if (text[at] === '/') {
      closed = text[at + 1] === '>';
      at++;
      continue;
    }
    const found = attributeAt(text, at, base);
    if (!found) {
      at++;
      continue;
    }
    attributes.push(found.attribute);
    at = found.end;
  }
  if (xml.path.length >= MAX_DEPTH) {
    if (xml.hidden === 0 && !xml.reading.problems.some((one) => one.reason.startsWith('nested'))) {
      xml.reading.problems.push({
        reason: `nested deeper than ${MAX_DEPTH} levels: what lies below was not read`,
        at: [base + open, base + at],
      });
    }
    if (!closed) xml.hidden++;
    return at;
  }
  if (!xml.html || CHOICE.test(name)) addAttributes(xml, name, attributes);
  if (xml.html && RAW_ELEMENT.test(name) && !closed) {
    const end = new RegExp(`</${name}\\s*>`, 'gi');
    end.lastIndex = at;
    const close = end.exec(text);
    return close ? end.lastIndex : text.length;
  }
  if (!closed && !xml.html) xml.path.push(name);
  return at;
}

function addAttributes(xml: Xml, name: string, attributes: readonly Attribute[]): void {
  for (const one of attributes) {
    if (xml.html && one.name !== 'value' && one.name !== 'name') continue;
    add(xml, [...xml.path, name, `@${one.name}`], one.value, one.at, one.keyAt);
  }
  if (xml.html) return;
  const key = attributes.find((one) => /^(?:key|name)$/i.test(one.name));
  const value = attributes.find((one) => /^value$/i.test(one.name));
  if (key && value) add(xml, [...xml.path, ...decode(key.value).split(/[:.]|__/)], value.value, value.at, key.at);
}

function attributeAt(text: string, start: number, base: number): { attribute: Attribute; end: number } | undefined {
  NAME.lastIndex = start;
  const name = NAME.exec(text)?.[0];
  if (name === undefined) return undefined;
  let at = NAME.lastIndex;
  const keyAt: Span = [base + start, base + at];
  const none = { attribute: { name, value: '', at: [base + at, base + at] as Span, keyAt }, end: at };
  while (text.charCodeAt(at) <= 32) at++;
  if (text[at] !== '=') return none;
  at++;
  while (text.charCodeAt(at) <= 32) at++;
  const quote = text[at];
  if (quote !== '"' && quote !== "'") {
    NAME.lastIndex = at;
    const bare = NAME.exec(text)?.[0] ?? '';
    return { attribute: { name, value: bare, at: [base + at, base + at + bare.length], keyAt }, end: at + Math.max(bare.length, 0) };
  }
  const close = text.indexOf(quote, at + 1);
  const end = close < 0 ? text.length : close;
  return { attribute: { name, value: text.slice(at + 1, end), at: [base + at + 1, base + end], keyAt }, end: end + 1 };
}
