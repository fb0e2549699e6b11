import type { LinkedType } from '../../src/platform/web-page.js';
import { catalogue } from '../../src/web/language/translations.js';
import { definePage } from '../../src/web/pages/define-page.js';
import { historyPage } from '../../src/web/parts/history.js';
import { Text, type LocalText } from '../../src/web/parts/parts.js';
import { useMessages } from '../../src/web/parts/site.js';

interface Reading {
  readonly name: string;
  readonly title: LocalText | null;
}

const messages = catalogue({
  en: { reading: 'Recommended reading', title: 'Title' },
  fr: { reading: 'Lecture recommandée', title: 'Titre' },
  es: { reading: 'Lectura recomendada', title: 'Título' },
  ar: { reading: 'قراءة موصى بها', title: 'العنوان' },
});

function Body({ name, title }: Reading) {
  const say = useMessages(messages);
  return (
    <>
      <p class="eyebrow">{say('reading')}</p>
      <h1>
        <Text value={title ?? { text: name, language: null }} />
      </h1>
    </>
  );
}

export const readingPages = [
  definePage<Reading, 'reading' | 'title'>({
    path: '/readings/:name',
    messages,
    load: async ({ ask, params }) =>
      (
        await ask<{ reading: Reading | null }>(
          'query Reading($name: ID!) { reading(name: $name) { name title { text language } } }',
          params,
        )
      ).reading,
    title: ({ name, title }) => title?.text ?? name,
    body: ({ data }) => <Body {...data} />,
    sheets: ({ title }, say) => [
      {
        name: say('reading'),
        columns: [{ key: 'title', label: say('title') }],
        rows: () => [[title?.text ?? null]],
      },
    ],
  }),
  historyPage({ path: '/readings/:key/history', field: 'reading', argument: 'name' }),
];

export const readingLinks: readonly LinkedType[] = [
  {
    type: 'Reading',
    noun: 'reading',
    fields: 'readingName: name readingTitle: title { text language }',
    keyOf: ({ readingName }) => String(readingName),
    nameOf: ({ readingName, readingTitle }) =>
      (readingTitle as LocalText | null) ?? { text: String(readingName), language: null },
    path: (key) => `/readings/${key}`,
  },
];
