/** Declared types as symbols: what is known of a value that cannot be followed. */

import { cutAt } from './bounded.ts';
import { namedThings } from './names.ts';
import { classMember, moduleMember } from './members.ts';
import type { Link, Thing, Where } from './things.ts';

/** Types that say nothing about what a value is, and those that hold another type inside. */
const PLAIN =
  /^(?:str|string|String|int|float|bool|boolean|number|any|Any|object|Object|None|null|undefined|void|var|auto|let|val|dict|list|Dict|List|Self|T|unknown|never|char|byte|long|double|decimal)$/;
const WRAPPER =
  /^(?:Optional|Annotated|Union|Awaitable|Promise|Final|ClassVar|Task|Lazy|Arc|Rc|Box|Mutex|RwLock|Ref|Readonly|Partial|Type|type|Iterator|AsyncIterator|Generator|AsyncGenerator|Future|CompletableFuture|IOptions|IOptionsSnapshot|Depends|Mapped)$/;
/** Names looked at in one type. */
const MAX_NAMES = 4;

/** The things named in a type as written: `Optional[OpenAI]`, `openai.OpenAI | None`, `*openai.Client`, `Arc<Client>`. */
export function typeThings(link: Link, type: string, where: Where): Thing[] {
  const { question } = link;
  // `let open: open`: a type that is looked up through what it is the type of says nothing.
  const key = `${where.file.path}\0${where.scope}\0${type}`;
  const same = question.types.get(key);
  if (same !== undefined) {
    cutAt(question, same);
    return [];
  }
  question.types.set(key, question.nesting);
  const found = namedIn(link, type, where);
  question.types.delete(key);
  return found;
}

function namedIn(link: Link, type: string, where: Where): Thing[] {
  const found: Thing[] = [];
  const names = type.slice(0, 200).match(/[A-Za-z_$][\w$]*(?:(?:\.|::)[A-Za-z_$][\w$]*)*/g) ?? [];
  let taken = 0;
  for (const name of names) {
    const parts = name.split(/\.|::/);
    const last = parts.at(-1) ?? '';
    if (PLAIN.test(last) || WRAPPER.test(last)) continue;
    if (++taken > MAX_NAMES) break;
    // A generic type other than a mere wrapper is what counts, not what it holds.
    found.push(...chain(link, parts, where));
    if (!/[|]|\bUnion\b|\bor\b/.test(type)) break;
  }
  return found;
}

function chain(link: Link, parts: readonly string[], where: Where): Thing[] {
  let things = namedThings(link, parts[0] ?? '', Number.MAX_SAFE_INTEGER, where);
  for (const part of parts.slice(1)) {
    things = things.flatMap((thing): Thing[] => {
      if (thing.t === 'outside') return [{ ...thing, path: `${thing.path}.${part}` }];
      if (thing.t === 'module') return moduleMember(link, thing.path, part, thing.folder ?? false);
      if (thing.t === 'class') return classMember(link, thing, part);
      return [];
    });
  }
  return things.flatMap((thing): Thing[] => {
    if (thing.t === 'outside') return [{ ...thing, byType: true }];
    return thing.t === 'class' ? [thing] : [];
  });
}
