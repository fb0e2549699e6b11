import { definePage } from '../../web/pages/define-page.js';
import { messages, type SiteWords } from '../../web/messages/messages.js';
import { Code, Link, Section } from '../../web/parts/parts.js';
import { useMessages } from '../../web/parts/site.js';

/** Where the data are, in every form. */
export const dataPage = definePage<object, SiteWords>({
  path: '/data',
  messages,
  load: () => Promise.resolve({}),
  title: (_, say) => say('data.title'),
  description: (_, say) => say('data.lead'),
  body: () => <DataBody />,
});

const lists = [
  ['/commitments', 'menu.commitments'],
  ['/champions', 'menu.champions'],
  ['/principles', 'menu.principles'],
  ['/changes', 'menu.changes'],
] as const;

function DataBody() {
  const say = useMessages(messages);
  return (
    <>
      <h1>{say('data.title')}</h1>
      <p class="lead">{say('data.lead')}</p>
      <Section title={say('data.files')} id="files">
        <p>{say('data.filesText')}</p>
        <ul>
          {lists.map(([path, name]) => (
            <li>
              <Link to={path}>{say(name)}</Link>: <FileLinks path={path} name={say(name)} />
            </li>
          ))}
        </ul>
        <p>
          {say('data.blank')}: {say('cover.blank')}
        </p>
      </Section>
      <Section title={say('data.time')} id="time">
        <p>{say('data.timeText')}</p>
      </Section>
      <Section title={say('data.api')} id="api">
        <p>{say('data.apiText')}</p>
        <ul>
          <li>
            <a href="/graphql">{say('data.console')}</a>
          </li>
          <li>
            <a href="/schema.graphql">{say('data.schema')}</a>
          </li>
        </ul>
      </Section>
      <Section title={say('data.check')} id="check">
        <p>{say('data.checkText')}</p>
        <ul>
          <li>
            <a href="/log/checkpoint">{say('data.checkpoint')}</a>
          </li>
          <li>
            <a href="/log/keys">{say('data.keys')}</a>
          </li>
        </ul>
      </Section>
      <Section title={say('data.licence')} id="licence">
        <p>{say('data.licenceText')}</p>
      </Section>
    </>
  );
}

const FileLinks = ({ path, name }: { readonly path: string; readonly name: string }) => (
  <>
    {['csv', 'xlsx', 'json'].map((file) => (
      <>
        <Link to={`${path}.${file}`}>
          <span class="hidden">{name} </span>
          <Code>{`.${file}`}</Code>
        </Link>{' '}
      </>
    ))}
  </>
);

const topics = ['who', 'unknown', 'times', 'words', 'language', 'access'] as const;

/** How the pages are to be read. */
export const helpPage = definePage<object, SiteWords>({
  path: '/help',
  messages,
  load: () => Promise.resolve({}),
  title: (_, say) => say('help.title'),
  body: () => <HelpBody />,
});

function HelpBody() {
  const say = useMessages(messages);
  return (
    <>
      <h1>{say('help.title')}</h1>
      {topics.map((topic) => (
        <Section title={say(`help.${topic}`)} id={topic}>
          <p>{say(`help.${topic}Text`)}</p>
        </Section>
      ))}
    </>
  );
}
