/** From what a package says about its licence to one answer that shows every claim. */

import { createRequire } from 'node:module';
import type { Dependency } from '../types/dependency.ts';
import type { LicenseEngine, LicenseReading, TextIdentification } from '../types/license.ts';
import type { Evidence, LicenseClaim, LicenseSummary } from '../types/model.ts';
import type { Confidence } from '../types/reference.ts';
import type { RuleBook } from '../types/rules.ts';
import { combine, ExpressionError, parseExpression, printExpression } from '../licenses/expression/parse.ts';
import type { ExpressionNode } from '../licenses/expression/parse.ts';
import type { LicenseField, LicenseText } from './types.ts';
import { clean } from './text.ts';

const require = createRequire(import.meta.url);

/** Ranks of claims as in `LicenseClaim.rank`: a licence text outweighs a metadata field. */
const RANK_TEXT = 5;
const RANK_METADATA = 3;
const RANK_CLASSIFIER = 2;

/** From least to most demanding; kinds this list does not know count as the last but one. */
const STRICTNESS = [
  'public-domain',
  'permissive',
  'open-source',
  'weak-copyleft',
  'strong-copyleft',
  'network-copyleft',
  'source-available',
  'open-weights-permissive',
  'open-weights-restricted',
  'non-commercial',
  'no-derivatives',
  'research-only',
  'proprietary',
  'other',
  'unknown',
];

/** Kinds of licences whose duties nobody has written down: they may ask for anything from a notice to copyleft. */
const UNCLASSIFIED = new Set(['open-source', 'other']);

/** The parts of {@link Dependency} that answer the licence question. */
export interface LicenseAnswer {
  license: LicenseSummary;
  /** Why there is no usable licence, when the reason lies in what the package says. */
  because?: string;
  ambiguous?: Dependency['ambiguous'];
}

/** What a licence file says. */
interface Detected {
  expression: string;
  /** The same with changed texts taken for what they were made from, where the change does not restrict anything. */
  plain: string;
}

/** Words in what was added to a known text that may take rights away. */
const RESTRICTS =
  /commons clause|non-?commercial|\bnot\b[^.]{0,60}\b(?:sell|resell|commercial|use|distribute|grant|offer)|\b(?:may|must|shall) not\b|prohibit|restrict|\bonly (?:for|to|if|by)\b|provided that|additional (?:terms|conditions)|permission (?:of|from)|\bunless\b/i;

