/** `<Facts facts={[{ label, value }]} />`: names and what they are. Lines of a value stay lines. */
export function Facts({ facts }: { facts: readonly { label: string; value: string }[] }) {
  return (
    <dl class="rows">
      {facts.map(({ label, value }) => (
        <div key={label}>
          <dt>{label}</dt>
          <dd dir="auto">{value}</dd>
        </div>
      ))}
    </dl>
  );
}
