/** Errors that are the user's to solve. Anything else is a defect of the tool. */

/** Wrong usage or configuration: says what, where and what to do; ends the run with exit code 2. */
export class UsageError extends Error {
  /** What to do, one sentence. */
  readonly help: string;
  constructor(message: string, help: string) {
    super(message);
    this.name = 'UsageError';
    this.help = help;
  }
}
