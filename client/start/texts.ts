/**
 * Text that changes is replaced as an element, on all pages. A browser that translates a page puts elements of its own in
 * place of texts: a text that is then changed where it stood would be changed where nobody sees it, and the page would go
 * on showing what is no longer true. So each text of an element stands in an element of its own, which goes with it.
 *
 * Values in a sentence, which `t` keeps apart by isolates, are names, words and numbers: they are not translated. Nor is a `bdi`, in which the pages
 * put names, what reads from left to right in every language, such as words to compare and addresses, nor what somebody wrote, of class `typed`:
 * it is for its writer and those it is sealed to to say who else gets it.
 */
import { Fragment, h, options, type ComponentChildren, type VNode } from 'preact';

/** Elements that hold text and nothing else. */
const TEXT_ONLY: ReadonlySet<string> = new Set(['option', 'textarea', 'title']);

/** For browsers, and for translators that are older than the attribute. */
const NOT_TRANSLATED = { class: 'notranslate', translate: false };

/** Innermost isolates: a list of names is one, with one for each name in it. */
const VALUE = /(\u2068[^\u2066-\u2069]*\u2069)/;

/** What this file makes itself has no texts to be put apart. */
let making = false;

options.vnode = (vnode) => {
  const { type, props } = vnode as VNode<{ children?: ComponentChildren }>;
  if (typeof type === 'string' && isKept(type, props))
    Object.assign(props, NOT_TRANSLATED, 'class' in props && { class: `notranslate ${String(props.class)}` });
  // Its text can't stand in an element of its own.
  if (type === 'option' && typeof props.children === 'string')
    vnode.key = typeof vnode.key === 'string' ? `${vnode.key} ${props.children}` : props.children;
  const hasTexts = typeof type === 'string' ? !TEXT_ONLY.has(type) : type === Fragment;
  if (!making && hasTexts && props.children !== undefined) props.children = apart(props.children, 0);
};

function isKept(
  type: string,
  props: { dir?: string; class?: string; children?: ComponentChildren },
): boolean {
  const { dir, class: name, children } = props;
  // One of a list that is a name holds no element that could say so.
  if (type === 'option') return typeof children === 'string' && children.startsWith('\u2068');
  return type === 'bdi' || dir === 'ltr' || (dir === 'auto' && name?.startsWith('typed') === true);
}

function apart(child: ComponentChildren, place: number): ComponentChildren {
  if (Array.isArray(child)) return child.map(apart);
  if (typeof child === 'number') return apart(String(child), place);
  if (child === '') return null;
  return typeof child === 'string' && child.trim() !== '' ? textOf(child, place) : child;
}

/** @param place among its siblings, so that the same text may stand there twice */
function textOf(text: string, place: number): ComponentChildren {
  making = true;
  try {
    const parts = text
      .split(VALUE)
      .map((part, i) => (i % 2 === 0 ? part || null : h('span', NOT_TRANSLATED, part)));
    return h('span', { key: `${place} ${text}` }, parts);
  } finally {
    making = false;
  }
}
