/** One source at work: files of which `only` (all of them by default) are the source itself. */
export interface Sample {
  files: Record<string, string | Uint8Array>;
  only?: string[];
}

/** A store in a home folder, asked for one model. */
export interface StoreSample extends Sample {
  registry: string;
  name: string;
}
