import { describe, expect, test } from '@jest/globals';
import { ActionPlanAmended } from '../../src/charter/action-plan/action-plan.js';
import { ChampionInstitutionsNamed, ChampionRenamed } from '../../src/charter/champion/champion.js';
import { CommitmentAmended } from '../../src/charter/commitment/commitment.js';
import { Search } from '../../src/record/search/search.view.js';
import { announced, joined, made, reported } from '../support/cqrs/examples.js';
import { Views } from '../support/register/views.js';

const code = 'IDC-KENYA-1-C01';
const amended = (
  text: { title: string | null; description: string | null },
  populations: string[] | null = null,
): ReturnType<typeof CommitmentAmended> =>
  CommitmentAmended(
    {
      commitment: code,
      principles: null,
      dimensions: null,
      populations,
      sdgGoals: null,
      sdgIndicators: null,
      responsible: null,
    },
    { language: 'en', note: null, ...text },
  );

async function find(views: Views, text: string): Promise<string[]> {
  return (await views.ask(Search, { text })).nodes.map(({ noun, key }) => `${noun} ${key}`);
}

describe('what is found', () => {
  const register = Views.over(
    joined('dane', {
      name: 'Departamento Administrativo Nacional de Estadística',
      shortName: 'DANE',
      institutions: ['Fundación Ñandú'],
    }),
    joined('egypt', { name: 'الجهاز المركزي للتعبئة العامة والإحصاء' }),
    announced('IDC-DANE-1', {}, { title: 'Cœur de la Statistique', language: 'fr' }),
    made(
      'IDC-DANE-1-C01',
      { populations: ['Afro-Colombian people'] },
      { title: 'Data on disability', description: 'Éclairer l’œuvre.' },
    ),
    made('IDC-DANE-1-C02', {}, { title: 'إحصاءات الإعاقة', language: 'ar', description: 'مسؤوليّة الدّولة في المدينة' }),
    reported(
      'IDC-DANE-1-C01-R1',
      { commitment: 'IDC-DANE-1-C01', round: 'Round 7' },
      { narrative: 'The ﬁrst straße was surveyed. İstanbul too.' },
    ),
  );

  test.each([
    ['estadistica', 'champion dane'],
    ['ESTADÍSTICA', 'champion dane'],
    ['estadi\u0301stica nacional', 'champion dane'],
    ['dane', 'champion dane'],
    ['ñandu', 'champion dane'],
    ['coeur', 'actionPlan IDC-DANE-1'],
    ['CŒUR stat', 'actionPlan IDC-DANE-1'],
    ['oeuvre', 'commitment IDC-DANE-1-C01'],
    ['l’œuvre', 'commitment IDC-DANE-1-C01'],
    ['afro-colombian', 'commitment IDC-DANE-1-C01'],
    ['disability afro-colombian', 'commitment IDC-DANE-1-C01'],
    ['first strasse', 'progressReport IDC-DANE-1-C01-R1'],
    ['istanbul', 'progressReport IDC-DANE-1-C01-R1'],
    ['round 7', 'progressReport IDC-DANE-1-C01-R1'],
    ['التعبئة والاحصاء', 'champion egypt'],
    ['العامه', 'champion egypt'],
    ['المركزى', 'champion egypt'],
    ['المَرْكَزِيّ', 'champion egypt'],
    ['المـــركزي', 'champion egypt'],
    ['احصاءات الاعاقه', 'commitment IDC-DANE-1-C02'],
    ['مسؤولية', 'commitment IDC-DANE-1-C02'],
    ['مسوولية الدولة', 'commitment IDC-DANE-1-C02'],
    ['ﺍﻟﺪﻭﻟﺔ', 'commitment IDC-DANE-1-C02'],
  ])('%s finds %s', async (text, hit) => {
    expect(await find(await register, text)).toEqual([hit]);
  });

  test('the last word may be the beginning of one, the others are whole', async () => {
    expect(await find(await register, 'data on disab')).toEqual(['commitment IDC-DANE-1-C01']);
    expect(await find(await register, 'dat on disability')).toEqual([]);
    expect(await find(await register, 'isability')).toEqual([]);
  });

  test('every word must occur', async () => {
    expect(await find(await register, 'data unicorn')).toEqual([]);
  });

  test.each(['', '   ', '?!', '"', '*', "';--", '\u0000', '()'])(
    '%j has no word in it and finds nothing',
    async (text) => {
      expect(await find(await register, text)).toEqual([]);
    },
  );

  test.each(['data OR', 'NEAR(data', 'data*', '"data', 'words:data', 'data -disability', '^data'])(
    '%j is words, never a query language',
    async (text) => {
      await expect(find(await register, text)).resolves.toBeDefined();
    },
  );
});

