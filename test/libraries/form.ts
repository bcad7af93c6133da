/** A form in which a library names a model, as a project would write it. */
export interface Form {
  /** The library and, where it has several, the form. */
  library: string;
  file: string;
  text: string;
  /** Further files of the project. */
  beside?: Record<string, string>;
  /** The package itself is the model: found where dependencies are read. */
  dependency?: boolean;
  /** Names that have to be found as used, in any order; nothing else may be. */
  models: string[];
  /** Names of models that the project makes. */
  published?: string[];
  /** Places that certainly ask for a model whose name can't be read. */
  unresolved?: number;
}

/** Forms that all stand in a file of this name. */
export const formsIn =
  (file: string) =>
  (library: string, text: string, ...models: string[]): Form => ({ library, file, text, models });

/** Lines of a file. */
export const lines = (...text: string[]): string => `${text.join('\n')}\n`;
