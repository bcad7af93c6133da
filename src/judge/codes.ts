/**
 * All finding codes. A code that lacks a field does not compile; a code without its page in `rules/codes/<code>.md` fails a test.
 * Messages are templates over typed arguments, so that reporters and translations share the facts.
 */

import type { Severity } from '../types/result.ts';

/** What people are told about one finding code. */
export interface CodeRecord {
  /** A few words, title of the page and of the SARIF rule. */
  title: string;
  /** One sentence: what it means. */
  description: string;
  /** One or two sentences: what to do. */
  help: string;
  /** Sentence with `{arg}` placeholders. */
  message: string;
  severity: Severity;
  /** Kind of subject; decides grouping and where the finding points. */
  subject: 'model' | 'dependency' | 'file' | 'config' | 'project';
}

const code = <const T extends Record<string, CodeRecord>>(codes: T): T => codes;

/** Every finding code with its record. */
export const CODES = code({
  'model-license-denied': {
    title: 'Model licence denied by policy',
    description: 'The licence or contract of a model is not allowed by the policy in force.',
    help: 'Use another model, obtain other terms (then declare them under `contracts`), or record an exception with reason, approver and expiry.',
    message: '{model} is under {license}, which the policy denies: {reason}',
    severity: 'error',
    subject: 'model',
  },
  'model-noncommercial': {
    title: 'Non-commercial model in a commercial project',
    description:
      'The weights may be used for non-commercial or research purposes only, and the project is commercial (declared or assumed).',
    help: 'Replace the model, buy a commercial licence and declare it under `contracts`, or set `project.commercial: false` if that is the truth.',
    message: '{model} is under {license}, which forbids commercial use ({clause})',
    severity: 'error',
    subject: 'model',
  },
  'model-no-license': {
    title: 'Weights without a usable licence',
    description: 'The weights can be downloaded but no licence is stated, so nobody but the owner has any right to use them.',
    help: 'Ask the publisher for a licence, use another model, or declare what you know with its source under `clarifications`.',
    message: '{model}: the weights are public but no usable licence is on record',
    severity: 'error',
    subject: 'model',
  },
  'model-unknown': {
    title: 'Model nothing is known about',
    description: 'The project names a model that neither the project, nor the catalogue, nor a local store knows.',
    help: 'Run with `--online`, keep the model card in the tree, or declare licence and origin under `clarifications`.',
    message: '{model} is not known: licence and availability could not be determined offline',
    severity: 'warning',
    subject: 'model',
  },
  'model-needs-confirmation': {
    title: 'Licence needs confirmation',
    description: 'The licence of a model is known only from memory or a naming rule; that neither passes nor fails.',
    help: 'Look at the source, then declare the licence under `clarifications`, or run with `--online`.',
    message: '{model} is probably under {license}, but no source was read: please confirm',
    severity: 'warning',
    subject: 'model',
  },
  'model-license-conflict': {
    title: 'Sources disagree about a licence',
    description: 'Claims of equal rank about the same artefact name different licences; their restrictions are combined.',
    help: 'Read the licence file of the model and declare the right one under `clarifications`.',
    message: '{model}: sources disagree about the licence ({licenses}); the union of their restrictions is applied',
    severity: 'warning',
    subject: 'model',
  },
  'license-laxer-than-base': {
    title: 'Derivative claims a laxer licence than its base model',
    description: 'A fine-tune, adapter, merge or converted copy states a licence that drops duties of the model it was made from.',
    help: 'Follow the duties of the base model too; if you publish the derivative, correct its licence.',
    message: '{model} states {license}, but its base model {base} is under {baseLicense}, whose terms still apply',
    severity: 'error',
    subject: 'model',
  },
  'model-resembles': {
    title: 'Model resembles another family',
    description:
      'At least two independent facts (tokenizer, tensor shapes, hashes) match a known model family that the model does not name as its base.',
    help: 'Ask the publisher about the origin of the model; if it is a derivative, its base licence applies.',
    message: '{model} resembles {family}: {facts}',
    severity: 'warning',
    subject: 'model',
  },
  'model-closed': {
    title: 'Closed model',
    description: 'A hosted model whose weights are not available is used under the terms of its vendor.',
    help: 'Check that the contract covers the use. Policies may deny closed models.',
    message: '{model} is closed: {provider} offers it under {terms}',
    severity: 'note',
    subject: 'model',
  },
  'terms-not-reviewed': {
    title: 'Terms not reviewed',
    description: 'The terms of this vendor could not be read by the makers of the rules, so its duties are not listed.',
    help: 'Read the terms at the address given and declare the contract under `contracts`.',
    message: '{model}: the terms of {provider} were not reviewed',
    severity: 'warning',
    subject: 'model',
  },
  'obligation-unmet': {
    title: 'Duty not met',
    description: 'A licence or contract asks for something that the project provably does not have.',
    help: 'Do what the duty says; `audit-models notice` writes notice lines and licence texts.',
    message: '{subject}: {duty} ({license}, {clause})',
    severity: 'error',
    subject: 'model',
  },
  'obligation-needs-confirmation': {
    title: 'Duties that a person has to confirm',
    description: 'Some duties depend on facts that no scanner can see, or on a judgement.',
    help: 'Answer the open questions under `project` in the configuration; `audit-models explain <model>` lists them.',
    message: '{subject}: {count} duties of {license} need confirmation, first: {duty}',
    severity: 'note',
    subject: 'model',
  },
  'model-unresolved': {
    title: 'Model name could not be read',
    description: 'Code certainly loads or calls a model, but its name is decided at run time.',
    help: 'Name the models in a comment (`audit-models: <id>`) or under `models` in the configuration.',
    message: '{what}: the model could not be read, because {reason}',
    severity: 'warning',
    subject: 'file',
  },
  'dependency-license-denied': {
    title: 'Dependency licence denied by policy',
    description: 'The licence of a package is not allowed for the way this project ships.',
    help: 'Replace the package, choose another side of an `OR` under `choices`, or record an exception.',
    message: '{dependency} is under {license}, which the policy denies: {reason}',
    severity: 'error',
    subject: 'dependency',
  },
  'dependency-license-unknown': {
    title: 'Dependency licence unknown',
    description: 'No licence could be determined for a package.',
    help: 'Install the dependencies and run again, or declare the licence under `clarifications`.',
    message: '{dependency}: licence unknown, {reason}',
    severity: 'warning',
    subject: 'dependency',
  },
  'dependency-license-ambiguous': {
    title: 'Dependency licence ambiguous',
    description: 'The licence of a package is written in a way that can mean several licences, or its sources disagree.',
    help: 'Read the licence file of the package and declare the right one under `clarifications`.',
    message: '{dependency}: {what} {candidates}',
    severity: 'warning',
    subject: 'dependency',
  },
  'license-incompatible': {
    title: 'Licences that do not go together',
    description: 'A model or package may not be part of a work under the outbound licence of this project.',
    help: 'Change the component or the outbound licence; `audit-models explain` shows the reason.',
    message: '{subject} under {license} may not be part of a project under {outbound}: {reason}',
    severity: 'error',
    subject: 'model',
  },
  'file-unreadable': {
    title: 'File could not be read',
    description: 'A file that belongs to the project could not be read or understood, so models named in it may be missing.',
    help: 'Mend the file or exclude it with `--exclude`.',
    message: '{path}: {reason}',
    severity: 'warning',
    subject: 'file',
  },
  'unused-exception': {
    title: 'Exception that matches nothing',
    description: 'An exception, clarification, choice, contract or ignore comment no longer matches anything.',
    help: 'Remove it.',
    message: '{kind} for {subject} matches nothing',
    severity: 'warning',
    subject: 'config',
  },
  'expired-exception': {
    title: 'Exception has lapsed',
    description: 'An exception or contract is past its expiry date and no longer applies.',
    help: 'Renew it or solve its cause.',
    message: '{kind} for {subject} lapsed on {expires}',
    severity: 'error',
    subject: 'config',
  },
});

/** A code of {@link CODES}. */
export type FindingCode = keyof typeof CODES;
/** All codes, in the order of {@link CODES}. */
export const FINDING_CODES = Object.keys(CODES) as FindingCode[];
