/** Files on the server, on either database: who may bring and take them, and what becomes of them. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { toBase64url } from '../../crypto/base64url.ts';
import { SEALED_CHUNK_LENGTH } from '../../crypto/blob.ts';
import { typed, type BlobId } from '../../crypto/bytes.ts';
import { solve, workFor } from '../../client/calls/work.ts';
import { deleteBlobs, forgetBlobs, piecesOf, readBlob } from '../../db/blobs.ts';
import { inTransaction, type Database } from '../../db/tables.ts';
import { getChallenge } from '../../server/api/anyone.ts';
import { beginBlob, beginOwnBlob, openBlob, openOwnBlob } from '../../server/api/blobs.ts';
import { pieceAddress, TICKET_HEADER } from '../../server/api/pieces.ts';
import { LIMITS } from '../../server/api/limits.ts';
import { appendEntry } from '../../server/api/officer.ts';
import { appendOwnEntry } from '../../server/api/reporter.ts';
import { tidy } from '../../server/timers/housekeeping.ts';
import { deleteCase } from '../stage/delete-case.ts';
import { BASE, contents, serveInside, setUpInside, type Inside } from '../stage/inside.ts';
import {
  accessOf,
  officerAtWork,
  officerEntry,
  ownAppendRequest,
  ownSigned,
  sentCase,
  type OfficerAtWork,
  type SentCase,
} from '../stage/people.ts';

const DAY = 24 * 60 * 60 * 1000;
/** Two pieces: one of sixteen chunks, and one of two. */
const CHUNKS = 18;

const newId = (): BlobId => typed('BlobId', crypto.getRandomValues(new Uint8Array(16)));
const piece = (chunks: number, fill = 1) => new Uint8Array(chunks * SEALED_CHUNK_LENGTH).fill(fill);

