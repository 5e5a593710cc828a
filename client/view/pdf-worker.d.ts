/** The half of pdf.js that parses: its package has no types of it, and nothing of it is called here. */
declare module 'pdfjs-dist/legacy/build/pdf.worker.mjs';
