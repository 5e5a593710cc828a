import { riskOf } from '../../../case/fold/risk.ts';
import {
  likelihoods,
  seriousnesses,
  type Likelihood,
  type Seriousness,
} from '../../../case/kinds/choices.ts';
import { t } from '../../../messages/messages.ts';

/** The risk that two answers come to, in words, and where it stands in the matrix. */
export function RiskResult({
  likelihood,
  seriousness,
}: {
  likelihood: Likelihood;
  seriousness: Seriousness;
}) {
  const level = riskOf({ likelihood, seriousness });
  return (
    <>
      <p>
        <strong>{t('protection.risk.level', { level: t(`protection.level.${level}`) })}</strong>{' '}
        {t('protection.risk.because', {
          likelihood: t(`protection.likelihood.${likelihood}`),
          seriousness: t(`protection.seriousness.${seriousness}`),
        })}
      </p>
      <p>{t(`protection.risk.means.${level}`)}</p>
      <table class="matrix">
        <caption>{t('protection.risk.matrix')}</caption>
        <thead>
          <tr>
            <th scope="col">
              <span class="visually-hidden">{t('protection.risk.likelihood')}</span>
            </th>
            {seriousnesses.map((one) => (
              <th key={one} scope="col">
                {t(`protection.seriousness.${one}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {likelihoods.map((row) => (
            <tr key={row}>
              <th scope="row">{t(`protection.likelihood.${row}`)}</th>
              {seriousnesses.map((column) => (
                <Cell
                  key={column}
                  row={row}
                  column={column}
                  isThis={row === likelihood && column === seriousness}
                />
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </>
  );
}

function Cell(props: { row: Likelihood; column: Seriousness; isThis: boolean }) {
  const { row, column, isThis } = props;
  const level = riskOf({ likelihood: row, seriousness: column });
  const name = t(`protection.level.${level}`);
  if (!isThis) return <td class={level}>{name}</td>;
  return (
    <td class={`${level} this`} aria-current="true">
      <strong>
        <span aria-hidden="true">✓ </span>
        {name}
        <span class="visually-hidden"> {t('protection.risk.this')}</span>
      </strong>
    </td>
  );
}