describe('after a change', () => {
  test('the old names of a champion and its old institutions stay findable', async () => {
    const views = await Views.over(
      joined('kenya', { name: 'Ministry of Labour', institutions: ['Bureau of Statistics'] }),
      ChampionRenamed({ champion: 'kenya', name: 'Ministry of Public Service', shortName: 'MPS', cause: 'renamed' }),
      ChampionInstitutionsNamed({ champion: 'kenya', institutions: ['Council for Persons with Disabilities'] }),
    );
    for (const text of ['labour', 'public service', 'mps', 'council', 'bureau'])
      expect([text, ...(await find(views, text))]).toEqual([text, 'champion kenya']);
  });

  test('replaced titles, descriptions and populations do not', async () => {
    const views = await Views.over(
      announced('IDC-KENYA-1', {}, { title: 'Blueprint' }),
      made(code, { populations: ['Nomads'] }, { title: 'Count everybody', description: 'By hand.' }),
      ActionPlanAmended(
        { actionPlan: 'IDC-KENYA-1', period: null, coSigners: null },
        { language: 'en', note: null, title: 'Roadmap' },
      ),
      amended({ title: 'Weigh everybody', description: null }),
    );
    expect([await find(views, 'blueprint'), await find(views, 'roadmap')]).toEqual([[], ['actionPlan IDC-KENYA-1']]);
    expect([await find(views, 'count'), await find(views, 'weigh')]).toEqual([[], [`commitment ${code}`]]);
    expect([await find(views, 'hand'), await find(views, 'nomads')]).toEqual([
      [`commitment ${code}`],
      [`commitment ${code}`],
    ]);
    await views.tell(amended({ title: null, description: 'By machine.' }));
    expect([await find(views, 'hand'), await find(views, 'machine'), await find(views, 'nomads')]).toEqual([
      [],
      [`commitment ${code}`],
      [`commitment ${code}`],
    ]);
    await views.tell(amended({ title: null, description: null }, ['Children']));
    expect([await find(views, 'nomads'), await find(views, 'children')]).toEqual([[], [`commitment ${code}`]]);
    await views.tell(
      amended({ title: null, description: null }, []),
      amended({ title: null, description: null }, ['Herders']),
    );
    expect([await find(views, 'children'), await find(views, 'herders')]).toEqual([[], [`commitment ${code}`]]);
  });
});

test('a thing counts once, by its best part, and pages go on where they stopped', async () => {
  const views = await Views.over(
    joined('kenya', { name: 'Census' }),
    made(
      code,
      { populations: ['Census takers'] },
      { title: 'Census', description: 'The census of all people, in all places, at any time.' },
    ),
    announced('IDC-KENYA-1', {}, { title: 'A census and many other things that have to be done' }),
  );
  const everything = await views.ask(Search, { text: 'census' });
  expect(everything.totalCount).toBe(3);
  expect(everything.nodes.at(-1)).toMatchObject({ noun: 'actionPlan', key: 'IDC-KENYA-1' });
  const first = await views.ask(Search, { text: 'census', first: 2 });
  const rest = await views.ask(Search, { text: 'census', first: 2, after: first.pageInfo.endCursor });
  expect([...first.nodes, ...rest.nodes]).toEqual(everything.nodes);
});

describe('the order of what is found', () => {
  const events = [
    joined('census-office', { name: 'Office of the Census' }),
    joined('census', { name: 'Census' }),
    announced('IDC-CENSUS-1', {}, { title: 'A census and many other things that have to be done' }),
    made('IDC-CENSUS-1-C01', { populations: [] }, { title: 'Count', description: 'Census.' }),
    made(
      'IDC-CENSUS-1-C02',
      { populations: [] },
      { title: 'Count everybody', description: 'The next census asks six questions of every person in the land.' },
    ),
  ];
  const order = [
    'champion census',
    'champion census-office',
    'actionPlan IDC-CENSUS-1',
    'commitment IDC-CENSUS-1-C01',
    'commitment IDC-CENSUS-1-C02',
  ];

  test('is the very name, then other names and titles, then other words, each by length', async () => {
    expect(await find(await Views.over(...events), 'census')).toEqual(order);
    expect(await find(await Views.over(...events.toReversed()), 'Cénsus!')).toEqual(order);
  });

  test('goes by the words of one part or of several', async () => {
    const views = await Views.over(
      made('IDC-KENYA-1-C01', { populations: [] }, { title: 'Ask people', description: 'In villages.' }),
      made(
        'IDC-KENYA-1-C02',
        { populations: [] },
        { title: 'Ask people in villages, in towns, on the road and wherever else', description: 'By 2030.' },
      ),
    );
    expect(await find(views, 'ask villages')).toEqual(['commitment IDC-KENYA-1-C02', 'commitment IDC-KENYA-1-C01']);
  });

  test('on one basis stays as it is, whatever is recorded later', async () => {
    const views = await Views.over(...events);
    const { size, effectiveOn } = views.model;
    const found = (text: string) => views.ask(Search, { text }, views.model.at({ size, effectiveOn }));
    const texts = ['census', 'count', 'the census', 'office', 'every person', 'of'];
    const before = await Promise.all(texts.map(found));
    const many = Array.from({ length: 40 }, (_, index) => `IDC-CENSUS-1-C${index + 10}`);
    await views.tell(
      ...many.map((one) =>
        made(one, {}, { title: 'Census of the office', description: 'Census census count count of every person.' }),
      ),
    );
    expect(await Promise.all(texts.map(found))).toEqual(before);
    expect((await views.ask(Search, { text: 'census' })).totalCount).toBe(order.length + many.length);
  });
});

