/** The order of confidences: how parts of an answer make the whole as sure as it is. */

import type { Confidence } from '../types/reference.ts';

const ORDER: readonly Confidence[] = ['low', 'medium', 'high'];

/** The least sure of several, for an answer that needs all of them; there must be one. */
export const weakest = (...all: Confidence[]): Confidence => ORDER[Math.min(...all.map((one) => ORDER.indexOf(one)))]!;

/** The surest of several, for an answer that any of them gives; `low` of none. */
export const surest = (...all: Confidence[]): Confidence => ORDER[Math.max(...all.map((one) => ORDER.indexOf(one)))] ?? 'low';
