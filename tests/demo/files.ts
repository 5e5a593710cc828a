/** Files in the demo's cases: drawn and written by this program, none of anybody. */
import { crc32, deflateSync } from 'node:zlib';
import { PDFDocument, StandardFonts } from '@cantoo/pdf-lib';
import type { ReporterSession } from '../../client/reporter/worker/session.ts';
import { says, type ProtectionStep } from './protection.ts';

const quiet = () => undefined;

const text = (name: string, type: string, ...lines: string[]) => new File([lines.join('\n')], name, { type });

/** Sends a file. @param original kept with it for custodians only */
const send = (
  reporter: ReporterSession,
  file: File,
  incident: string | null = null,
  original: File | null = null,
) => reporter.sendFile(file.name, file, quiet, incident, original);

/** A sheet of paper. @param author whom its properties name; null where they were taken out */
async function tender(name: string, author: string | null): Promise<File> {
  const document = await PDFDocument.create();
  const font = await document.embedFont(StandardFonts.Helvetica);
  const page = document.addPage([420, 297]);
  const lines = [
    'Tender for uniforms, draft 3',
    '',
    'Cloth: as made by one supplier alone',
    'Delivery: 9 days',
  ];
  for (const [i, line] of lines.entries()) page.drawText(line, { x: 40, y: 240 - 24 * i, size: 14, font });
  if (author !== null) document.setAuthor(author);
  const bytes = await document.save();
  return new File([new Uint8Array(bytes)], name, { type: 'application/pdf' });
}

/** A sketch of the crossing from above: the road, the barrier, and the van that is let through. */
function sketch(): File {
  const [width, height] = [360, 200];
  const [PAPER, ROAD, BARRIER, VAN] = [0xf4, 0xb0, 0x30, 0xff];
  const isIn = (x: number, y: number, left: number, top: number, wide: number, high: number) =>
    x >= left && x < left + wide && y >= top && y < top + high;
  const shade = (x: number, y: number) => {
    if (isIn(x, y, 60, 84, 54, 32)) return VAN;
    if (isIn(x, y, 176, 60, 8, 80)) return BARRIER;
    return isIn(x, y, 0, 70, width, 60) ? ROAD : PAPER;
  };
  const rows = Array.from({ length: height }, (_, y) => [
    0,
    ...Array.from({ length: width }, (__, x) => shade(x, y)),
  ]);
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  // Eight bits of grey.
  header[8] = 8;
  const parts = [
    Buffer.from('89504e470d0a1a0a', 'hex'),
    chunk('IHDR', header),
    chunk('IDAT', deflateSync(Buffer.from(rows.flat()))),
    chunk('IEND', Buffer.alloc(0)),
  ];
  return new File([new Uint8Array(Buffer.concat(parts))], 'crossing.png', { type: 'image/png' });
}

function chunk(name: string, data: Buffer): Buffer {
  const named = Buffer.concat([Buffer.from(name, 'latin1'), data]);
  const [length, check] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(data.length);
  check.writeUInt32BE(crc32(named));
  return Buffer.concat([length, named, check]);
}

/** By the number of the report. */
export const FILED: Readonly<Record<number, readonly ProtectionStep[]>> = {
  // The white van.
  0: [
    says(0, (reporter) => send(reporter, sketch())),
    says(0, (reporter) =>
      send(
        reporter,
        text('nights.csv', 'text/csv', 'night,from,to,van', '1,22:00,06:00,yes', '2,22:00,06:00,no'),
      ),
    ),
  ],
  // Transfers under the limit.
  28: [
    says(1, (reporter) =>
      send(reporter, text('fridays.csv', 'text/csv', 'account,sum', 'A 17,9900', 'A 21,9900', 'A 33,9800')),
    ),
  ],
  // A tender: a draft with its original, and the plan of shifts that shows the first incident.
  37: [
    says(5, async (reporter) =>
      send(reporter, await tender('draft-3.pdf', null), null, await tender('draft-3.pdf', 'The supplier')),
    ),
    says(32, async (reporter) => {
      const { protection } = await reporter.refresh();
      const plan = text('shifts.txt', 'text/plain', 'Week before: days', 'Week after: nights');
      return send(reporter, plan, protection.incidents[0]!.id);
    }),
  ],
};
