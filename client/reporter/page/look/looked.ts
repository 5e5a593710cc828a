/** A text that is looked through: what it is called, and what leads to where it is changed. */
export interface Looked {
  readonly id: string;
  readonly label: string;
  readonly text: string;
  readonly onChange: () => void;
}
