/** The reason for which a name or an original is asked for. */
import { t } from '../../../messages/messages.ts';
import type { OpenCase } from '../../worker/case/casework.ts';
import { CaseWriting } from '../entries/writing.tsx';

export function AskForm(props: {
  id: string;
  label: string;
  text: string;
  onText: (text: string) => void;
  write: (reason: string) => Promise<OpenCase>;
  onWritten: (view: OpenCase) => void;
}) {
  return (
    <CaseWriting
      {...props}
      hint={t('identity.ask.hint')}
      missing={t('identity.ask.missing')}
      button={t('identity.ask.send')}
      working={t('case.reply.sending')}
      done={t('identity.ask.sent')}
      failures={{ 'not-allowed': t('protection.referral.refused') }}
    />
  );
}
