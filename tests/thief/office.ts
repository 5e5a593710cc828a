/** Two hundred cases of one day: reporters, officers and a custodian at work, and decoys beside them. */
import { once } from 'node:events';
import { createInterface, type Interface } from 'node:readline';
import * as z from 'zod/mini';
import { toBase64url } from '../../crypto/base64url.ts';
import { reporterKeys } from '../../crypto/receipt.ts';
import { fromWords } from '../../crypto/words.ts';
import { createApi } from '../../client/calls/api.ts';
import { OfficerSession } from '../../client/officer/worker/session/session.ts';
import { openCase } from '../../server/api/reporter.ts';
import { admitColleague, COLLEAGUE, CUSTODIAN } from '../stage/colleague.ts';
import { knownDirectory } from '../stage/inside.ts';
import { makeOffice } from '../stage/made-office.ts';
import { freshWork, type OpenRequest } from '../stage/people.ts';
import { startProcess, type ServerProcess } from '../stage/process.ts';
import { browserFetch, newReporter, REPORT, SETUP } from '../stage/running.ts';
import { SERVER_KEY_TEXT } from '../stage/server-key.ts';

const quiet = () => undefined;
const isHeads = () => crypto.getRandomValues(new Uint8Array(1))[0]! % 2 === 0;

/** One case of so many is a decoy. */
const DECOY = 7;

const NAME = { name: 'Noor of the night shift', contact: 'Behind the depot' };

/** The accounts, made once for all databases. */
export function threePeople() {
  return makeOffice(async (instance, made) => {
    const custodian = await admitColleague(instance, made, CUSTODIAN);
    const colleague = await admitColleague(instance, made);
    return [
      { name: SETUP.accountName, words: made.recoveryWords },
      { name: COLLEAGUE.account, words: colleague.taken.recoveryWords },
      { name: CUSTODIAN.account, words: custodian.taken.recoveryWords },
    ];
  });
}

type People = Awaited<ReturnType<typeof threePeople>>['more'];

export class OwnServer {
  readonly #process: ServerProcess;
  readonly #lines: Interface;

  private constructor(process: ServerProcess) {
    this.#process = process;
    this.#lines = createInterface({ input: process.process.stdout! });
  }

  /** @param program `served.ts`, compiled */
  static async start(
    program: string,
    dataFolder: string,
    settings: Readonly<Record<string, string>>,
  ): Promise<OwnServer> {
    const usual = { SOTTO_KEY: SERVER_KEY_TEXT, SOTTO_MB_PER_HOUR: '100000' };
    return new OwnServer(await startProcess(program, dataFolder, [], { ...usual, ...settings }));
  }

  get url(): string {
    return this.#process.url;
  }

