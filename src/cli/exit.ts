/** Exit codes, the same in every format. */
export const EXIT = { clean: 0, findings: 1, failure: 2 } as const;
