/** Turns a table of traps into tests. */

import { describe, expect, it } from 'vitest';
import { expectNothing, expectProject, type Trap } from './trap.ts';

/** One test for each project of each trap, and one that the table holds exactly the numbers from 1 to `count`, in order. */
export function checkTraps(name: string, count: number, traps: readonly Trap[]): void {
  it(`${name}: each of ${count} traps has its row`, () => {
    expect(traps.map((trap) => trap.number)).toEqual(Array.from({ length: count }, (_, index) => index + 1));
    expect(new Set(traps.map((trap) => trap.title)).size).toBe(count);
  });
  describe.each(traps.map((trap) => [`${trap.number}. ${trap.title}`, trap] as const))('%s', (_, { hit, also = [], nothing }) => {
    it('is found', () => expectProject(hit));
    it.each(also.map((project, index) => [index + 2, project] as const))('is found in project %i', (__, project) => expectProject(project));
    it.each(nothing.map((look) => [look.what, look] as const))('nothing in: %s', (__, look) => expectNothing(look));
  });
}
