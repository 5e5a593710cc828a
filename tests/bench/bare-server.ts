/**
 * The least a server can do with a report: Node's own HTTP, no framework, nothing checked, hashed or signed. It reads
 * the body, writes the rows, and answers. A process of its own; its argument is the server's data folder.
 */
import { randomBytes } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { LENGTH } from '../../crypto/bytes.ts';
import { openBareRows } from './bare-rows.ts';

const { insert } = openBareRows(process.argv[3]!, 'bare-server.db');
const answer = JSON.stringify({
  day: new Date().toISOString().slice(0, 10),
  signature: randomBytes(LENGTH.Signature).toString('base64url'),
});

const server = createServer((request, response) => {
  const chunks: Buffer[] = [];
  request.on('data', (chunk: Buffer) => chunks.push(chunk));
  request.on('end', () => {
    const body = JSON.parse(Buffer.concat(chunks).toString('latin1')) as {
      entry: string;
      slotSets: string[];
    };
    insert({
      // Where a report's bytes say which case they are of takes reading; any other key costs the database the same.
      caseId: randomBytes(LENGTH.CaseId),
      entry: Buffer.from(body.entry, 'base64url'),
      slotSets: body.slotSets.map((set) => Buffer.from(set, 'base64url')),
    });
    response.writeHead(200, { 'content-type': 'application/json', 'content-length': answer.length });
    response.end(answer);
  });
});
server.listen(0, '127.0.0.1', () => process.send!((server.address() as AddressInfo).port));
