/** Exchange formats that are protobuf or flatbuffer: ONNX, Core ML, TensorFlow SavedModel, TFLite. Only their descriptions are read. */

import { Bytes, Cursor, decode, HeaderError, keep } from './bytes.ts';
import type { Gathered } from './bytes.ts';
import { fieldText, keyAndValue, walkMessage } from './protobuf.ts';

/** Field numbers of `ModelProto` in onnx.proto: https://github.com/onnx/onnx/blob/main/onnx/onnx.proto */
const ONNX_TEXT: Readonly<Record<number, string>> = { 2: 'producer_name', 3: 'producer_version', 4: 'domain', 6: 'doc_string' };
const ONNX_NUMBER: Readonly<Record<number, string>> = { 1: 'ir_version', 5: 'model_version' };

/** Reads producer, domain, versions, operator sets and `metadata_props` of an ONNX model; the graph is passed over. */
export function readOnnx(bytes: Bytes, gathered: Gathered): void {
  walkMessage(bytes, 0, bytes.size, (field) => {
    const text = ONNX_TEXT[field.number];
    const number = ONNX_NUMBER[field.number];
    if (text) keep(gathered, text, fieldText(bytes, field));
    else if (number) keep(gathered, number, String(field.value));
    else if (field.number === 14) {
      const [key, value] = keyAndValue(bytes, field);
      keep(gathered, `metadata_props.${key}`, value);
    } else if (field.number === 8) {
      let domain = 'ai.onnx';
      let version = 0n;
      walkMessage(bytes, field.start, field.end, (inner) => {
        if (inner.number === 1) domain = fieldText(bytes, inner) || domain;
        else if (inner.number === 2) version = inner.value;
      });
      keep(gathered, `opset_import.${domain}`, String(version));
    }
  });
  if (gathered.metadata['ir_version'] === undefined) throw new HeaderError('not an ONNX model: it has no ir_version');
}

/** `Metadata` in Model.proto of Core ML: https://github.com/apple/coremltools/blob/main/mlmodel/format/Model.proto */
const COREML_TEXT: Readonly<Record<number, string>> = { 1: 'shortDescription', 2: 'versionString', 3: 'author', 4: 'license' };

/** Reads the description of a Core ML model. */
export function readCoreMl(bytes: Bytes, gathered: Gathered): void {
  walkMessage(bytes, 0, bytes.size, (field) => {
    if (field.number === 1) keep(gathered, 'specificationVersion', String(field.value));
    if (field.number !== 2) return;
    walkMessage(bytes, field.start, field.end, (description) => {
      if (description.number !== 100) return;
      walkMessage(bytes, description.start, description.end, (inner) => {
        const name = COREML_TEXT[inner.number];
        if (name) keep(gathered, name, fieldText(bytes, inner));
        else if (inner.number === 100) {
          const [key, value] = keyAndValue(bytes, inner);
          keep(gathered, `userDefined.${key}`, value);
        }
      });
    });
  });
  if (gathered.metadata['specificationVersion'] === undefined)
    throw new HeaderError('not a Core ML model: it has no specification version');
}

/** Reads tags and TensorFlow version of a SavedModel (`saved_model.proto`, `meta_graph.proto`). */
export function readSavedModel(bytes: Bytes, gathered: Gathered): void {
  walkMessage(bytes, 0, bytes.size, (field) => {
    if (field.number === 1) keep(gathered, 'saved_model_schema_version', String(field.value));
    if (field.number !== 2) return;
    walkMessage(bytes, field.start, field.end, (graph) => {
      if (graph.number !== 1) return;
      walkMessage(bytes, graph.start, graph.end, (info) => {
        if (info.number === 4) keep(gathered, 'tags', fieldText(bytes, info));
        else if (info.number === 5) keep(gathered, 'tensorflow_version', fieldText(bytes, info));
      });
    });
  });
}

