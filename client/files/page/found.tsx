/** What a file tells of whoever made it, in words, each with what stands in the file. */
import { FINDINGS, type Finding } from '../../scrub/scrubber.ts';
import { t } from '../../messages/messages.ts';

/** Of one kind: more are counted only. */
const MOST = 4;

export function Found({ found }: { found: readonly Finding[] }) {
  const kinds = FINDINGS.filter((kind) => found.some((one) => one.kind === kind));
  return (
    <ul class="found">
      {kinds.map((kind) => (
        <OfKind
          key={kind}
          kind={kind}
          texts={found.flatMap((one) => (one.kind === kind ? [one.text] : []))}
        />
      ))}
    </ul>
  );
}

function OfKind({ kind, texts }: { kind: Finding['kind']; texts: readonly (string | null)[] }) {
  const said = texts.filter((text) => text !== null);
  const more = said.length - MOST;
  return (
    <li>
      <strong>{t(`files.found.${kind}`)}</strong>
      {said.slice(0, MOST).map((text, i) => (
        <span key={text}>
          {i === 0 ? ': ' : ' · '}
          <bdi class="typed" translate={false}>
            {text}
          </bdi>
        </span>
      ))}
      {more > 0 && ` · ${t('files.found.more', { count: more })}`}
    </li>
  );
}