  async tell(order: 'decoy' | 'keyrings'): Promise<string> {
    const answer = once(this.#lines, 'line');
    this.#process.process.stdin!.write(`${order}\n`);
    return String((await answer)[0]);
  }

  async kill(): Promise<void> {
    const ended = once(this.#process.process, 'exit');
    this.#process.process.kill('SIGKILL');
    await ended;
  }
}

/** Who wrote an entry. */
export type Author = 'first' | 'second' | 'reporter';

/** A report that was sent, to be sent to another server of the same office: sealing takes as long as all the rest. */
interface Sent {
  readonly id: string;
  readonly words: string;
  readonly isLeftOut: boolean;
  readonly request: Pick<OpenRequest, 'entry' | 'slotSets'>;
}

/** A day at an office, and what happened in it, by the ids of cases. */
export class Play {
  readonly #people: People;
  /** What was sealed already, the next one first. */
  readonly #sealed: Sent[];
  readonly sent: Sent[] = [];
  /** In the order in which they came. */
  readonly came: string[] = [];
  readonly decoys = new Set<string>();
  readonly leftOut = new Map<string, boolean>();
  /** Who wrote whatever follows the report, of cases in which one person did. */
  readonly authors = new Map<string, Author>();

  constructor(people: People, sealed: readonly Sent[] = []) {
    this.#people = people;
    this.#sealed = [...sealed];
  }

  /** Cases come, one after the other, some of them decoys. */
  async receive(server: OwnServer, count: number): Promise<void> {
    for (let i = 1; i <= count; i++) {
      if (i % DECOY === 0) await this.decoy(server);
      else await this.report(server);
    }
  }

  async decoy(server: OwnServer): Promise<void> {
    const id = await server.tell('decoy');
    this.came.push(id);
    this.decoys.add(id);
  }

  /** A report that leaves the second officer out, or not. */
  async report(server: OwnServer): Promise<void> {
    const again = this.#sealed.shift();
    const sent = again ?? (await this.#seal(server));
    if (again !== undefined) {
      const { entry, slotSets } = again.request;
      const bytes = slotSets.reduce((sum, set) => sum + set.length, entry.length);
      const api = createApi(server.url);
      // As much work as is enough where it was asked for a while ago.
      await api.call(openCase, { entry, slotSets, work: await freshWork(api, Math.ceil(bytes / 3)) });
    }
    this.sent.push(sent);
    this.came.push(sent.id);
    this.leftOut.set(sent.id, sent.isLeftOut);
  }

  async #seal(server: OwnServer): Promise<Sent> {
    let request: OpenRequest | null = null;
    const listening: typeof fetch = (input, init) => {
      if (new Request(input).url.endsWith(openCase.path))
        request = z.decode(
          openCase.request,
          JSON.parse(init!.body as string) as z.input<typeof openCase.request>,
        );
      return fetch(input, init);
    };
    const api = createApi(server.url, listening);
    const { directory } = await knownDirectory(api);
    const isLeftOut = isHeads();
    const second = directory.people.find(({ name }) => name === COLLEAGUE.name)!;
    const reporter = await newReporter(server, api);
    const leftOut = isLeftOut ? [toBase64url(second.id)] : [];
    const receipt = await reporter.send({ ...REPORT, leftOut, identity: NAME }, quiet);
    const words = receipt.words.join(' ');
    const id = toBase64url(reporterKeys(fromWords(words), directory.instance).caseId);
    return { id, words, isLeftOut, request: request! };
  }

  /** Officers look, and somebody writes in so many cases that nobody wrote in yet; the custodian has one to decide about. */
  async work(server: OwnServer, count: number): Promise<void> {
    const [first, second, custodian] = (await Promise.all(
      this.#people.map((person) => signedIn(server, person)),
    )) as [OfficerSession, OfficerSession, OfficerSession];
    for (const officer of [first, second]) await officer.inbox.sync(quiet);
    const waiting = this.sent.filter(({ id }) => !this.authors.has(id));
    for (const sent of waiting.slice(0, count)) await this.#write(server, sent, first, second);
    await decideIdentity(waiting.at(-1)!.id, first, custodian);
    for (const session of [first, second, custodian]) await session.lock();
  }

  /** Somebody writes: one of the two officers, or where one of them may not the reporter in their place. */
  async #write(
    server: OwnServer,
    { id, words, isLeftOut }: Sent,
    first: OfficerSession,
    second: OfficerSession,
  ): Promise<void> {
    const author: Author = isHeads() ? 'first' : isLeftOut ? 'reporter' : 'second';
    this.authors.set(id, author);
    if (author === 'reporter') {
      const reporter = await newReporter(server, createApi(server.url));
      await reporter.open(words);
      await reporter.write('message', 'The van came again.');
    } else {
      const { cases } = author === 'first' ? first : second;
      // That alone is an entry.
      await cases.open(id);
      if (isHeads()) await cases.addNote(id, 'Ask the depot.');
    }
  }
}

async function signedIn({ url }: OwnServer, { name, words }: People[number]): Promise<OfficerSession> {
  const session = new OfficerSession(createApi(url, browserFetch()));
  await session.signIn(name, { method: 'words', words: words.join(' ') });
  return session;
}

async function decideIdentity(id: string, first: OfficerSession, custodian: OfficerSession): Promise<void> {
  await first.cases.open(id);
  const { identity } = await first.cases.askIdentity(id, 'To ask more.');
  await custodian.inbox.sync(quiet);
  const request = identity.requests.find(({ state }) => state === 'waiting')!;
  await custodian.cases.decideIdentity(id, request.id, false, 'Not yet.');
}
