/** The closing of the log on either database. */
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { toBase64url } from '../../crypto/base64url.ts';
import { typed, utf8, type TreeHash } from '../../crypto/bytes.ts';
import { readClosing, verifyDay, type Closing } from '../../crypto/log-day.ts';
import { leafHash, treeRoot, verifyConsistency } from '../../crypto/merkle.ts';
import { dayOf, type Day } from '../../crypto/stamp.ts';
import { subtreesIn, TILE_WIDTH, tilePath, tilesOf } from '../../crypto/tiles.ts';
import { caseExists } from '../../db/cases.ts';
import type { Database } from '../../db/tables.ts';
import { readLogProof } from '../../server/api/log.ts';
import { closeLog } from '../../server/log/closing.ts';
import { makeDecoyEvent } from '../../server/decoys/decoys.ts';
import { deleteCase } from '../stage/delete-case.ts';
import { addForeignCases } from '../stage/foreign-cases.ts';
import { BASE, serveInside, setUpInside, type Inside } from '../stage/inside.ts';
import { rawAnswer } from '../server/answers.ts';
import { addEntryRows } from './rows.ts';

const DAY = 24 * 60 * 60 * 1000;
const LEAVES = 8192;

export interface Opened {
  readonly db: Database;
  remove(): Promise<void>;
}

