/** The one public document: every output is a function of it. */

import type { AuditedDependency } from './dependency.ts';
import type { AuditedModel } from './model.ts';
import type { Confidence, PublishedModel, Region, SkippedFile, UnresolvedReference } from './reference.ts';
import type { FindingCode } from '../judge/codes.ts';

export type Severity = 'error' | 'warning' | 'note';

/** Something a person has to know or do. One per (code, subject, file). */
export interface Finding extends Region {
  code: FindingCode;
  /** Typed arguments of the message. */
  args: Record<string, string>;
  severity: Severity;
  confidence: Confidence;
  message: string;
  /** What to do. */
  help: string;
  model?: string;
  dependency?: string;
  /** Stable over moves within the file: hash of code, subject, path and occurrence. */
  fingerprint: string;
  /** An exception accepts it: shown, not failing. */
  accepted?: { reason: string; approver: string; expires?: string };
  related: (Region & { message: string })[];
}

/** What the project says about itself in its configuration. */
export interface Declared {
  commercial?: boolean;
  /** How the product reaches its users. */
  ships?: ('distributed' | 'saas' | 'internal' | 'library' | 'container')[];
  /** Monthly active users, products and affiliates together. */
  monthlyActiveUsers?: number;
  annualRevenueUsd?: number;
  /** ISO 3166-1 alpha-2 codes or `EU`. */
  territories?: string[];
  publishesModels?: string[];
  trainsOnOutputs?: boolean;
  showsOutputs?: boolean;
  consumerFacing?: boolean;
  highRiskDecisions?: boolean;
  usersUnder18?: boolean;
  healthData?: boolean;
  outboundLicense?: string;
  [fact: string]: unknown;
}

export interface AuditResult {
  schemaVersion: 1;
  tool: { name: string; version: string; rules: string };
  project: {
    name?: string;
    license?: string;
    /** Path from the root of the repository to the scanned folder, with a final slash; absent when they are the same. */
    prefix?: string;
    policy: string;
    declared: Declared;
    /** Sentences: what was assumed because it is not declared. */
    assumed: string[];
  };
  models: AuditedModel[];
  published: PublishedModel[];
  unresolved: UnresolvedReference[];
  dependencies: AuditedDependency[];
  findings: Finding[];
  skipped: SkippedFile[];
  /** About the run itself: registries that did not answer. */
  notes: string[];
  stats: {
    files: number;
    bytes: number;
    read: number;
    models: number;
    references: number;
    unresolved: number;
    dependencies: number;
    findings: Record<Severity, number>;
  };
}
