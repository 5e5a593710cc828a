/** Whatever is sent: refused with a code of the contract, never a failure of the server, and nothing written. */
import fc from 'fast-check';
import * as z from 'zod/mini';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { toBase64url } from '../../crypto/base64url.ts';
import type { EntryBytes, SlotSetBytes } from '../../crypto/bytes.ts';
import { STATUS } from '../../server/api/errors.ts';
import { appendEntry } from '../../server/api/officer.ts';
import { appendOwnEntry, openCase } from '../../server/api/reporter.ts';
import { PLACE_LENGTH } from '../../crypto/header.ts';
import { ask, codeOf, rawAnswer, type RawAnswer } from './answers.ts';
import { ENDPOINTS, sampleOf } from './endpoints.ts';
import { BASE, contents, scratchSqlite, serveInside, setUpInside, type Inside } from '../stage/inside.ts';
import {
  accessOf,
  newReport,
  officerAtWork,
  officerEntry,
  ownAppendRequest,
  sentCase,
  type OfficerAtWork,
  type SentCase,
} from '../stage/people.ts';

let scratch: Awaited<ReturnType<typeof scratchSqlite>>;
let inside: Inside;
/** A browser with a session: further in than a stranger gets. */
let browser: typeof fetch;
let officer: OfficerAtWork;
let sent: SentCase;

beforeAll(async () => {
  scratch = await scratchSqlite();
  inside = await serveInside(scratch.db);
  const { recoveryWords } = await setUpInside(inside);
  browser = inside.browser();
  officer = await officerAtWork(inside.api(browser), recoveryWords);
  sent = await sentCase(officer.api);
});
afterAll(() => scratch.remove());
/** A test that ends with every row of every table as it was. */
function refuses(name: string, act: () => Promise<void>): void {
  test(name, async () => {
    const before = await contents(inside.db);
    await act();
    expect(await contents(inside.db)).toEqual(before);
  });
}

/** The same inputs every time. */
const seeded = (numRuns: number) => ({ seed: 20_361_104, numRuns });

function expectRefusal(answer: RawAnswer, expected?: string): void {
  const code = codeOf(answer);
  expect(Object.keys(STATUS)).toContain(code);
  expect(answer.status).toBe(STATUS[code as keyof typeof STATUS]);
  expect(answer.status).toBeGreaterThanOrEqual(400);
  expect(answer.status).toBeLessThan(500);
  expect(answer.headers['content-type']).toBe('application/json');
  expect(code).toBe(expected ?? code);
}

async function sendBody(method: string, path: string, body: BodyInit, type = 'application/json') {
  return rawAnswer(await browser(BASE + path, { method, headers: { 'content-type': type }, body }));
}

const writing = ENDPOINTS.filter(({ method }) => method !== 'GET');
const reading = ENDPOINTS.filter(({ method }) => method === 'GET');
const named = <T extends { path: string }>(endpoints: readonly T[]) =>
  endpoints.map((endpoint) => [endpoint.path, endpoint] as const);

test('the contract was found', () => {
  expect(ENDPOINTS.length).toBeGreaterThan(20);
  expect(new Set(ENDPOINTS.map(({ method, path }) => `${method} ${path}`)).size).toBe(ENDPOINTS.length);
});

test.each(named(ENDPOINTS))(
  '%s knows no further field, at any depth, asked or answered',
  (_, { request, answer }) => {
    for (const schema of [request, answer]) {
      const sample = sampleOf(schema);
      expect(z.safeDecode(schema, sample as never).success).toBe(true);
      for (const place of placesOf(sample)) {
        let wasObject = false;
        const more = changedAt(sample, place, (part) => {
          wasObject = isRecord(part);
          return isRecord(part) ? { ...part, extra: 1 } : part;
        });
        expect(z.safeDecode(schema, more as never).success).toBe(!wasObject);
      }
    }
  },
);

/** Values that have broken servers before. */
const ODD: readonly unknown[] = [
  null,
  true,
  false,
  0,
  -0,
  -1,
  1,
  0.5,
  1e21,
  -1e21,
  2 ** 31,
  2 ** 32,
  2 ** 53,
  5e-324,
  '',
  ' ',
  '0',
  '-1',
  'NaN',
  'Infinity',
  '1e3',
  'null',
  '__proto__',
  'constructor',
  '\u0000',
  '\ud800',
  '\u202e',
  'A',
  'AA',
  'AB',
  'AAA=',
  'AA==',
  'AAA+',
  'AAA/',
  'AA\n',
  ' AAA',
  'AAA\u0000',
  'ＡＡＡＡ',
  '=',
  'A'.repeat(100_000),
  '2026-02-30',
  '0000-00-00',
  '9999-99-99',
  '-000001-01-01',
  [],
  [null],
  [[]],
  {},
  { length: 16 },
  { 0: 1 },
  { toString: 1 },
];