/** A table of a flatbuffer. */
class Table {
  private readonly bytes: Bytes;
  private readonly offset: number;
  private readonly vtable: number;
  private readonly vtableSize: number;

  constructor(bytes: Bytes, offset: number) {
    this.bytes = bytes;
    this.offset = offset;
    this.vtable = offset - new Cursor(bytes, offset).i32();
    this.vtableSize = new Cursor(bytes, this.vtable).u16();
  }

  /** Offset of a field's value, 0 when the field is absent. */
  field(index: number): number {
    const slot = 4 + index * 2;
    if (slot + 2 > this.vtableSize) return 0;
    const relative = new Cursor(this.bytes, this.vtable + slot).u16();
    return relative === 0 ? 0 : this.offset + relative;
  }

  /** Offset of what a reference field points to, 0 when absent. */
  reference(index: number): number {
    const at = this.field(index);
    return at === 0 ? 0 : at + new Cursor(this.bytes, at).u32();
  }

  text(index: number): string {
    const at = this.reference(index);
    if (at === 0) return '';
    const cursor = new Cursor(this.bytes, at);
    return cursor.text(cursor.u32());
  }

  number(index: number): number {
    const at = this.field(index);
    return at === 0 ? 0 : new Cursor(this.bytes, at).u32();
  }

  /** Tables of a vector field, at most `limit`. */
  tables(index: number, limit: number): Table[] {
    const at = this.reference(index);
    if (at === 0) return [];
    const count = Math.min(new Cursor(this.bytes, at).u32(), limit);
    return Array.from({ length: count }, (_, item) => {
      const slot = at + 4 + item * 4;
      return new Table(this.bytes, slot + new Cursor(this.bytes, slot).u32());
    });
  }

  /** Place of the bytes of a vector field. */
  vector(index: number): { start: number; length: number } | undefined {
    const at = this.reference(index);
    return at === 0 ? undefined : { start: at + 4, length: new Cursor(this.bytes, at).u32() };
  }

  /** One table of a vector field. */
  tableAt(index: number, item: number): Table | undefined {
    const at = this.reference(index);
    if (at === 0 || item >= new Cursor(this.bytes, at).u32()) return undefined;
    const slot = at + 4 + item * 4;
    return new Table(this.bytes, slot + new Cursor(this.bytes, slot).u32());
  }
}

/** Whether the file begins like TFLite. */
export function isTflite(head: Uint8Array): boolean {
  return decode(head.subarray(4, 8)) === 'TFL3';
}

/** Longest metadata buffer of a TFLite file that is read. */
const MAX_TFLITE_METADATA = 4 * 1024 * 1024;

/**
 * Reads the description and the embedded model metadata of TFLite.
 * Field order: https://github.com/tensorflow/tensorflow/blob/master/tensorflow/compiler/mlir/lite/schema/schema.fbs and metadata_schema.fbs
 */
export function readTflite(bytes: Bytes, gathered: Gathered): void {
  const model = new Table(bytes, new Cursor(bytes).u32());
  keep(gathered, 'version', String(model.number(0)));
  keep(gathered, 'description', model.text(3));
  for (const item of model.tables(6, 64)) {
    const name = item.text(0);
    keep(gathered, `metadata.${name}`, `buffer ${item.number(1)}`);
    if (name !== 'TFLITE_METADATA') continue;
    const buffer = model.tableAt(4, item.number(1))?.vector(0);
    if (!buffer || buffer.length > MAX_TFLITE_METADATA) continue;
    const { start, length } = buffer;
    const inner = new Bytes(length, (offset, wanted) => bytes.at(start + offset, wanted));
    const metadata = new Table(inner, new Cursor(inner).u32());
    for (const [index, key] of [
      [0, 'name'],
      [1, 'description'],
      [2, 'version'],
      [4, 'author'],
      [5, 'license'],
    ] as const) {
      keep(gathered, `TFLITE_METADATA.${key}`, metadata.text(index));
    }
  }
}
