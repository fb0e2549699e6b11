/**
 * The words that deadlines are written in, as the marks that the reader understands: `M03` March, `S21` spring, `H1` a half-year, `Q1` a
 * quarter, `#1` an ordinal, `EP1Y` once a year. Words of no consequence have the empty mark. Accents, case and vowel signs do not matter.
 */
export type Words = Readonly<Record<string, string>>;

const english: Words = {
  EP6M: 'biannually|bi-annually|semi-annually|semiannually|half-yearly|twice a year|twice per year|twice yearly|two times a year',
  EP2Y: 'biennially|biennial|every other year|every second year',
  EP3Y: 'triennially|triennial',
  EP1Y: 'annually|annual|yearly|every year|each year|once a year|once per year|per year',
  EP3M: 'quarterly|every quarter|each quarter',
  EP1M: 'monthly|every month|each month|once a month',
  EP1W: 'weekly|every week|each week',
  EVERY: 'every|once every|each',
  YEARS: 'years|year', MONTHS: 'months|month', WEEKS: 'weeks|week',
  ONGOING: 'ongoing|on-going|on an ongoing basis|continuous|continuously|continuing|permanent',
  UNTIL: 'until|till|through|up to|until the end of|through to',
  FROM: 'from|starting in|starting from|starting|beginning in|as of|since',
  ONWARDS: 'onwards|onward|and onwards|and beyond',
  BETWEEN: 'between', AND: 'and', TO: 'to',
  BY: 'by|no later than|not later than|due in|due by|due|in|during|by the year',
  BEFORE: 'before|prior to',
  LATEST: 'at the latest|latest',
  PART: 'early|late|mid|end|end of|beginning of|start of|middle of|by the end of|before the end of',
  FISCAL: 'fiscal year|financial year|fy|budget year',
  QUARTER: 'quarter|qtr', HALF: 'half|half-year|half year|semester',
  '#1': 'first|1st', '#2': 'second|2nd', '#3': 'third|3rd', '#4': 'fourth|4th', 'LAST': 'last|final',
  S21: 'spring', S22: 'summer', S23: 'fall|autumn', S24: 'winter',
  M01: 'january|jan', M02: 'february|feb', M03: 'march|mar', M04: 'april|apr', M05: 'may', M06: 'june|jun', M07: 'july|jul', M08: 'august|aug',
  M09: 'september|sept|sep', M10: 'october|oct', M11: 'november|nov', M12: 'december|dec',
  2: 'two', 3: 'three', 4: 'four', 5: 'five', 6: 'six', 10: 'ten',
  '': 'the|of|calendar year',
}; // prettier-ignore

const french: Words = {
  EP6M: 'deux fois par an|deux fois par année|semestriellement|chaque semestre|tous les semestres',
  EP2Y: 'biennal|biennale|tous les deux ans|une fois tous les deux ans', EP3Y: 'triennal|triennale',
  EP1Y: 'annuel|annuelle|annuellement|chaque année|tous les ans|une fois par an|une fois par année|par an',
  EP3M: 'chaque trimestre|trimestriellement|tous les trimestres|trimestriel|trimestrielle',
  EP1M: 'chaque mois|mensuellement|tous les mois|mensuel|mensuelle', EP1W: 'chaque semaine|toutes les semaines|hebdomadaire',
  EVERY: 'tous les|toutes les|une fois tous les', YEARS: 'ans|annees|annee', MONTHS: 'mois', WEEKS: 'semaines',
  ONGOING: 'en cours|permanent|permanente|continu|continue|en continu|de façon continue|en permanence',
  UNTIL: "jusqu'en|jusqu'à|jusqu'au|jusqu'à la fin de|jusqu'à fin",
  FROM: "à partir de|à partir du|à partir|à compter de|à compter|dès|depuis",
  ONWARDS: 'et au-delà', BETWEEN: 'entre', AND: 'et', TO: 'à|au',
  BY: "d'ici|d'ici à|d'ici au|d'ici le|au plus tard le|au plus tard en|au plus tard|en|avant la fin de|avant fin|pour", BEFORE: 'avant|avant le',
  PART: "debut|fin|mi|milieu|fin de|la fin de|le début de|début de|milieu de|à la fin de|d'ici la fin de|d'ici fin|d'ici la fin|d'ici le début de",
  FISCAL: 'exercice|exercice financier|exercice budgétaire|année budgétaire|année fiscale',
  QUARTER: 'trimestre', HALF: 'semestre', '#1': '1er|1re|premier|première', '#2': '2e|deuxième|2eme', '#3': '3e|troisième|3eme', '#4': '4e|quatrième|4eme', LAST: 'dernier',
  S21: 'printemps', S22: 'été', S23: 'automne', S24: 'hiver',
  M01: 'janvier', M02: 'février', M03: 'mars', M04: 'avril', M05: 'mai', M06: 'juin', M07: 'juillet', M08: 'août', M09: 'septembre', M10: 'octobre',
  M11: 'novembre', M12: 'décembre', 2: 'deux', 3: 'trois', 4: 'quatre', 5: 'cinq', 10: 'dix',
  OF: 'de|du', '': "le|la|les|l'an|l'annee",
}; // prettier-ignore

