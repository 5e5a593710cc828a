/** What the inbox keeps of a reporter's protection: what somebody has to do something about, and what is counted. */
import type { CheckIn } from '../../../case/fold/protection.ts';
import type { Measure, Safeguards } from '../../../case/fold/safeguards.ts';
import type { CaseView } from '../../../case/fold/view.ts';
import { MOST_MEASURES, type Summary } from '../keyring/case.ts';

export function pressingOf(
  { protection }: Pick<CaseView, 'protection'>,
  { incidentsDone, measures, assessments, outcomes }: Safeguards,
): Pick<Summary, 'openIncidents' | 'measureDue' | 'risk' | 'protection'> {
  const { incidents, checkIns } = protection;
  const dues = measures.flatMap(({ done, due }) => (done === null ? [due] : [])).sort();
  const taken = measures.filter(({ done }) => done?.result === 'done');
  const inTime = taken.filter(isInTime).length;
  return {
    openIncidents: incidents.filter(({ id }) => !Object.hasOwn(incidentsDone, id)).length,
    measureDue: dues[0] ?? null,
    risk: assessments.at(-1)?.level ?? null,
    protection: {
      incidents: incidents.length,
      checkIns: answered(checkIns),
      changed: checkIns.at(-1)?.changed ?? false,
      dues: dues.slice(0, MOST_MEASURES),
      inTime,
      late: taken.length - inTime,
      outcome: outcomes.at(-1)?.outcome ?? null,
    },
  };
}

function isInTime({ done, due }: Measure): boolean {
  return done !== null && done.day <= due;
}

/** A reporter may answer one twice. */
function answered(checkIns: readonly CheckIn[]): number[] {
  return [...new Set(checkIns.map(({ due }) => due))].sort((a, b) => a - b);
}
