import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { Operator } from '../../src/access/operator.js';
import { bundledDataSet, importFile } from '../../src/import-file.js';
import { registerOf } from '../../src/open-register.js';
import { TestRegister } from '../support/register/register.js';

let register: TestRegister;
beforeAll(async () => {
  register = await TestRegister.open({}, { clock: () => Date.parse('2026-11-27T12:00:00Z') });
  await importFile(bundledDataSet, registerOf(register.server.app), Operator.of(register.dataDir));
});
afterAll(() => register.stop());

const ask = async (query: string): Promise<unknown> => {
  const { data, errors } = await register.query(query);
  expect(errors).toBeUndefined();
  return data;
};

test('organisations lead to what they have a role for, and back', async () => {
  expect(
    await ask(`{
      champion(slug: "kenya") { organisations { slug } }
      actionPlan(code: "IDC-KENYA-1") { coSigningOrganisations { slug shortName } }
      commitment(code: "IDC-ONS-2-C07") { responsibleOrganisations { slug partOf { slug } } }
      organisation(slug: "dfid") {
        status ended into { slug predecessors { nodes { slug } } }
        roles { role since until isHeld subject { ... on Champion { slug } } }
      }
      organisations(filter: { roles: [CO_SIGNER] }) { nodes { slug } }
    }`),
  ).toMatchObject({
    champion: { organisations: [{ slug: 'kenya-mlsp' }, { slug: 'kenya-sdsp' }] },
    actionPlan: { coSigningOrganisations: [{ slug: 'knbs', shortName: 'KNBS' }] },
    commitment: { responsibleOrganisations: [{ slug: 'equality-hub', partOf: { slug: 'cabinet-office' } }] },
    organisation: {
      status: 'MERGED',
      ended: '2020-09-02',
      into: { slug: 'fcdo', predecessors: { nodes: [{ slug: 'dfid' }] } },
      roles: [
        {
          role: 'CHAMPION_INSTITUTION',
          since: '2018-07',
          until: '2020-09-02',
          isHeld: false,
          subject: { slug: 'fcdo' },
        },
      ],
    },
    organisations: { nodes: [{ slug: 'knbs' }, { slug: 'nbs-nigeria' }] },
  });
});