const spanish: Words = {
  EP6M: 'semestralmente|dos veces al año|cada semestre', EP2Y: 'bienalmente|bienal', EP3Y: 'trienal|trienalmente',
  EP1Y: 'anual|anualmente|cada año|todos los años|una vez al año', EP3M: 'trimestralmente|cada trimestre|trimestral', EP1M: 'mensualmente|cada mes|mensual',
  EP1W: 'semanalmente|cada semana|semanal', EVERY: 'cada|una vez cada', YEARS: 'años|año', MONTHS: 'meses', WEEKS: 'semanas',
  ONGOING: 'en curso|continuo|continua|permanente|de forma continua|de manera continua',
  UNTIL: 'hasta|hasta el|hasta finales de|hasta fines de', FROM: 'desde|desde el|a partir de|a partir del', ONWARDS: 'en adelante|y en adelante',
  BETWEEN: 'entre', AND: 'y', TO: 'a|al', BEFORE: 'antes de|antes del',
  BY: 'a más tardar|a más tardar el|a más tardar en|para|para el|durante|antes de fin de|antes de finales de|antes del final de', LATEST: 'como máximo',
  PART: 'principios de|mediados de|fines de|finales de|inicio de|final de|a principios de|a mediados de|a fines de|a finales de|para finales de|para fines de',
  FISCAL: 'ejercicio|ejercicio fiscal|año fiscal', QUARTER: 'trimestre', HALF: 'semestre',
  '#1': 'primer|primero', '#2': 'segundo', '#3': 'tercer|tercero', '#4': 'cuarto', LAST: 'último',
  S21: 'primavera', S22: 'verano', S23: 'otoño', S24: 'invierno',
  M01: 'enero', M02: 'febrero', M03: 'marzo', M04: 'abril', M05: 'mayo', M06: 'junio', M07: 'julio', M08: 'agosto', M09: 'septiembre|setiembre', M10: 'octubre',
  M11: 'noviembre', M12: 'diciembre', 2: 'dos', 3: 'tres', 4: 'cuatro', 5: 'cinco', 6: 'seis', 10: 'diez', OF: 'de|del', '': 'el|los|las',
}; // prettier-ignore

const arabic: Words = {
  EP6M: 'نصف سنوي|نصف سنويا|مرتين في السنة|كل ستة أشهر', EP2Y: 'كل سنتين|كل عامين', EP3M: 'ربع سنوي|ربع سنويا|فصليا|كل ثلاثة أشهر', EP1M: 'شهريا|كل شهر',
  EP1Y: 'سنويا|سنوي|سنوية|كل سنة|كل عام|مرة في السنة|مرة كل سنة', EP1W: 'أسبوعيا|كل أسبوع', EVERY: 'كل', YEARS: 'سنوات|سنة|عام', MONTHS: 'أشهر|شهرا', WEEKS: 'أسابيع',
  ONGOING: 'مستمر|مستمرة|باستمرار|بشكل مستمر|متواصل|متواصلة|جار|جارية', UNTIL: 'حتى|حتى عام|لغاية|حتى نهاية|حتى نهاية عام',
  FROM: 'منذ|ابتداء من|اعتبارا من|بدءا من|ابتداء من عام', BETWEEN: 'بين', AND: 'و', TO: 'إلى|الى|إلى عام', BEFORE: 'قبل',
  BY: 'بحلول|في|خلال|في موعد أقصاه|بحلول عام|في عام|خلال عام|قبل نهاية|قبل نهاية عام|بحلول سنة',
  PART: 'نهاية|نهاية عام|بنهاية|بنهاية عام|أواخر|بداية|مطلع|أوائل|منتصف|بحلول نهاية|بحلول نهاية عام|بحلول منتصف|منتصف عام|بداية عام',
  FISCAL: 'السنة المالية|العام المالي', QUARTER: 'الربع', HALF: 'النصف', '#1': 'الأول', '#2': 'الثاني', '#3': 'الثالث', '#4': 'الرابع', LAST: 'الأخير',
  S21: 'ربيع', S22: 'صيف', S23: 'خريف', S24: 'شتاء',
  M01: 'يناير|كانون الثاني|جانفي', M02: 'فبراير|شباط|فيفري', M03: 'مارس|آذار', M04: 'أبريل|نيسان|أفريل', M05: 'مايو|أيار', M06: 'يونيو|يونيه|حزيران|جوان',
  M07: 'يوليو|يوليه|تموز|جويلية', M08: 'أغسطس|آب|أوت', M09: 'سبتمبر|أيلول', M10: 'أكتوبر|تشرين الأول', M11: 'نوفمبر|تشرين الثاني', M12: 'ديسمبر|كانون الأول',
  3: 'ثلاث', 4: 'أربع', 5: 'خمس', 10: 'عشر', OF: 'من', '': 'عام|سنة|العام|شهر',
}; // prettier-ignore

/** Quarters and half-years by their abbreviations, the same in all languages. */
const letters: Words = {
  Q1: 'q1|t1|1t', Q2: 'q2|t2|2t', Q3: 'q3|t3|3t', Q4: 'q4|t4|4t', H1: 'h1|s1', H2: 'h2|s2',
}; // prettier-ignore

export const vocabularies: readonly Words[] = [english, french, spanish, arabic, letters];
