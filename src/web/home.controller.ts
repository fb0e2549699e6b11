import { Controller, Get, Header } from '@nestjs/common';
import { GraphQLSchemaHost } from '@nestjs/graphql';
import { printSchema } from 'graphql';
import { html, type Html } from '../platform/http/html.js';
import { Integrity } from '../platform/integrity.js';
import { Projector } from '../platform/read-model/projector.js';

/** What stands at the root of the register: where everything is, and the schema as text. */
@Controller()
export class HomeController {
  constructor(
    private readonly projector: Projector,
    private readonly schema: GraphQLSchemaHost,
    private readonly integrity: Integrity,
  ) {}

  @Get()
  @Header('content-type', 'text/html; charset=utf-8')
  @Header('content-security-policy', "default-src 'none'; img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'")
  home(): string {
    const { size, knownAt } = this.projector.current;
    const { trouble } = this.integrity;
    return page(
      html` <h1>The register of the Inclusive Data Charter</h1>
        ${trouble !== null && html`<p role="alert"><strong>${trouble}</strong></p>`}
        <p>Who promised to count everyone, what was reported since, and every change on record.</p>
        <p>The log holds <strong>${size}</strong> entries${knownAt !== null && html`, the last recorded at <time datetime="${knownAt}">${knownAt}</time>`}.</p>
        <ul>
          <li><code>POST /graphql</code>: all questions and commands, and subscriptions over web sockets</li>
          <li><a href="/schema.graphql">The schema</a>: what can be asked and done, each element described</li>
          <li>
            <a href="/log/checkpoint">The newest checkpoint</a> of the log, signed under <a href="/log/keys">these keys</a>: whoever keeps one can tell whether
            anything it covers was rewritten
          </li>
          <li><a href="/sign-in">Sign in</a>, for those who report, approve, assess and keep the register</li>
          <li><a href="/health/ready">Health</a> and <a href="/metrics">metrics</a></li>
        </ul>`,
    );
  }

  @Get('schema.graphql')
  @Header('content-type', 'text/plain; charset=utf-8')
  printed(): string {
    return printSchema(this.schema.schema);
  }
}

const page = (body: Html): string =>
  html`<!doctype html>
    <html lang="en" dir="ltr">
      <head>
        <meta charset="utf-8" />
        <link rel="icon" href="data:," />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>The register of the Inclusive Data Charter</title>
      </head>
      <body>
        <main>${body}</main>
      </body>
    </html> `.text;
