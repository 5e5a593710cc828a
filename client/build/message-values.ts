/** What a message needs to be given. */
import { parse, type Token } from '@messageformat/parser';

export type ValueType = 'number' | 'string';

/** Values of a message by name. One that is counted or formatted as a number must be a number. */
export function valuesOf(message: string): Map<string, ValueType> {
  const found = new Map<string, ValueType>();
  collect(parse(message), found);
  return found;
}

function collect(tokens: readonly Token[], found: Map<string, ValueType>): void {
  for (const token of tokens) {
    if (token.type === 'content' || token.type === 'octothorpe') continue;
    if (isNumber(token) || !found.has(token.arg)) found.set(token.arg, isNumber(token) ? 'number' : 'string');
    if ('cases' in token) for (const one of token.cases) collect(one.tokens, found);
  }
}

function isNumber(token: Token): boolean {
  if (token.type === 'function') return token.key === 'number';
  return token.type === 'plural' || token.type === 'selectordinal';
}

/** The words after which a message's plurals choose, `one` and `other` among them, by the value they count. */
export function pluralsOf(message: string): Map<string, string[]> {
  const found = new Map<string, string[]>();
  const walk = (tokens: readonly Token[]) => {
    for (const token of tokens) {
      if (!('cases' in token)) continue;
      if (token.type === 'plural')
        found.set(
          token.arg,
          token.cases.map((one) => one.key),
        );
      for (const one of token.cases) walk(one.tokens);
    }
  };
  walk(parse(message));
  return found;
}
