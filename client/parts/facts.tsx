export interface Fact {
  readonly label: string;
  readonly value: string;
  /** Whether somebody wrote it. */
  readonly isTyped?: boolean | undefined;
}

/** `<Facts facts={[{ label, value, isTyped }]} />`: names and what they are. Lines of a value stay lines. */
export function Facts({ facts }: { facts: readonly Fact[] }) {
  return (
    <dl class="rows">
      {facts.map(({ label, value, isTyped = false }) => (
        <div key={label}>
          <dt>{label}</dt>
          <dd class={isTyped ? 'typed' : undefined} dir="auto">
            {value}
          </dd>
        </div>
      ))}
    </dl>
  );
}
