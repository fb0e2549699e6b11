import type { Language } from '../../kernel/values/fields.js';
import type { CommitmentFilter } from '../commitment/commitment-lists.view.js';
import { countries } from '../../kernel/values/countries.js';
import type { Grouping, StatusCount } from './status.view.js';
import { ChampionKind, Dimension, lifecycles, network, none } from '../vocabulary/vocabulary.js';

/** The groups that are always there, with or without commitments, of the groupings whose lists are closed. */
export const closedGroups: Partial<Record<Grouping, readonly string[]>> = {
  champion_kind: ChampionKind.options,
  lifecycle: lifecycles,
  principle: ['1', '2', '3', '4', '5'],
  dimension: Dimension.options,
  sdg_goal: Array.from({ length: 17 }, (_, index) => String(index + 1)),
};

const fields = {
  champion: 'champions',
  champion_kind: 'kinds',
  country: 'countries',
  action_plan: 'actionPlans',
  lifecycle: 'lifecycle',
  principle: 'principles',
  dimension: 'dimensions',
  population: 'populations',
  sdg_goal: 'sdgGoals',
} as const satisfies Partial<Record<Grouping, keyof CommitmentFilter>>;

const isNumbered = (groupBy: Grouping): boolean => groupBy === 'principle' || groupBy === 'sdg_goal';
const isEnumerated = (groupBy: Grouping): boolean => ['champion_kind', 'lifecycle', 'dimension'].includes(groupBy);
const isMissing = ({ groupBy, group }: StatusCount): boolean =>
  (group === none && (isNumbered(groupBy) || groupBy === 'dimension')) ||
  (group === network && groupBy === 'champion_kind');

/** The group as a filter takes it: words of closed lists in capitals, as in the schema. */
export const nameOf = (count: StatusCount): string =>
  isEnumerated(count.groupBy) && !isMissing(count) ? count.group.toUpperCase() : count.group;

/** The filter that finds the commitments of the group; null where no filter does. */
export function filterOf(count: StatusCount): object | null {
  const { groupBy, group } = count;
  if (groupBy === 'all') return {};
  if (groupBy === 'champion_kind' && group === network) return { champions: [network] };
  return isMissing(count) ? null : { [fields[groupBy]]: [isNumbered(groupBy) ? Number(group) : group] };
}

type Labels = Readonly<Record<string, readonly [en: string, fr: string, es: string, ar: string]>>;
const languages: readonly Language[] = ['en', 'fr', 'es', 'ar'];

const labels: Labels = {
  all: ['All commitments', 'Tous les engagements', 'Todos los compromisos', 'جميع الالتزامات'],
  network: ['Charter initiative', 'Initiative de la Charte', 'Iniciativa de la Carta', 'مبادرة الميثاق'],
  none: ['None named', 'Non précisé', 'Sin especificar', 'غير محدد'],
  government: ['Government', 'Gouvernement', 'Gobierno', 'حكومة'],
  municipality: ['Municipality', 'Municipalité', 'Municipalidad', 'بلدية'],
  multilateral: [
    'Multilateral organisation',
    'Organisation multilatérale',
    'Organización multilateral',
    'منظمة متعددة الأطراف',
  ],
  civil_society: ['Civil society', 'Société civile', 'Sociedad civil', 'المجتمع المدني'],
  foundation: ['Foundation', 'Fondation', 'Fundación', 'مؤسسة خيرية'],
  private_sector: ['Private sector', 'Secteur privé', 'Sector privado', 'القطاع الخاص'],
  draft: ['Draft', 'Projet', 'Borrador', 'مسودة'],
  active: ['Active', 'En vigueur', 'Vigente', 'سارٍ'],
  suspended: ['Suspended', 'Suspendu', 'Suspendido', 'معلّق'],
  unsettled: ['Unsettled', 'En suspens', 'Sin resolver', 'غير محسوم'],
  withdrawn: ['Withdrawn', 'Retiré', 'Retirado', 'مسحوب'],
  superseded: ['Superseded', 'Remplacé', 'Sustituido', 'مستبدل'],
  concluded: ['Concluded', 'Achevé', 'Concluido', 'منتهٍ'],
  income: ['Income', 'Revenu', 'Ingresos', 'الدخل'],
  sex: ['Sex', 'Sexe', 'Sexo', 'الجنس'],
  age: ['Age', 'Âge', 'Edad', 'العمر'],
  race: ['Race', 'Race', 'Raza', 'العرق'],
  ethnicity: ['Ethnicity', 'Appartenance ethnique', 'Origen étnico', 'الانتماء الإثني'],
  migratory_status: ['Migratory status', 'Statut migratoire', 'Estatus migratorio', 'الوضع من حيث الهجرة'],
  disability: ['Disability', 'Handicap', 'Discapacidad', 'الإعاقة'],
  geography: ['Geographic location', 'Localisation géographique', 'Ubicación geográfica', 'الموقع الجغرافي'],
  gender: ['Gender', 'Genre', 'Género', 'النوع الاجتماعي'],
  life_cycle: ['Stage of life', 'Étape de la vie', 'Etapa de la vida', 'مرحلة الحياة'],
  displacement_status: [
    'Displacement status',
    'Situation de déplacement',
    'Situación de desplazamiento',
    'حالة النزوح',
  ],
  socioeconomic_status: [
    'Socio-economic status',
    'Situation socio-économique',
    'Nivel socioeconómico',
    'الوضع الاجتماعي والاقتصادي',
  ],
};

const numbered: Partial<Record<Grouping, Labels[string]>> = {
  principle: ['Principle', 'Principe', 'Principio', 'المبدأ'],
  sdg_goal: ['SDG', 'ODD', 'ODS', 'الهدف'],
};

/** What the group is called in a language; the names of champions, plans and populations stay as they were written. */
export function labelOf({ groupBy, group, name }: StatusCount, language: Language): string {
  const at = languages.indexOf(language);
  const isWord =
    groupBy === 'all' || isEnumerated(groupBy) || group === none || (group === network && name === undefined);
  if (isWord) return labels[group]?.[at] ?? group;
  if (groupBy === 'country')
    return new Intl.DisplayNames(language, { type: 'region' }).of(countries.get(group) ?? group.slice(0, 2)) ?? group;
  const noun = numbered[groupBy]?.[at];
  return noun === undefined ? (name ?? group) : `${noun} ${group}`;
}
