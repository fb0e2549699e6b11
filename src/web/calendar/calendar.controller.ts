import { createHash } from 'node:crypto';
import { Controller, Get, Query, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { CalendarFilter } from '../../platform/read-model/calendar.js';
import { Composition } from '../../platform/context.js';
import { RequestDeadline } from '../../platform/graphql/admission/deadline.js';
import { Allowances } from '../../platform/http/allowances.js';
import { sendFault } from '../../platform/http/faults.js';
import { PublicUrl } from '../../platform/http/public-url.js';
import { countedAs } from '../../platform/http/requests.js';
import { Projector } from '../../platform/read-model/projector.js';
import { icalendarOf } from './icalendar.js';

/** What the feed costs its caller: as much as a large GraphQL query. */
const cost = 1000;

/** Which list of codes each parameter is looked up in. */
const listOf = { series: 'meetingSeries', champion: 'champions' } as const;
const parameters = Object.keys(listOf) as (keyof typeof listOf)[];

/** What programs for calendars subscribe to: meetings, sessions and due dates, as today's register has them. */
@Controller()
export class CalendarController {
  constructor(
    private readonly composition: Composition,
    private readonly projector: Projector,
    private readonly allowances: Allowances,
    private readonly url: PublicUrl,
  ) {}

  @Get('calendar.ics')
  async feed(
    @Query() given: Readonly<Record<string, unknown>>,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const fault = this.faultIn(given);
    if (fault !== null) return void sendFault(request, reply, fault.status, fault);
    const filter = Object.fromEntries(
      parameters.map((name) => [name, given[name] ?? null]),
    ) as unknown as CalendarFilter;
    const counted = countedAs(request);
    if (counted !== null) await this.allowances.charge(counted.caller, 'cost', cost);
    const text = this.textOf(filter);
    const tag = `W/"${createHash('sha256').update(text).digest('base64url')}"`;
    void reply.headers({ etag: tag, 'cache-control': 'public, max-age=300' });
    if (isHeld(request.headers['if-none-match'], tag)) return void reply.status(304).send();
    void reply
      .headers({
        'content-type': 'text/calendar; charset=utf-8',
        'content-disposition': 'inline; filename="calendar.ics"',
      })
      .send(text);
  }

  private textOf(filter: CalendarFilter): string {
    const { rows, size, knownAt, effectiveOn, names } = this.projector.current;
    const basis = { rows: new RequestDeadline().rows(rows), size, knownAt, effectiveOn, names };
    const entries = this.composition.calendars
      .flatMap((source) => source(basis, filter))
      .sort((one, other) =>
        one.first === other.first ? compared(one.id, other.id) : compared(one.first, other.first),
      );
    const what = parameters.map((name) => filter[name]).filter((one) => one !== null);
    return icalendarOf(['Inclusive Data Charter', ...what].join(': '), entries, {
      host: 'inclusive-data-charter',
      addressOf: (path) => this.url.to(`/en${path}`),
    });
  }

  /** What is wrong with the parameters; null if nothing is. */
  private faultIn(given: Readonly<Record<string, unknown>>) {
    const { rows } = this.projector.current;
    for (const [name, value] of Object.entries(given)) {
      const list = this.composition.codes[listOf[name as keyof typeof listOf]];
      if (list === undefined)
        return {
          status: 400,
          code: 'BAD_REQUEST',
          message: `${name.slice(0, 60)} is not a parameter of the calendar: it takes ${parameters.join(' and ')}.`,
        };
      if (typeof value !== 'string')
        return { status: 400, code: 'BAD_REQUEST', message: `Give ${name} once: subscribe to several calendars.` };
      if (!list.known(rows, [value]).has(value))
        return {
          status: 404,
          code: 'UNKNOWN_CODE',
          message: `${name}: ${JSON.stringify(value.slice(0, 60))} is not ${list.what}.`,
        };
    }
    return null;
  }
}

const compared = (one: string, other: string): number => (one < other ? -1 : one > other ? 1 : 0);

/** Whether a client holds what a tag names: tags are compared weakly (RFC 9110, section 13.1.2). */
function isHeld(given: string | undefined, tag: string): boolean {
  const held = (given ?? '').split(',').map((one) => one.trim().replace(/^W\//, ''));
  return held.includes('*') || held.includes(tag.slice('W/'.length));
}
