/** What was found: the texts with the very words marked, and to each kind why, and what to write in its place. */
import { useLayoutEffect, useMemo, useRef } from 'preact/hooks';
import { formatNumber, t } from '../../../messages/messages.ts';
import { Button } from '../../../parts/button.tsx';
import type { Kind } from '../../look/finding.ts';
import { look } from '../../look/look.ts';
import type { Looked } from './looked.ts';

/** Words that stand together, marked or not. */
interface Piece {
  readonly text: string;
  readonly mark: Mark | null;
}

interface Mark {
  readonly kind: Kind;
  readonly text: string;
  /** Counted over all texts. */
  readonly number: number;
}

/** @param isOld whether what is written now is something else */
export function LookFindings({
  texts,
  name,
  isOld,
}: {
  texts: readonly Looked[];
  name: string;
  isOld: boolean;
}) {
  const found = useMemo(() => marked(texts, name), [texts, name]);
  const marks = found.flatMap(({ pieces }) => pieces).flatMap(({ mark }) => mark ?? []);
  const resultRef = useRef<HTMLParagraphElement>(null);
  useLayoutEffect(() => {
    // The button that was pressed is gone: what it led to has the focus.
    if (document.activeElement === document.body) resultRef.current?.focus();
  }, [texts]);
  return (
    <>
      {isOld && <p>{t('look.changed')}</p>}
      <p ref={resultRef} tabIndex={-1}>
        <strong>{marks.length === 0 ? t('look.none') : t('look.found', { count: marks.length })}</strong>
      </p>
      <p>{t(marks.length === 0 ? 'look.none.again' : 'look.free')}</p>
      {found.map(({ one, pieces }) => pieces.length > 1 && <Text key={one.id} one={one} pieces={pieces} />)}
      {marks.length > 0 && (
        <dl class="rows">
          {[...new Set(marks.map(({ kind }) => kind))].map((kind) => (
            <Why key={kind} kind={kind} marks={marks.filter((mark) => mark.kind === kind)} />
          ))}
        </dl>
      )}
      <p class="hint">{t('look.limits')}</p>
    </>
  );
}

function marked(texts: readonly Looked[], name: string): { one: Looked; pieces: readonly Piece[] }[] {
  let number = 0;
  return texts.map((one) => {
    const pieces: Piece[] = [];
    let end = 0;
    for (const { from, to, kind } of look(one.text, [name])) {
      const text = one.text.slice(from, to);
      pieces.push(
        { text: one.text.slice(end, from), mark: null },
        { text, mark: { kind, text, number: ++number } },
      );
      end = to;
    }
    return { one, pieces: [...pieces, { text: one.text.slice(end), mark: null }] };
  });
}

function Text({ one, pieces }: { one: Looked; pieces: readonly Piece[] }) {
  return (
    <>
      <p>
        <strong>{one.label}</strong>
      </p>
      <p class="typed looked" dir="auto">
        {pieces.map(({ text, mark }) =>
          mark === null ? (
            text
          ) : (
            <mark key={mark.number}>
              {text}
              <sup>{formatNumber(mark.number)}</sup>
            </mark>
          ),
        )}
      </p>
      <div class="actions">
        <Button kind="secondary" onClick={one.onChange} label={`${t('app.change')}: ${one.label}`}>
          {t('app.change')}
        </Button>
      </div>
    </>
  );
}

function Why({ kind, marks }: { kind: Kind; marks: readonly Mark[] }) {
  return (
    <div>
      <dt>{t(`look.${kind}`)}</dt>
      <dd>
        {marks.map(({ text, number }) => (
          <p key={number}>
            <mark>
              <bdi>{text}</bdi>
              <sup>{formatNumber(number)}</sup>
            </mark>
          </p>
        ))}
        <p>{t(`look.${kind}.why`)}</p>
        <p>
          <strong>{t('look.instead')}</strong> {t(`look.${kind}.instead`)}
        </p>
      </dd>
    </div>
  );
}