const oddJson = fc.oneof(
  fc.constantFrom(...ODD),
  fc.json({ maxDepth: 4 }).map((text): unknown => JSON.parse(text)),
);

/** Every place inside a JSON value. */
function placesOf(
  value: unknown,
  place: readonly (string | number)[] = [],
): (readonly (string | number)[])[] {
  if (typeof value !== 'object' || value === null) return [place];
  const parts: [string | number, unknown][] = Array.isArray(value)
    ? value.map((part, i) => [i, part])
    : Object.entries(value);
  return [place, ...parts.flatMap(([key, part]) => placesOf(part, [...place, key]))];
}

function changedAt(
  value: unknown,
  place: readonly (string | number)[],
  change: (part: unknown) => unknown,
): unknown {
  const [key, ...rest] = place;
  if (key === undefined) return change(value);
  if (Array.isArray(value))
    return value.map((part: unknown, i) => (i === key ? changedAt(part, rest, change) : part));
  return Object.fromEntries(
    Object.entries(value as object).map(([name, part]) => [
      name,
      name === key ? changedAt(part, rest, change) : part,
    ]),
  );
}

/** One thing wrong with an otherwise right body. */
const mutation = fc.oneof(
  oddJson.map((odd) => () => odd),
  fc.constant((part: unknown) => (typeof part === 'string' ? `${part}=` : [part])),
  fc.constant((part: unknown) => (typeof part === 'string' ? part.slice(1) : { part })),
  fc.constant((part: unknown) => (typeof part === 'string' ? part.split('') : String(part))),
  fc.constant((part: unknown) => (isRecord(part) ? { ...part, extra: 1 } : undefined)),
  fc.constant((part: unknown) =>
    isRecord(part) ? (JSON.parse(`{"__proto__":${JSON.stringify(part)}}`) as unknown) : null,
  ),
  fc.constant((part: unknown) => (isRecord(part) ? Object.fromEntries(Object.entries(part).slice(1)) : -1)),
);

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

