/** Readers of structured files: which one a format needs, and what its entries mean as commands and variables. */

import type { FileFormat } from '../../types/source.ts';
import { isBatch, readBatch } from './batch.ts';
import { readBicep } from './bicep.ts';
import { readDockerfile } from './dockerfile.ts';
import { readDotenv } from './dotenv.ts';
import { readHcl } from './infrastructure.ts';
import { readIni, readProperties } from './ini.ts';
import { addPackageScripts, readJson } from './json.ts';
import { readMakefile } from './makefile.ts';
import { readMarkdown } from './markdown.ts';
import { readModelfile } from './modelfile.ts';
import { readPowerShell } from './powershell.ts';
import { addReading, MAX_TEXT, newReading } from './reading.ts';
import type { Reading, Source } from './reading.ts';
import { readShell } from './shell.ts';
import { addStructure } from './structure.ts';
import { readToml } from './toml.ts';
import { readHtml, readXml } from './xml.ts';
import { readYaml } from './yaml.ts';
import type { StyledReading } from './yaml.ts';

/** Formats this folder reads. */
export type DataFormat = Extract<
  FileFormat,
  | 'shell'
  | 'powershell'
  | 'yaml'
  | 'json'
  | 'toml'
  | 'ini'
  | 'dotenv'
  | 'properties'
  | 'xml'
  | 'dockerfile'
  | 'makefile'
  | 'modelfile'
  | 'markdown'
  | 'hcl'
  | 'bicep'
  | 'html'
  | 'text'
>;

const DATA_FORMATS: ReadonlySet<FileFormat> = new Set<DataFormat>([
  'shell',
  'powershell',
  'yaml',
  'json',
  'toml',
  'ini',
  'dotenv',
  'properties',
  'xml',
  'dockerfile',
  'makefile',
  'modelfile',
  'markdown',
  'hcl',
  'bicep',
  'html',
  'text',
]);

/** Whether {@link readData} takes the format. */
export function isDataFormat(format: FileFormat): format is DataFormat {
  return DATA_FORMATS.has(format);
}

/**
 * Reads one structured file. Never throws; what could not be read is in `problems`.
 * @param path relative path: file names decide what some keys mean
 * @param text the file, or a stretch of it that stands at `base`
 */
export function readData(path: string, format: DataFormat, text: string, base = 0): Reading {
  if (text.length > MAX_TEXT) {
    const reason = `longer than ${MAX_TEXT / 1024 / 1024} Mi characters: not read as ${format}`;
    return { ...newReading(), problems: [{ reason }] };
  }
  const reading = readFormat(path, format, text, base);
  const mark = text.startsWith('<<<<<<<') ? 0 : text.indexOf('\n<<<<<<< ');
  if (mark >= 0 && text.includes('\n>>>>>>>')) {
    reading.problems.push({ reason: 'merge conflict markers: values of both sides may appear', at: [base + mark, base + mark + 8] });
  }
  if (text.includes('\0')) reading.problems.push({ reason: 'holds NUL characters: probably not a text file' });
  return reading;
}

function readFormat(path: string, format: DataFormat, text: string, base: number): Reading {
  switch (format) {
    case 'yaml':
      return structured(path, { text, base }, readYaml(text, base));
    case 'json': {
      const styled = readJson(text, base);
      if (/(?:^|\/)package\.json$/.test(path)) addPackageScripts({ text, base }, styled);
      return structured(path, { text, base }, styled);
    }
    case 'markdown':
      return structured(path, { text, base }, readMarkdown(path, text, base));
    case 'hcl':
      return structured(path, { text, base }, { reading: readHcl(text, base), styles: [] });
    case 'bicep':
      return structured(path, { text, base }, { reading: readBicep(text, base), styles: [] });
    case 'toml':
      return structured(path, { text, base }, { reading: readToml(text, base), styles: [] });
    case 'ini':
      return readIni(text, base);
    case 'properties':
      return readProperties(text, base);
    case 'dotenv':
      return readDotenv(path, text, base);
    case 'xml':
      return readXml(text, base);
    case 'html':
      return readHtml(text, base);
    case 'dockerfile':
      return readDockerfile(text, base);
    case 'makefile':
      return readMakefile(text, base);
    case 'modelfile':
      return readModelfile(text, base);
    case 'shell':
      return shellReading(isBatch(path) ? readBatch(text, 'script', base) : readShell(text, 'script', base));
    case 'powershell':
      return shellReading(readPowerShell(text, 'script', base));
    case 'text':
      return { ...newReading(), prose: text.length > 0 ? [{ kind: 'text', at: [base, base + text.length] }] : [] };
  }
}

function shellReading(part: Partial<Reading>): Reading {
  const reading = newReading();
  addReading(reading, part);
  return reading;
}

function structured(path: string, source: Source, styled: StyledReading): Reading {
  addStructure(path, source, styled.reading, styled.styles);
  return styled.reading;
}
