/** Weights files and texts of licences for the tables; small, and made here. */

import { safetensors } from '../summarise-headers/builders.ts';

/** Weights that hold one number and no metadata. */
export const adapterFile: Uint8Array = safetensors({ 'a.weight': { dtype: 'F32', shape: [1], data_offsets: [0, 4] } });
