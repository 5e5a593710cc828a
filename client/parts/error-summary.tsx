/**
 * `<ErrorSummary errors={[{ field, text }]} />`
 *
 * All that is wrong on a screen, each leading to its field. It takes the focus when a form was sent and something
 * is wrong, and never while somebody is typing.
 */
import { useEffect, useId, useLayoutEffect, useRef, useState } from 'preact/hooks';
import { t } from '../messages/messages.ts';

export function ErrorSummary({ errors }: { errors: readonly { field: string; text: string }[] }) {
  const summary = useRef<HTMLElement>(null);
  const heading = useId();
  const [sent, setSent] = useState(0);
  const waitingRef = useRef(false);
  useEffect(() => {
    const submit = () => {
      waitingRef.current = true;
      setSent((count) => count + 1);
    };
    const input = () => {
      waitingRef.current = false;
    };
    document.addEventListener('submit', submit);
    document.addEventListener('input', input);
    return () => {
      document.removeEventListener('submit', submit);
      document.removeEventListener('input', input);
    };
  }, []);
  const wrong = errors.length > 0;
  useLayoutEffect(() => {
    if (!wrong || !waitingRef.current) return;
    waitingRef.current = false;
    summary.current?.focus();
  }, [sent, wrong]);
  if (!wrong) return null;
  return (
    <section ref={summary} class="error-summary" tabIndex={-1} aria-labelledby={heading}>
      <h2 id={heading}>{t('errors.title')}</h2>
      <ul>
        {errors.map(({ field, text }) => (
          <li key={field}>
            <a
              href={`#${field}`}
              onClick={(event) => {
                // The address stays as it is: it may be seen, and a page may be listening to it.
                event.preventDefault();
                document.getElementById(field)?.focus();
              }}
            >
              {text}
            </a>
          </li>
        ))}
      </ul>
    </section>
  );
}
