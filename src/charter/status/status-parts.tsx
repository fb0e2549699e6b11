import { When } from '../../web/parts/parts.js';
import { dayInWords } from '../../web/language/dates.js';
import { useMessages, useSite } from '../../web/parts/site.js';
import { charterMessages as messages } from '../messages/messages.js';

export type Lifecycle = 'DRAFT' | 'ACTIVE' | 'SUSPENDED' | 'UNSETTLED' | 'WITHDRAWN' | 'SUPERSEDED' | 'CONCLUDED';
export type Claimed = 'NOT_STARTED' | 'LIMITED' | 'SUBSTANTIAL' | 'COMPLETE';
export const claims: readonly Claimed[] = ['COMPLETE', 'SUBSTANTIAL', 'LIMITED', 'NOT_STARTED'];

/** A status: its word, with a mark of its own shape and colour before it. */
export const Mark = ({ kind, children }: { readonly kind: string; readonly children: string }) => (
  <span class={`mark ${kind.toLowerCase().replaceAll('_', '-')}`}>{children}</span>
);

export function LifecycleMark({ value }: { readonly value: Lifecycle }) {
  const say = useMessages(messages);
  return <Mark kind={value}>{say(`lifecycle.${value}`)}</Mark>;
}

export function ClaimedMark({ value }: { readonly value: Claimed | null }) {
  const say = useMessages(messages);
  return value === null ? (
    <Mark kind="not-claimed">{say('axis.notClaimed')}</Mark>
  ) : (
    <Mark kind={value}>{say(`claimed.${value}`)}</Mark>
  );
}

interface Axes {
  readonly lifecycle: Lifecycle;
  readonly claimed: Claimed | null;
  readonly claimedOn: string | null;
  readonly isOverdue: boolean;
  readonly isSilent: boolean;
  readonly lastHeard: string | null;
}

/** The five axes of status, apart: who says each stands beside it. What nobody has assessed is said to be so. */
export function StatusAxes({ lifecycle, claimed, claimedOn, isOverdue, isSilent, lastHeard }: Axes) {
  const say = useMessages(messages);
  const { language } = useSite();
  const reporting = isSilent
    ? ['long-silent', 'axis.longSilent']
    : isOverdue
      ? ['overdue', 'axis.overdue']
      : ['up-to-date', 'axis.upToDate'];
  return (
    <dl class="axes">
      <div>
        <dt>{say('axis.lifecycle')}</dt>
        <dd>
          <LifecycleMark value={lifecycle} />
        </dd>
      </div>
      <div>
        <dt>{say('axis.claimed')}</dt>
        <dd>
          <ClaimedMark value={claimed} />
        </dd>
        {claimedOn === null ? null : <dd>{say.rich('axis.on', { date: <When date={claimedOn} /> })}</dd>}
      </div>
      <div>
        <dt>{say('axis.found')}</dt>
        <dd>
          <Mark kind="not-assessed">{say('axis.notAssessed')}</Mark>
        </dd>
      </div>
      <div>
        <dt>{say('axis.quality')}</dt>
        <dd>
          <Mark kind="not-assessed">{say('axis.notAssessed')}</Mark>
        </dd>
      </div>
      <div>
        <dt>{say('axis.reporting')}</dt>
        <dd>
          <Mark kind={reporting[0] ?? ''}>{say(reporting[1] as 'axis.overdue')}</Mark>
        </dd>
        <dd>
          {lastHeard === null ? say('axis.neverHeard') : say('axis.heard', { date: dayInWords(lastHeard, language) })}
        </dd>
      </div>
    </dl>
  );
}

/** Claims of progress as one bar of a hundred per cent; the numbers stand beside it in the table. */
export function ClaimBar({
  base,
  counts,
}: {
  readonly base: number;
  readonly counts: readonly (readonly [kind: string, count: number])[];
}) {
  if (base === 0) return null;
  return (
    <div class="bars" aria-hidden="true">
      {counts.map(([kind, count]) => {
        const width = Math.round((count / base) * 100);
        return width === 0 ? null : <span class={`b-${kind} w${width}`} />;
      })}
    </div>
  );
}
