/** Loads the format libraries on first use: a project without a TOML file never pays for the TOML parser. */

import { createRequire } from 'node:module';
import type * as Jsonc from 'jsonc-parser';
import type * as Toml from 'smol-toml';
import type * as Yaml from 'yaml';
import type * as Saxes from 'saxes';

const require = createRequire(import.meta.url);

/** Loads `jsonc-parser`. */
export const jsonc = (): typeof Jsonc => require('jsonc-parser') as typeof Jsonc;
/** Loads `smol-toml`. */
export const toml = (): typeof Toml => require('smol-toml') as typeof Toml;
/** Loads `yaml`. */
export const yaml = (): typeof Yaml => require('yaml') as typeof Yaml;
/** Loads `saxes`. */
export const saxes = (): typeof Saxes => require('saxes') as typeof Saxes;