export function testFiles(
  name: string,
  open: () => Promise<{ readonly db: Database; remove(): Promise<void> }>,
): void {
  describe(`files on ${name}`, () => {
    let opened: Awaited<ReturnType<typeof open>>;
    let inside: Inside;
    let officer: OfficerAtWork;
    let sent: SentCase;
    let other: SentCase;
    beforeAll(async () => {
      opened = await open();
      inside = await serveInside(opened.db);
      const made = await setUpInside(inside);
      officer = await officerAtWork(inside.api(), made.recoveryWords);
      sent = await sentCase(inside.api());
      other = await sentCase(inside.api());
    });
    afterAll(() => opened.remove());

    async function begin(blob: BlobId, chunks = CHUNKS, of = sent, isPaid = true) {
      const api = inside.api();
      const { challenge } = await api.call(getChallenge, workFor('blob', chunks * SEALED_CHUNK_LENGTH));
      const work = isPaid ? await solve(challenge) : null;
      const own = isPaid ? await signedOver(of, challenge) : await ownSigned(api, of, 'append');
      return api.call(beginOwnBlob, { ...own, blob, chunks, work });
    }
    /** The signed part, over a challenge that work was done for. */
    async function signedOver(of: SentCase, challenge: Awaited<ReturnType<typeof ownSigned>>['challenge']) {
      const { send } = inside;
      const handed = {
        call: async () => ({ challenge, directory: null }),
        day: null,
        send,
      } as unknown as Parameters<typeof ownSigned>[0];
      return ownSigned(handed, of, 'append');
    }
    const put = async (blob: BlobId, at: number, bytes: Uint8Array<ArrayBuffer>, ticket: string) => {
      const address = BASE + pieceAddress(toBase64url(blob), at);
      const answer = await inside.send(address, {
        method: 'PUT',
        body: bytes,
        headers: { [TICKET_HEADER]: ticket, 'content-length': String(bytes.length) },
      });
      return answer.status;
    };
    const get = (blob: BlobId, at: number, ticket: string) =>
      inside.send(BASE + pieceAddress(toBase64url(blob), at), { headers: { [TICKET_HEADER]: ticket } });
    async function brought(of = sent): Promise<BlobId> {
      const blob = newId();
      const { ticket } = await begin(blob, CHUNKS, of);
      expect(await put(blob, 1, piece(2, 2), ticket)).toBe(200);
      expect(await put(blob, 0, piece(16), ticket)).toBe(200);
      return blob;
    }
    /** Writes the next message of a case with files, or without some that were there. */
    async function write(of: SentCase, files: { blobs?: BlobId[]; deletes?: BlobId[] }) {
      const counts = await inside.db
        .selectFrom('entries')
        .select(['seq', 'hash'])
        .where('case_id', '=', of.caseId)
        .where('chain', '=', 'shared')
        .orderBy('seq', 'desc')
        .limit(1)
        .executeTakeFirstOrThrow();
      const place = { seq: counts.seq + 1, previous: typed('Hash', new Uint8Array(counts.hash)) };
      const request = await ownAppendRequest(inside.api(), of, 'With a file.', place);
      return inside.api().call(appendOwnEntry, { ...request, ...files });
    }
    const opens = async (blob: BlobId, of = sent) =>
      inside.api().call(openOwnBlob, { ...(await ownSigned(inside.api(), of, 'read')), blob });

    test('come in pieces in any order, are resumed, kept with an entry, and read by reporter and officer', async () => {
      const blob = newId();
      const { ticket, pieces } = await begin(blob);
      expect(pieces).toEqual([]);
      expect(await put(blob, 1, piece(2, 2), ticket)).toBe(200);
      // The same again changes nothing; another in its place is refused.
      expect(await put(blob, 1, piece(2, 2), ticket)).toBe(200);
      expect(await put(blob, 1, piece(2, 3), ticket)).toBe(409);
      // Gone on with, without work.
      const again = await begin(blob, CHUNKS, sent, false);
      expect(again.pieces).toEqual([1]);
      await expect(write(sent, { blobs: [blob] })).rejects.toMatchObject({ code: 'blob-missing' });
      await expect(opens(blob)).rejects.toMatchObject({ code: 'not-found' });
      expect(await put(blob, 0, piece(16), again.ticket)).toBe(200);
      await write(sent, { blobs: [blob] });
      // An answer that was lost is given again, and nothing else comes to what is kept.
      expect(await put(blob, 0, piece(16), ticket)).toBe(200);
      expect(await put(blob, 0, piece(16, 9), ticket)).toBe(409);
      const own = await opens(blob);
      expect(own.chunks).toBe(CHUNKS);
      const read = await get(blob, 1, own.ticket);
      expect(Buffer.from(await read.arrayBuffer()).equals(piece(2, 2))).toBe(true);
      expect([read.headers.get('content-type'), read.headers.get('cache-control')]).toEqual([
        'application/octet-stream',
        'no-store',
      ]);
      const access = accessOf(officer, sent.caseId, sent.key, 'read');
      const theirs = await officer.api.call(openBlob, { ...access, blob });
      expect((await get(blob, 0, theirs.ticket)).status).toBe(200);
    });

    test('an officer sends one back, and whoever writes in a case deletes', async () => {
      const blob = newId();
      const append = () => accessOf(officer, other.caseId, other.key, 'append');
      const { ticket } = await officer.api.call(beginBlob, { ...append(), blob, chunks: 1 });
      expect(await put(blob, 0, piece(1), ticket)).toBe(200);
      const entry = officerEntry(officer, other.caseId, other.key, 'Here.', {
        seq: 1,
        previous: other.head,
      });
      await officer.api.call(appendEntry, { ...append(), entry, slotSets: [], blobs: [blob] });
      const { ticket: reading } = await opens(blob, other);
      expect((await get(blob, 0, reading)).status).toBe(200);
      // By the entry of another case it stays.
      await write(sent, { deletes: [blob] });
      expect((await get(blob, 0, reading)).status).toBe(200);
      await write(other, { deletes: [blob] });
      expect((await get(blob, 0, reading)).status).toBe(404);
      await expect(opens(blob, other)).rejects.toMatchObject({ code: 'not-found' });
      // Off the disk as well.
      expect(await piecesOf(inside.db, blob)).toEqual([]);
    });

    test('a large file that is deleted keeps nobody waiting: it is gone at once, and its pieces few by few', async () => {
      const blob = newId();
      const rows = Array.from({ length: 11 }, (_, at) => ({
        place: 1000 + at,
        blob,
        piece: at,
        bytes: new Uint8Array([at]),
      }));
      await inside.db
        .insertInto('blobs')
        .values({ id: blob, case_id: sent.caseId, chunks: 176, day: '' })
        .execute();
      await inside.db.insertInto('pieces').values(rows).execute();
      await inTransaction(inside.db, (transaction) => deleteBlobs(transaction, other.caseId, [blob]));
      expect(await readBlob(inside.db, blob)).toMatchObject({ isKept: true });
      await inTransaction(inside.db, (transaction) => deleteBlobs(transaction, sent.caseId, [blob]));
      expect(await readBlob(inside.db, blob)).toBeUndefined();
      expect(await piecesOf(inside.db, blob)).toHaveLength(11);
      // Nothing brings it back.
      await expect(write(sent, { blobs: [blob] })).rejects.toMatchObject({ code: 'blob-missing' });
      await expect(begin(blob, 176, sent)).rejects.toMatchObject({ code: 'not-found' });
      await forgetBlobs(inside.db);
      expect(await piecesOf(inside.db, blob)).toEqual([]);
    });

    test('nobody brings, takes or keeps one without what it takes', async () => {
      const blob = await brought();
      await write(sent, { blobs: [blob] });
      const { ticket: reading } = await opens(blob);
      const begun = newId();
      const { ticket } = await begin(begun);
      const before = await contents(inside.db);
      // Without work, for another length than a file has, or as another case's.
      await expect(begin(newId(), CHUNKS, sent, false)).rejects.toMatchObject({ code: 'work-refused' });
      for (const chunks of [17, 2 ** 16])
        expect(beginOwnBlob.request.shape.chunks.safeParse(chunks).success).toBe(false);
      await expect(begin(begun, CHUNKS, other)).rejects.toMatchObject({ code: 'conflict' });
      await expect(begin(begun, 20, sent, false)).rejects.toMatchObject({ code: 'conflict' });
      const nobody = { ...sent, sealed: { ...sent.sealed, keys: officer.keys as never } };
      await expect(begin(newId(), 1, nobody)).rejects.toMatchObject({ code: 'not-found' });
      // Tickets: none, of another use, of another file, over.
      for (const wrong of ['', 'x', reading, `${ticket}x`])
        expect([wrong, await put(begun, 0, piece(16), wrong)]).toEqual([wrong, 401]);
      expect((await get(blob, 0, ticket)).status).toBe(401);
      expect((await get(begun, 0, reading)).status).toBe(401);
      // Another case's files are nothing to it.
      await expect(opens(blob, other)).rejects.toMatchObject({ code: 'not-found' });
      await expect(write(other, { blobs: [blob] })).rejects.toMatchObject({ code: 'blob-missing' });
      await expect(write(other, { blobs: [newId()] })).rejects.toMatchObject({ code: 'blob-missing' });
      const access = accessOf(officer, other.caseId, sent.key, 'read');
      await expect(officer.api.call(openBlob, { ...access, blob })).rejects.toMatchObject({
        code: 'not-found',
      });
      const theirs = accessOf(officer, other.caseId, other.key, 'read');
      await expect(officer.api.call(openBlob, { ...theirs, blob })).rejects.toMatchObject({
        code: 'not-found',
      });
      inside.clock.now += (LIMITS.challengeSeconds + 1) * 1000;
      expect(await put(begun, 0, piece(16), ticket)).toBe(401);
      expect((await get(blob, 0, reading)).status).toBe(401);
      const later = await begin(begun, CHUNKS, sent, false);
      // Not where there is no such piece, and not of another length.
      for (const [at, chunks] of [
        [0, 15],
        [0, 2],
        [1, 3],
        [1, 0],
      ] as const)
        expect([at, chunks, await put(begun, at, piece(chunks), later.ticket)]).toEqual([at, chunks, 400]);
      expect(await put(begun, 0, piece(17), later.ticket)).toBe(413);
      expect(await put(begun, 2, piece(2), later.ticket)).toBe(404);
      expect({ ...(await contents(inside.db)), passing: '' }).toEqual({ ...before, passing: '' });
    });

    test('what no entry names is gone after two days, and with its case everything', async () => {
      const [kept, left] = [await brought(), await brought()];
      await write(sent, { blobs: [kept] });
      const pieces = async (blob: BlobId) =>
        (await inside.db.selectFrom('pieces').select('piece').where('blob', '=', blob).execute()).length;
      await tidy(inside.context);
      expect([await pieces(kept), await pieces(left)]).toEqual([2, 2]);
      for (let days = 0; days < 2; days++) {
        inside.clock.now += DAY;
        await tidy(inside.context);
      }
      expect([await pieces(kept), await pieces(left)]).toEqual([2, 0]);
      await expect(write(sent, { blobs: [left] })).rejects.toMatchObject({ code: 'blob-missing' });
      await deleteCase(inside.db, sent.caseId);
      expect(await pieces(kept)).toBe(0);
    });

    test('a full case and a full instance are said before anything is sent, and the last room costs the most', async () => {
      const own = await sentCase(inside.api());
      const rows = (count: number, chunks: number) =>
        Array.from({ length: count }, () => ({ id: newId(), case_id: own.caseId, chunks, day: '' }));
      const most = Math.floor(LIMITS.caseFileBytes / SEALED_CHUNK_LENGTH);
      await inside.db
        .insertInto('blobs')
        .values(rows(1, most - 1))
        .execute();
      await begin(newId(), 1, own);
      await expect(begin(newId(), 1, own)).rejects.toMatchObject({ code: 'too-large' });
      const { price } = inside.context.limits;
      const cost = () => price.hashes('blob', inside.clock.now, 2 ** 30);
      const [first, fill] = [cost(), inside.context.limits.fileBytes];
      const fresh = await sentCase(inside.api());
      const taken = Math.floor(fill / SEALED_CHUNK_LENGTH) - most;
      await inside.db
        .insertInto('blobs')
        .values({ id: newId(), case_id: newId(), chunks: taken - 1, day: '' })
        .execute();
      await expect(begin(newId(), 2, fresh)).rejects.toMatchObject({ code: 'full' });
      expect(cost() / first).toBeGreaterThan(400);
      await inside.db.deleteFrom('blobs').where('chunks', '>', 1000).execute();
      price.blobsTaken = 0;
    });
  });
}
