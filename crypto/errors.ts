/** What kind of failure a caller can tell a person about. The sentences are the client's. */
export type CryptoErrorCode =
  /** Not of the shape the protocol gives it: a wrong length, a wrong suite, bytes left over. */
  | 'malformed'
  /** An AEAD did not open, or a hash does not match: the bytes were altered or moved. */
  | 'tampered'
  /** A signature by somebody else, or over something else. */
  | 'bad-signature'
  /** A key that does not match the commitment in its slot set (PROTOCOL §5). */
  | 'bad-commitment'
  /** An entry is missing, doubled, out of order, or follows another entry than it says. */
  | 'broken-chain'
  /** An entry or a slot set of another case, chain or instance. */
  | 'wrong-case'
  /** An entry by nobody the directory or the case knows. */
  | 'unknown-author'
  /** A stamp that the notary of the directory did not give. */
  | 'bad-stamp'
  /** Something older than what was seen before. */
  | 'rolled-back'
  /** A directory that the expected authority did not sign. */
  | 'wrong-authority'
  /** Of a later version: an entry holds what this page does not know and may not pass over. */
  | 'newer'
  /** Words that are not a receipt: an unknown word, a wrong number of words, or a wrong checksum. */
  | 'bad-words'
  /** This device has not the memory that a passphrase takes. */
  | 'no-memory';

export class CryptoError extends Error {
  override readonly name = 'CryptoError';
  readonly code: CryptoErrorCode;

  constructor(code: CryptoErrorCode, detail = '') {
    super(detail ? `${code}: ${detail}` : code);
    this.code = code;
  }
}
