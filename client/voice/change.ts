/**
 * How a voice is changed, drawn anew for every recording: its pitch and the room of throat and mouth (formants) move
 * together, up or down, and on the way both wander a little. Whoever undoes one shift has not undone the next second's.
 */

/** Semitones at a moment: twelve are an octave. */
export interface Shift {
  readonly pitch: number;
  readonly formants: number;
}

/** How far both are moved, in semitones, at the least and at the most: less is recognised, more is hard to follow. */
const PITCH = { least: 3, most: 6 } as const;
const FORMANTS = { least: 2, most: 4 } as const;

/** How far they wander from there, in semitones, and seconds from one turn to the next. */
const WANDER = { pitch: 0.8, formants: 0.5 } as const;
const TURN = { least: 0.3, most: 0.8 } as const;

/** @returns what is to be done at a second of the recording; asked for seconds in their order */
export function drawChange(draw: () => number = drawFraction): (second: number) => Shift {
  const way = draw() < 0.5 ? -1 : 1;
  const middle = { pitch: way * between(PITCH, draw), formants: way * between(FORMANTS, draw) };
  const turn = (at: number) => ({
    at,
    pitch: middle.pitch + WANDER.pitch * (2 * draw() - 1),
    formants: middle.formants + WANDER.formants * (2 * draw() - 1),
  });
  let [last, next] = [turn(0), turn(between(TURN, draw))];
  return (second) => {
    while (second >= next.at) [last, next] = [next, turn(next.at + between(TURN, draw))];
    const part = Math.max(0, (second - last.at) / (next.at - last.at));
    return {
      pitch: last.pitch + part * (next.pitch - last.pitch),
      formants: last.formants + part * (next.formants - last.formants),
    };
  };
}

function between({ least, most }: { least: number; most: number }, draw: () => number): number {
  return least + draw() * (most - least);
}

/** From 0 to below 1, as nobody can guess it. */
function drawFraction(): number {
  return crypto.getRandomValues(new Uint32Array(1))[0]! / 2 ** 32;
}