/** A line that names a holder and says nothing else. */
const COPYRIGHT_LINE =
  /^[^\S\n]*(?:[*#/]+[^\S\n]*)?(?:copyright\b|\(c\)|©)(?!.*(?:licen[cs]|permission|warrant|redistribut|rights|grant|reserve))[^\n]{0,120}$/gim;

interface Declared {
  expression: string;
  confidence: Confidence;
}

/** Answers the licence question for many packages of one scan; readings are remembered, since few strings cover most packages. */
export class LicenseResolver {
  private readonly engine: LicenseEngine;
  private readonly rules: RuleBook;
  private readonly readings = new Map<string, LicenseReading>();
  private readonly identified = new Map<string, TextIdentification>();
  private readonly kinds = new Map<string, string>();
  private readonly ids = new Map<string, string[]>();
  /** What is said of every package that says nothing: most of those that a lockfile names and nobody installed. */
  private nothing: LicenseAnswer | undefined;

  constructor(engine: LicenseEngine, rules: RuleBook) {
    this.engine = engine;
    this.rules = rules;
  }

  /** @param ecosystem as the engine names it (`npm`, `pypi` …) */
  answer(fields: readonly LicenseField[], texts: readonly LicenseText[], ecosystem: string): LicenseAnswer {
    if (fields.length === 0 && texts.length === 0) return (this.nothing ??= { license: this.summary('NOASSERTION', [], 'low') });
    const claims: LicenseClaim[] = [];
    const notes: string[] = [];
    let declared: Declared | undefined;
    let ambiguous: { written: string; candidates: string[]; conservative?: string } | undefined;
    let statesNone = false;
    const conflicts = new Set<string>();

    for (const field of fields) {
      const reading = this.read(field, ecosystem);
      const evidence: Evidence = {
        source: field.source ?? 'package-metadata',
        path: field.path,
        line: field.line,
        note: clean(field.text),
      };
      if (reading.kind === 'expression') {
        const confidence: Confidence = reading.assumed || field.what === 'classifier' ? 'medium' : 'high';
        claims.push(
          claim(reading.expression, 'declared', confidence, evidence, field.what === 'classifier' ? RANK_CLASSIFIER : RANK_METADATA),
        );
        if (declared === undefined) declared = { expression: reading.expression, confidence };
        else if (!this.agree(declared.expression, reading.expression)) {
          conflicts.add(declared.expression).add(reading.expression);
        }
      } else if (reading.kind === 'ambiguous') {
        if (declared !== undefined && reading.candidates.some((one) => this.agree(declared!.expression, one))) continue;
        ambiguous ??= {
          written: clean(field.text),
          candidates: reading.candidates,
          ...(reading.conservative ? { conservative: reading.conservative } : {}),
        };
      } else if (reading.kind === 'proprietary') {
        claims.push(claim('LicenseRef-Proprietary', 'declared', 'high', evidence, RANK_METADATA));
        declared ??= { expression: 'LicenseRef-Proprietary', confidence: 'high' };
      } else if (reading.kind === 'malformed')
        notes.push(`the licence field "${clean(field.text, 80)}" can't be read (${reading.message})`);
      else if (reading.stated) statesNone = true;
    }

    // A proper expression replaces the older free-text fields beside it (PEP 639).
    if (declared !== undefined && ambiguous !== undefined && fields[0]?.what !== 'expression') {
      const wanted = declared.expression;
      if (!ambiguous.candidates.some((one) => this.agree(wanted, one)))
        conflicts.add(wanted).add(ambiguous.conservative ?? ambiguous.candidates[0] ?? wanted);
    }

    const detected: Detected[] = [];
    let unread = 0;
    for (const text of texts) {
      const found = this.identify(text.text);
      if (found.expression === null) {
        unread++;
        continue;
      }
      const line = found.licenses[0]?.startLine ?? 1;
      const note = found.result === 'identified' ? undefined : found.result;
      const confidence = found.licenses.some((one) => one.confidence !== 'high') || note !== undefined ? 'medium' : 'high';
      const evidence: Evidence = { source: 'license-file', path: text.path, line, ...(note === undefined ? {} : { note }) };
      claims.push(claim(found.expression, 'detected', confidence, evidence, RANK_TEXT));
      detected.push({ expression: found.expression, plain: plainExpression(found, text.text) });
    }
    return this.conclude({ claims, declared, ambiguous, detected, conflicts, notes, statesNone, unread });
  }

  private conclude(found: {
    claims: LicenseClaim[];
    declared: Declared | undefined;
    ambiguous: { written: string; candidates: string[]; conservative?: string } | undefined;
    detected: Detected[];
    conflicts: Set<string>;
    notes: string[];
    statesNone: boolean;
    unread: number;
  }): LicenseAnswer {
    const { claims, declared, detected, conflicts } = found;
    const detectedAll = unite(detected.map(({ expression }) => expression));
    const isModified = detected.some(({ expression, plain }) => expression !== plain || UNCLASSIFIED.has(this.kind(plain)));
    if (declared !== undefined) {
      for (const one of this.contradictions(declared.expression, detected)) conflicts.add(declared.expression).add(one);
      if (conflicts.size > 0) {
        const candidates = [...conflicts];
        return {
          license: this.summary(unite(candidates), claims, 'low', declared.expression),
          ambiguous: { written: candidates.join(' / '), candidates, conflict: true },
        };
      }
      const confidence =
        detected.length > 0
          ? isModified
            ? 'medium'
            : 'high'
          : found.unread > 0 && declared.confidence === 'high'
            ? 'medium'
            : declared.confidence;
      return { license: this.summary(declared.expression, claims, confidence, declared.expression) };
    }
    if (found.ambiguous !== undefined) {
      const { written, candidates, conservative } = found.ambiguous;
      if (detected.length > 0) {
        const settled = detected.some(({ plain }) => candidates.some((candidate) => this.agree(candidate, plain)));
        return {
          license: this.summary(detectedAll, claims, settled && !isModified ? 'high' : 'medium', undefined, detectedAll),
          ...(settled
            ? {}
            : {
                ambiguous: {
                  written,
                  candidates: [...new Set([...candidates, ...detected.map(({ expression }) => expression)])],
                  conflict: true,
                },
              }),
        };
      }
      return { license: this.summary(conservative ?? 'NOASSERTION', claims, 'low'), ambiguous: { written, candidates } };
    }
    if (detected.length > 0) {
      const confidence = claims.every((one) => one.confidence === 'high') ? 'high' : 'medium';
      return { license: this.summary(detectedAll, claims, confidence, undefined, detectedAll) };
    }
    if (found.statesNone) return { license: this.summary('NONE', claims, 'high'), because: 'the package states that no licence is given' };
    const because = found.notes[0] ?? (found.unread > 0 ? 'its licence file is not a known text' : undefined);
    return { license: this.summary('NOASSERTION', claims, 'low'), ...(because === undefined ? {} : { because }) };
  }

  /**
   * Texts that say something else than the metadata: none of them speaks of the declared licence, or one asks for more than it.
   * What a text adds without being stricter (notices of bundled parts) is no contradiction and stays among the claims.
   */
  private contradictions(declared: string, detected: readonly Detected[]): string[] {
    if (detected.length === 0) return [];
    const isDeclared = detected.some(({ plain }) => this.agree(declared, plain));
    const limit = strictness(this.kind(declared));
    // The lesser licence is written as an addition to the general one, so packages ship both texts.
    const isLesser = this.idsOf(declared).some((id) => id.startsWith('LGPL-'));
    const isStricter = (plain: string): boolean => {
      const kind = this.kind(plain);
      // What nobody has classified proves nothing; it lowers the confidence instead.
      if (UNCLASSIFIED.has(kind) || (isLesser && /^GPL-[\d.]+(?:-only|-or-later)?$/.test(plain))) return false;
      return strictness(kind) > limit;
    };
    return detected.filter(({ plain }) => !isDeclared || isStricter(plain)).map(({ expression }) => expression);
  }

  private summary(
    expression: string,
    claims: LicenseClaim[],
    confidence: Confidence,
    declared?: string,
    concluded?: string,
  ): LicenseSummary {
    return {
      expression,
      kind: this.kind(expression),
      ...(declared === undefined ? {} : { declared }),
      ...(concluded === undefined ? {} : { concluded }),
      inherited: [],
      claims,
      confidence,
    };
  }

  /** Texts that differ only in who holds the copyright are identified once: a thousand packages share a dozen texts. */
  private identify(text: string): TextIdentification {
    const key = text.replace(COPYRIGHT_LINE, '©');
    let found = this.identified.get(key);
    if (found === undefined) this.identified.set(key, (found = this.engine.identify(text)));
    return found;
  }

  private read(field: LicenseField, ecosystem: string): LicenseReading {
    const key = `${ecosystem}\0${field.what}\0${field.text}`;
    let reading = this.readings.get(key);
    if (reading === undefined) {
      reading = this.engine.read(field.text, ecosystem);
      this.readings.set(key, reading);
    }
    return reading;
  }

  /** Whether two expressions can speak of the same licence: they share an id, `-only` and `-or-later` not told apart (a text can't tell). */
  private agree(one: string, other: string): boolean {
    const ids = new Set(this.idsOf(one));
    return this.idsOf(other).some((id) => ids.has(id));
  }

  private idsOf(expression: string): string[] {
    let ids = this.ids.get(expression);
    if (ids === undefined) {
      ids = [];
      const collect = (node: ExpressionNode): void => {
        if (node.kind === 'license') ids!.push(node.id.replace(/-(?:only|or-later)$/, ''));
        else for (const part of node.parts) collect(part);
      };
      const node = parse(expression);
      if (node) collect(node);
      else ids.push(expression);
      this.ids.set(expression, ids);
    }
    return ids;
  }

  /** Kind of the strictest part; of an `OR` the least strict side, since the project may choose. */
  private kind(expression: string): string {
    let kind = this.kinds.get(expression);
    if (kind === undefined) {
      const node = expression === 'NONE' || expression === 'NOASSERTION' ? undefined : parse(expression);
      kind = node ? this.kindOf(node) : 'unknown';
      this.kinds.set(expression, kind);
    }
    return kind;
  }

  private kindOf(node: ExpressionNode): string {
    if (node.kind === 'license') return this.kindOfId(node.plus ? `${node.id}+` : node.id);
    const kinds = node.parts.map((part) => this.kindOf(part)).toSorted((one, other) => strictness(one) - strictness(other));
    return (node.kind === 'and' ? kinds.at(-1) : kinds[0]) ?? 'unknown';
  }

  private kindOfId(id: string): string {
    if (id === 'LicenseRef-Proprietary') return 'proprietary';
    const known = this.rules.spdxObligations(id)?.category ?? this.rules.license(id)?.kind;
    if (known !== undefined) return known;
    const all = require('spdx-license-list') as Record<string, { osiApproved: boolean }>;
    return Object.hasOwn(all, id) && all[id]!.osiApproved ? 'open-source' : 'other';
  }
}

function plainExpression(found: TextIdentification, text: string): string {
  const expression = found.expression ?? '';
  if (found.result !== 'modified' || found.licenses.length === 0) return expression;
  const rows = text.split(/\r\n|\n|\r/);
  const added = found.additions.map(({ startLine, endLine }) => rows.slice(startLine - 1, endLine).join(' '));
  if (added.some((part) => RESTRICTS.test(part))) return expression;
  return unite(found.licenses.map(({ id }) => id));
}

function strictness(kind: string): number {
  const index = STRICTNESS.indexOf(kind);
  return index < 0 ? STRICTNESS.length - 2 : index;
}

function parse(expression: string): ExpressionNode | undefined {
  try {
    return parseExpression(expression);
  } catch (error) {
    if (error instanceof ExpressionError) return undefined;
    throw error;
  }
}

/** All of these apply; what is said twice is written once. */
function unite(expressions: readonly string[]): string {
  const parts = new Map<string, ExpressionNode>();
  for (const expression of expressions) {
    const node = parse(expression);
    // `NONE` and the like are no expressions; alone they stay as they are.
    if (!node) continue;
    for (const part of node.kind === 'and' ? node.parts : [node]) parts.set(printExpression(part), part);
  }
  return parts.size === 0 ? (expressions[0] ?? 'NOASSERTION') : printExpression(combine('and', [...parts.values()]));
}

function claim(expression: string, role: LicenseClaim['role'], confidence: Confidence, evidence: Evidence, rank: number): LicenseClaim {
  return { expression, slot: 'code', role, confidence, evidence: [evidence], rank };
}
