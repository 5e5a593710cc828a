/** People's names, each in the direction of its own script. */
export function NameList({ names }: { names: readonly string[] }) {
  return (
    <ul>
      {names.map((name, i) => (
        <li key={i}>
          <bdi>{name}</bdi>
        </li>
      ))}
    </ul>
  );
}