describe.each(named(writing))('%s', (path, endpoint) => {
  const { method, request, bodyBytes } = endpoint;

  /** What is longer than the endpoint takes is not read at all. */
  const refusedBody = async (body: BodyInit) => {
    const length = (await new Response(body).arrayBuffer()).byteLength;
    expectRefusal(await sendBody(method, path, body), length > bodyBytes ? 'too-large' : 'bad-request');
  };

  refuses('any JSON that is not what the contract says is a bad request', async () => {
    await fc.assert(
      fc.asyncProperty(oddJson, async (body) => {
        fc.pre(!z.safeDecode(request, body as never).success);
        await refusedBody(JSON.stringify(body));
      }),
      seeded(60),
    );
  });

  refuses('one thing wrong in a right body is a bad request', async () => {
    const sample = sampleOf(request);
    if (!z.safeDecode(request, sample as never).success) throw new Error('the sample is not right itself');
    const places = placesOf(sample);
    await fc.assert(
      fc.asyncProperty(fc.nat(places.length - 1), mutation, async (at, change) => {
        const body = changedAt(sample, places[at]!, change);
        fc.pre(
          body !== undefined && !z.safeDecode(request, JSON.parse(JSON.stringify(body)) as never).success,
        );
        await refusedBody(JSON.stringify(body));
      }),
      seeded(120),
    );
  });

  refuses('a missing field, an extra one and one called __proto__ are bad requests', async () => {
    const sample = sampleOf(request) as Record<string, unknown>;
    for (const key of Object.keys(sample)) {
      const { [key]: _, ...rest } = sample;
      // A field that may be left out is none that is missing.
      if (z.safeDecode(request, rest as never).success) continue;
      expectRefusal(await sendBody(method, path, JSON.stringify(rest)), 'bad-request');
    }
    const text = JSON.stringify(sample).slice(1);
    for (const extra of ['"extra":1', '"__proto__":{}', '"constructor":{}', '"":0']) {
      const body = text === '}' ? `{${extra}}` : `{${extra},${text}`;
      expectRefusal(await sendBody(method, path, body), 'bad-request');
    }
  });

  refuses('what is not JSON is a bad request', async () => {
    const deep = '['.repeat(60_000);
    const bodies: BodyInit[] = [
      '',
      ' ',
      '{',
      '}',
      'null,',
      '{"a":}',
      "{'a':1}",
      '{"a":1,}',
      'NaN',
      'undefined',
      '\u0000',
      deep,
      deep + ']'.repeat(60_000),
      '{"a":'.repeat(20_000),
      '"\\ud800',
      '<x/>',
      'a=1&b=2',
      new Uint8Array([0xff, 0xfe, 0x7b, 0x7d]),
      new Uint8Array([0x22, 0xc3, 0x28, 0x22]),
      new Uint8Array([0x22, 0xed, 0xa0, 0x80, 0x22]),
      new Uint8Array([0x7b, 0x7d, 0x80]),
      new Uint8Array(64),
      new Uint8Array([0x1f, 0x8b, 0x08, 0, 0, 0, 0, 0]),
    ];
    for (const body of bodies) await refusedBody(body);
  });

  refuses('any bytes are a bad request', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 200 }), async (bytes) => {
        expectRefusal(await sendBody(method, path, bytes), 'bad-request');
      }),
      seeded(20),
    );
  });

  refuses('another content type is refused as such', async () => {
    const body = JSON.stringify(sampleOf(request));
    const types = [
      'text/plain',
      'application/x-www-form-urlencoded',
      'multipart/form-data',
      'application/jsonp',
      'application/json; charset=utf-16',
      'application/json, text/plain',
      'text/json',
      'x application/json',
    ];
    for (const type of types) expectRefusal(await sendBody(method, path, body, type), 'wrong-content-type');
    const bare = new Blob([body]);
    expectRefusal(await rawAnswer(await browser(BASE + path, { method, body: bare })), 'wrong-content-type');
  });

  refuses(
    'a body that is too large is refused as such, whether its length was announced or not',
    async () => {
      const body = ' '.repeat(endpoint.bodyBytes + 1);
      expectRefusal(await sendBody(method, path, body), 'too-large');
      const announced = new Request(BASE + path, {
        method,
        body: '{}',
        headers: { 'content-type': 'application/json', 'content-length': '99999999999' },
      });
      expectRefusal(await rawAnswer(await inside.app.fetch(announced)), 'too-large');
    },
  );

  refuses('without a session nothing is given but refusals and what is public', async () => {
    const headers = { 'content-type': 'application/json' };
    const body = JSON.stringify(sampleOf(request));
    const answer = await rawAnswer(await inside.send(BASE + path, { method, headers, body }));
    const isPublic = [
      '/api/officer/start',
      '/api/officer/sign-in/passkey/start',
      '/api/officer/sign-out',
    ].includes(path);
    if (isPublic !== (answer.status === 200)) throw new Error(`answered with ${answer.status}`);
    if (!isPublic) expectRefusal(answer);
  });
});

describe.each(named(reading))('%s', (path, { request }) => {
  refuses('parameters that the contract does not know are a bad request', async () => {
    await fc.assert(
      fc.asyncProperty(fc.dictionary(fc.string({ minLength: 1 }), fc.string()), async (parameters) => {
        fc.pre(!z.safeDecode(request, parameters as never).success);
        const query = new URLSearchParams(parameters);
        expectRefusal(await rawAnswer(await browser(`${BASE}${path}?${query.toString()}`)), 'bad-request');
      }),
      seeded(60),
    );
    for (const query of [
      'version=0',
      'version=-1',
      'version=1e3',
      'version=',
      'version=01',
      'version=%FF',
      'version=%',
      'a=%E0%A4%A',
      '__proto__=1',
      'version=1&x=1',
      `version=${'9'.repeat(5000)}`,
    ]) {
      expectRefusal(await rawAnswer(await browser(`${BASE}${path}?${query}`)), 'bad-request');
    }
  });
});

describe('methods and paths', () => {
  for (const [path] of named(ENDPOINTS)) {
    refuses(`${path} takes no other method`, async () => {
      const takes = ENDPOINTS.filter((other) => other.path === path).map(({ method }) => method as string);
      const others = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'PROPFIND', 'X'];
      for (const method of others.filter((other) => !takes.includes(other))) {
        const answer = await rawAnswer(await browser(BASE + path, { method }));
        expectRefusal(answer, 'method-not-allowed');
      }
    });
  }

  refuses('paths that do not exist are not found', async () => {
    const paths = [
      '/',
      '/api',
      '/api/',
      '/api/cases/',
      '/api//cases',
      '/API/cases',
      '/api/cases/../officer/feed/x',
      '/api/case',
      '/..%2f..%2fetc/passwd',
      '/%00',
      '/%',
      '/%ff',
      '/.git/config',
      '/sotto.db',
      '/api/__proto__',
      '/constructor',
      `/${'a/'.repeat(2000)}`,
    ];
    for (const path of paths) {
      for (const method of ['GET', 'POST']) {
        expectRefusal(await rawAnswer(await browser(BASE + path, { method })), 'not-found');
      }
    }
  });

  refuses('any path is refused', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.webPath(),
        fc.constantFrom('GET', 'POST', 'PUT', 'DELETE'),
        async (path, method) => {
          expectRefusal(await rawAnswer(await browser(`${BASE}/x${path}`, { method })), 'not-found');
        },
      ),
      seeded(60),
    );
  });
});

