/** What a source file says: the keys it uses, and sentences it should not have. */
import { parseSync } from 'vite';

export interface Used {
  readonly keys: ReadonlySet<string>;
  /** From templates such as `failure.${code}`. */
  readonly patterns: readonly RegExp[];
}

export function usedIn(path: string, text: string): Used {
  if (path.endsWith('.html')) {
    const names = [...text.matchAll(/\{\{\w+:([^:}]+):\w+\}\}/g)].map(([, key = '']) => key);
    return { keys: new Set(names), patterns: [] };
  }
  const keys = new Set<string>();
  const patterns: RegExp[] = [];
  for (const { node } of nodesOf(path, text)) {
    if (node.type === 'Literal' && typeof node['value'] === 'string') keys.add(node['value']);
    if (node.type !== 'TemplateLiteral') continue;
    const [first = '', ...rest] = quasisOf(node);
    // A template that begins with a value could be any key.
    if (first.includes('.')) patterns.push(new RegExp(`^${[first, ...rest].map(escape).join('.+')}$`));
  }
  return { keys, patterns };
}

/** Attributes that a person reads or hears. */
const READ =
  /^(?:aria-(?:label|description|placeholder|roledescription|valuetext)|alt|title|placeholder|label|legend|hint|error|summary|text)$/;

const LETTER = /\p{L}/u;

/** The same in every language. */
const PRODUCT = 'Sotto';

/** @returns `file: sentence` for what stands in the page's own text */
export function sentencesIn(path: string, text: string): string[] {
  if (!path.endsWith('.tsx')) return [];
  const found: string[] = [];
  const say = (sentence: string) => {
    if (LETTER.test(sentence) && sentence !== PRODUCT) found.push(`${path}: ${sentence.trim()}`);
  };
  for (const { node, parents } of nodesOf(path, text)) {
    if (node.type === 'JSXText') say(String(node['value']));
    if (node.type !== 'Literal' && node.type !== 'TemplateLiteral') continue;
    if (!isShown([...parents, node])) continue;
    if (node.type === 'TemplateLiteral') quasisOf(node).forEach(say);
    else if (typeof node['value'] === 'string') say(node['value']);
  }
  return found;
}

/**
 * @param way nodes from the file to a text
 * @returns whether the text is a child of an element, or an attribute that is read
 */
function isShown(way: readonly Node[]): boolean {
  for (let i = way.length - 2; i >= 0; i--) {
    const node = way[i];
    switch (node?.type) {
      case 'ConditionalExpression':
        if (node['test'] === way[i + 1]) return false;
        break;
      case 'LogicalExpression':
      case 'JSXExpressionContainer':
        break;
      case 'JSXElement':
      case 'JSXFragment':
        return true;
      case 'JSXAttribute':
        return READ.test(nameOf(node));
      default:
        return false;
    }
  }
  return false;
}

interface Node {
  type: string;
  [part: string]: unknown;
}

function nameOf(attribute: Node): string {
  return String((attribute['name'] as Node)['name']);
}

function quasisOf(template: Node): string[] {
  return (template['quasis'] as { value: { cooked: string } }[]).map(({ value }) => value.cooked);
}

/** Every node with all that are around it, outermost first. */
function nodesOf(path: string, text: string): { node: Node; parents: readonly Node[] }[] {
  const { program, errors } = parseSync(path, text);
  if (errors[0] !== undefined) throw new Error(`${path}: ${errors[0].message}`);
  const found: { node: Node; parents: readonly Node[] }[] = [];
  const visit = (value: unknown, parents: readonly Node[]) => {
    if (Array.isArray(value)) for (const item of value) visit(item, parents);
    else if (isNode(value)) {
      found.push({ node: value, parents });
      for (const part of Object.values(value)) visit(part, [...parents, value]);
    }
  };
  visit(program, []);
  return found;
}

function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && 'type' in value && typeof value.type === 'string';
}

function escape(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');
}
