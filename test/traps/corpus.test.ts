/** The twenty-seven traps that labelled real repositories showed, each with a project and with look-alikes that give nothing. */

import { checkTraps } from './check.ts';
import { TRAPS as mentions } from './corpus/mentions.ts';
import { TRAPS as names } from './corpus/names.ts';

checkTraps('traps of real repositories', 27, [...names, ...mentions]);