/** @param most entries of the longest day */
export function testClosing(name: string, open: () => Promise<Opened>, most: number): void {
  describe(`the log on ${name}`, () => {
    let opened: Opened;
    let inside: Inside;
    beforeAll(async () => {
      opened = await open();
      inside = await serveInside(opened.db);
      await setUpInside(inside);
    });
    afterAll(() => opened.remove());

    const log = () => {
      const { id, notaries } = inside.context.instance;
      return { instance: id, notaries: notaries.map(({ key }) => key) };
    };
    const today = () => dayOf(inside.clock.now);
    /** Ends the day. @returns what was closed */
    const nextDay = (days = 1) => {
      inside.clock.now += days * DAY;
      return closeLog(inside.context);
    };
    const get = (path: string) => inside.send(`${BASE}/log/${path}`);
    const closing = async (day?: string): Promise<Closing> => {
      const answer = await get(day === undefined ? 'checkpoint' : `checkpoint/${day}`);
      return readClosing(utf8(await answer.text()), log());
    };
    const proofOf = async (hash: Uint8Array, day: string) => {
      const asked = { hash: typed('Hash', hash), day };
      const { proof, before } = await inside.api().call(readLogProof, asked);
      return {
        proof: utf8(proof),
        before: before && { checkpoint: utf8(before.checkpoint), path: before.path },
      };
    };
    const verified = async (hash: Uint8Array, day: string) =>
      verifyDay(await proofOf(hash, day), log(), { hash: typed('Hash', hash), day: day as Day });
    /** Every entry, as the database has it. */
    const entries = async () => {
      const rows = await inside.db.selectFrom('entries').select(['hash', 'day', 'case_id']).execute();
      return rows.map(({ hash, day, case_id }) => ({
        hash: new Uint8Array(hash),
        day,
        caseId: typed('CaseId', new Uint8Array(case_id)),
      }));
    };
    /** Reads every tile as a stranger would. @returns hashes of all leaves */
    const readAll = async (): Promise<string[]> => {
      const { size, root } = await closing();
      const tiles = new Map<string, Uint8Array>();
      for (const tile of tilesOf(size)) {
        const answer = await get(tilePath(tile));
        const isWhole = tile.width === TILE_WIDTH;
        expect(answer.headers.get('cache-control')).toMatch(isWhole ? /immutable/ : /no-store/);
        const hashes = new Uint8Array(await answer.arrayBuffer());
        expect(hashes).toHaveLength(tile.width * 32);
        tiles.set(`${tile.level}/${tile.index}`, hashes);
      }
      const subtrees = subtreesIn(({ level, index }) => tiles.get(`${level}/${index}`)!);
      expect(treeRoot(subtrees, size)).toEqual(root);
      return Array.from({ length: size }, (_, i) => toBase64url(subtrees(0, i)));
    };
    const leafOf = (hash: Uint8Array) => toBase64url(leafHash(hash));

    test('has every entry of a day once, in no order that tells anything, and decoys like cases', async () => {
      expect((await get('checkpoint')).status).toBe(404);
      expect(await closeLog(inside.context)).toBeNull();
      await addForeignCases(inside.context, 3);
      for (let i = 0; i < 3; i++) await makeDecoyEvent(inside.context);
      const day = today();
      const came = await addEntryRows(inside.db, day, 40);
      expect((await inside.send(`${BASE}/api/log/proof`, requestFor(came[0]!, day))).status).toBe(409);
      expect(await nextDay()).toBe(day);
      expect(await nextDay(0)).toBeNull();
      const leaves = await readAll();
      expect(leaves).toHaveLength(LEAVES);
      expect(new Set(leaves).size).toBe(LEAVES);
      const all = await entries();
      expect(all.length).toBeGreaterThan(43);
      for (const { hash } of all) expect(leaves).toContain(leafOf(hash));
      for (const { hash, day: of } of all.slice(0, 8)) {
        expect((await verified(hash, of)).days).toEqual({ day, after: null });
      }
      // One that nobody reported is not there, one that fills the day is answered like any.
      const answer = await inside.send(`${BASE}/api/log/proof`, requestFor(new Uint8Array(32), day));
      expect(await rawAnswer(answer)).toMatchObject({ status: 404, body: '{"error":"not-found"}' });
      const places = came.map((hash) => leaves.indexOf(leafOf(hash)));
      const isSorted = places.every((place, i) => i === 0 || place > places[i - 1]!);
      expect(isSorted).toBe(false);
    });

    test('looks the same after a day with none, one and many entries', async () => {
      const counts = [0, 1, most];
      const shapes: string[] = [];
      for (const count of counts) {
        const before = await closing();
        const day = today();
        const [hash] = await addEntryRows(inside.db, day, count);
        expect(await nextDay()).toBe(day);
        const now = await closing();
        expect(now.days).toEqual({ day, after: before.days.day });
        const leaves = await inside.db.selectFrom('tiles').select('hashes').where('level', '=', 0).execute();
        const lengths = leaves.map(({ hashes }) => hashes.length);
        expect(lengths).toEqual(lengths.map(() => 32 * TILE_WIDTH));
        const note = (await (await get('checkpoint')).text()).replace(/[^\n]/g, 'x');
        const kept = await inside.db.selectFrom('deleted_leaves').selectAll().execute();
        shapes.push(
          JSON.stringify([now.size - before.size, lengths.length * TILE_WIDTH - now.size, note, kept]),
        );
        const found = hash === undefined ? now : await verified(hash, day);
        expect(found.size).toBe(now.size);
      }
      expect(shapes).toEqual(shapes.map(() => shapes[0]));
      expect(shapes[0]).toContain(`[${LEAVES},0,`);
    });

    test('keeps the leaf of a case that was deleted before its day was closed', async () => {
      const known = new Set((await entries()).map(({ hash }) => toBase64url(hash)));
      await addForeignCases(inside.context, 2);
      const fresh = (await entries()).filter(({ hash }) => !known.has(toBase64url(hash)));
      const [gone] = fresh;
      await deleteCase(inside.db, gone!.caseId);
      expect(await caseExists(inside.db, gone!.caseId)).toBe(false);
      await nextDay();
      for (const { hash, day } of fresh) await verified(hash, day);
      expect(await inside.db.selectFrom('deleted_leaves').selectAll().execute()).toEqual([]);
      // Of a day that is closed nothing is kept.
      await deleteCase(inside.db, fresh[1]!.caseId);
      expect(await inside.db.selectFrom('deleted_leaves').selectAll().execute()).toEqual([]);
    });

    test('closes the days on which there was no server with the next one', async () => {
      const last = today();
      await addForeignCases(inside.context, 1);
      expect(await nextDay(9)).toBe(last);
      const back = today();
      await addForeignCases(inside.context, 1);
      expect(await nextDay()).toBe(back);
      expect((await closing()).days).toEqual({ day: back, after: last });
    });

    test('gives no stamp for a day that is closed, whatever the clock says', async () => {
      const said = vi.spyOn(process.stderr, 'write').mockReturnValue(true);
      const closed = today();
      await nextDay();
      const known = new Set((await entries()).map(({ hash }) => toBase64url(hash)));
      inside.clock.now -= DAY;
      expect(today()).toBe(closed);
      await addForeignCases(inside.context, 1);
      await makeDecoyEvent(inside.context);
      inside.clock.now += DAY;
      const fresh = (await entries()).filter(({ hash }) => !known.has(toBase64url(hash)));
      expect(fresh.map(({ day }) => day)).toEqual(fresh.map(() => today()));
      await nextDay();
      for (const { hash, day } of fresh) await verified(hash, day);
      said.mockRestore();
    });

    test('is closed for no day that has not come, because a clock was years ahead for two days', async () => {
      const said = vi.spyOn(process.stderr, 'write').mockReturnValue(true);
      const start = inside.clock.now;
      const day = today();
      expect(await nextDay(1500)).toBe(day);
      expect(await nextDay()).toBeNull();
      inside.clock.now = start + DAY;
      expect(await closeLog(inside.context)).toBeNull();
      const right = today();
      expect(await nextDay()).toBe(right);
      // After a long pause it is believed in the end.
      const closings = async () => (await inside.db.selectFrom('closings').select('day').execute()).length;
      await nextDay(200);
      const before = await closings();
      for (let i = 0; i < 3; i++) await nextDay();
      expect((await closings()) - before).toBe(1);
      expect((await closing()).days.day).toBe(dayOf(inside.clock.now - DAY));
      said.mockRestore();
    });

    test('shows each closing to begin with every one before it', async () => {
      const rows = await inside.db.selectFrom('closings').selectAll().orderBy('day').execute();
      const all = await Promise.all(rows.map(({ day }) => closing(day)));
      expect(all.length).toBeGreaterThan(8);
      expect(new Set(all.map(({ size }) => size)).size).toBe(all.length);
      const known = await entries();
      for (const [i, one] of all.entries()) {
        const entry = known.find(({ day }) => day === one.days.day);
        if (i === 0 || entry === undefined) continue;
        const { before } = await proofOf(entry.hash, entry.day);
        expect(verifyConsistency(all[i - 1]!, one, before!.path as TreeHash[])).toBe(true);
      }
      for (const path of [
        'checkpoint/2001-01-01',
        'checkpoint/x',
        'tile/0/999',
        'tile/9/000',
        'tile/0/0',
        'x',
      ])
        expect([path, (await get(path)).status]).toEqual([path, 404]);
    });
  });
}

function requestFor(hash: Uint8Array, day: string): RequestInit {
  const headers = { 'content-type': 'application/json' };
  return { method: 'POST', headers, body: JSON.stringify({ hash: toBase64url(hash), day }) };
}