/** Right in form, wrong in meaning: entries and slot sets with bits flipped, cut, or of other kinds. */
describe('entries and slot sets', () => {
  const bitsOf = (length: number) => fc.tuple(fc.nat(length - 1), fc.integer({ min: 1, max: 255 }));

  refuses('an entry’s header with something changed opens nothing', async () => {
    const { request } = await newReport(officer.api);
    await fc.assert(
      // The nonce and what follows it are anybody's choice: any is right.
      fc.asyncProperty(bitsOf(PLACE_LENGTH - 24), async ([at, bits]) => {
        const entry = new Uint8Array(request.entry) as EntryBytes;
        entry[at]! ^= bits;
        expectRefusal(await ask(browser, openCase, { ...request, entry }));
      }),
      seeded(80),
    );
    await fc.assert(
      fc.asyncProperty(fc.nat(request.entry.length - 1), async (length) => {
        fc.pre(length > 0);
        const entry = request.entry.slice(0, length) as EntryBytes;
        expectRefusal(await ask(browser, openCase, { ...request, entry }), 'bad-request');
      }),
      seeded(30),
    );
  });

  refuses('a slot set’s header with something changed opens nothing', async () => {
    const { request } = await newReport(officer.api);
    await fc.assert(
      // Suite, instance, case, audience and epoch; what follows is for readers to check.
      fc.asyncProperty(bitsOf(1 + 16 + 16 + 1 + 4), fc.nat(1), async ([at, bits], which) => {
        const slotSets = request.slotSets.map((set) => new Uint8Array(set) as SlotSetBytes);
        slotSets[which]![at]! ^= bits;
        expectRefusal(await ask(browser, openCase, { ...request, slotSets }), 'bad-request');
      }),
      seeded(60),
    );
    const [shared, custodians] = request.slotSets as [SlotSetBytes, SlotSetBytes];
    for (const slotSets of [
      [custodians, shared],
      [shared, shared],
      [custodians, custodians],
      [shared],
      [],
      [shared, custodians, custodians],
    ]) {
      const wire = { ...request, slotSets };
      const body = JSON.stringify(z.encode(openCase.request, request)).replace(
        JSON.stringify(request.slotSets.map(toBase64url)),
        JSON.stringify(wire.slotSets.map(toBase64url)),
      );
      expectRefusal(await sendBody('POST', openCase.path, body), 'bad-request');
    }
  });

  refuses('an append by the reporter with something changed adds nothing', async () => {
    const request = await ownAppendRequest(officer.api, sent, 'One more thing.');
    await fc.assert(
      fc.asyncProperty(bitsOf(PLACE_LENGTH - 24 - 4), async ([at, bits]) => {
        const entry = new Uint8Array(request.entry) as EntryBytes;
        entry[at]! ^= bits;
        expectRefusal(await ask(browser, appendOwnEntry, { ...request, entry }));
      }),
      seeded(60),
    );
  });

  refuses('an append by an officer with something changed adds nothing', async () => {
    const entry = officerEntry(officer, sent.caseId, sent.key, 'A reply.', { seq: 1, previous: sent.head });
    const access = accessOf(officer, sent.caseId, sent.key, 'append');
    await fc.assert(
      fc.asyncProperty(bitsOf(PLACE_LENGTH - 24 - 4), async ([at, bits]) => {
        const changed = new Uint8Array(entry) as EntryBytes;
        changed[at]! ^= bits;
        expectRefusal(await ask(browser, appendEntry, { ...access, entry: changed, slotSets: [] }));
      }),
      seeded(60),
    );
    // A founding set without an entry under it, of a far epoch, of another case, twice the same.
    const foreign = (await newReport(officer.api)).request.slotSets;
    for (const slotSets of [foreign, [foreign[0]!], [sent.sealed.slotSets[1]!], sent.sealed.slotSets]) {
      expectRefusal(await ask(browser, appendEntry, { ...access, entry, slotSets }));
    }
  });
});
