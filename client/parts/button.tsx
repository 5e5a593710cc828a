/**
 * `<Button kind="primary|secondary|warning|quiet" type="button|submit" busy disabled label onClick>name</Button>`
 *
 * While `busy` or `disabled` it stays in reach of the keyboard and does nothing. The second half of a double
 * click does nothing either: by then it may be a button of the next screen. `label` is spoken instead of the
 * name, and must contain it.
 */
import type { ComponentChildren } from 'preact';

export function Button(props: {
  kind?: 'primary' | 'secondary' | 'warning' | 'quiet' | undefined;
  type?: 'button' | 'submit' | undefined;
  busy?: boolean | undefined;
  disabled?: boolean | undefined;
  label?: string | undefined;
  onClick?: (() => void) | undefined;
  children: ComponentChildren;
}) {
  const {
    kind = 'primary',
    type = 'button',
    busy = false,
    disabled = false,
    label,
    onClick,
    children,
  } = props;
  const click = (event: MouseEvent) => {
    if (busy || disabled || event.detail > 1) event.preventDefault();
    else onClick?.();
  };
  return (
    <button
      type={type}
      class={`button ${kind}`}
      aria-label={label}
      aria-busy={busy || undefined}
      aria-disabled={busy || disabled || undefined}
      onClick={click}
    >
      {children}
    </button>
  );
}
