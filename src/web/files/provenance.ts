import { dayInWords } from '../language/dates.js';
import { messages } from '../messages/messages.js';
import type { MadePage } from '../pages/page-server.js';

export const licence = 'https://creativecommons.org/licenses/by/4.0/';

/** What every file says of itself: what it is, on which basis, under which licence, how to cite it, and what an empty cell means. */
export function provenanceOf({ address: { language }, basis, opened }: MadePage, permanent: string) {
  const say = messages.in(language);
  const day = dayInWords(basis.effectiveOn, language);
  const citation = say('cite.plain', { title: opened.title, day, entry: String(basis.size - 1), address: permanent });
  const lines = [
    opened.title,
    say('site'),
    say('cover.basis', { day, size: basis.size }),
    say('cover.root', { hash: basis.rootHash }),
    say('cover.address', { address: permanent }),
    say('cover.blank'),
    say('cite.licence'),
    citation,
  ];
  return {
    cover: { name: say('cover.name'), lines },
    json: { title: opened.title, language, basis, permanent, licence, citation },
  };
}
