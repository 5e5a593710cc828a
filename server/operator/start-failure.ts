/** Why a command cannot do what it was asked: one sentence for whoever runs it, which says what to do. */
export class StartFailure extends Error {
  override readonly name = 'StartFailure';
}