describe('words of any script', () => {
  const register = Views.over(
    joined('japan', { name: '日本国総務省統計局' }),
    joined('thailand', { name: 'สำนักงานสถิติแห่งชาติ' }),
    joined('cambodia', { name: 'វិទ្យាស្ថានជាតិស្ថិតិ' }),
    joined('china', { name: '国家统计局' }),
    joined('jordan', { name: 'دائرة الإحصاءات العامة' }),
    joined('nepal', { name: 'केन्द्रीय तथ्याङ्क विभाग' }),
    made(
      'IDC-JORDAN-1-C01',
      {},
      { title: 'النشر بالبيانات المفتوحة للنساء والفتيات', language: 'ar', description: 'خطة ٢٠٢٤ وبيانات ۲۰۳۰' },
    ),
    made(
      'IDC-JORDAN-1-C02',
      {},
      { title: 'An intersectional approach to disaggregating data', description: 'Statistics of 2024.' },
    ),
    made(
      'IDC-JORDAN-1-C03',
      {},
      { title: 'Des statistiques désagrégées', language: 'fr', description: 'Les inégalités' },
    ),
    made(
      'IDC-JORDAN-1-C04',
      {},
      { title: 'Datos desagregados', language: 'es', description: 'Enfoque interseccional y niñez' },
    ),
  );
  const commitment = (number: number): string => `commitment IDC-JORDAN-1-C0${number}`;

  test.each<[string, string[]]>([
    ['統計局', ['champion japan']],
    ['総務省', ['champion japan']],
    ['統計', ['champion japan']],
    ['局統計', []],
    ['统计局', ['champion china']],
    ['国', ['champion china', 'champion japan']],
    ['สถิติ', ['champion thailand']],
    ['สถิติแห่งชาติ', ['champion thailand']],
    ['ស្ថិតិ', ['champion cambodia']],
    ['तथ्याङ्क', ['champion nepal']],
    ['तथ्य', ['champion nepal']],
    ['तथ्यु', []],
    ['احصاءات', ['champion jordan']],
    ['إحصاءات', ['champion jordan']],
    ['والإحصاءات', ['champion jordan']],
    ['بيانات', [commitment(1)]],
    ['البيانات', [commitment(1)]],
    ['نساء', [commitment(1)]],
    ['فتيات', [commitment(1)]],
    ['فتي', [commitment(1)]],
    ['2024', [commitment(1), commitment(2)]],
    ['٢٠٢٤', [commitment(1), commitment(2)]],
    ['2030', [commitment(1)]],
    ['۲۰۳۰', [commitment(1)]],
    ['intersectionality', [commitment(2)]],
    ['intersectional', [commitment(2)]],
    ['disaggregation of data', [commitment(2)]],
    ['statistical', [commitment(2)]],
    ['statistique désagrégée', [commitment(3)]],
    ['inegalite', [commitment(3)]],
    ['interseccionalidad', [commitment(4)]],
    ['desagregado datos', [commitment(4)]],
    ['nutrition', []],
  ])('%s finds %j', async (text, hits) => {
    expect((await find(await register, text)).toSorted()).toEqual(hits.toSorted());
  });

  test.each(['a', 'A b', 'é', 'و', 'x y z'])('single letters alone, such as %s, are refused', async (text) => {
    await expect(find(await register, text)).rejects.toMatchObject({
      code: 'TOO_SHORT',
      faults: [{ field: ['text'] }],
    });
  });
});
