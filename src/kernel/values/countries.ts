import { z } from 'zod';
import { closest, didYouMean, folded } from './suggestion.js';

/** ISO 3166-1 as of 2024: each country's alpha-3 code, which the register uses, and its alpha-2 code. */
const codes = `
  ABW AW, AFG AF, AGO AO, AIA AI, ALA AX, ALB AL, AND AD, ARE AE, ARG AR, ARM AM, ASM AS, ATA AQ,
  ATF TF, ATG AG, AUS AU, AUT AT, AZE AZ, BDI BI, BEL BE, BEN BJ, BES BQ, BFA BF, BGD BD, BGR BG,
  BHR BH, BHS BS, BIH BA, BLM BL, BLR BY, BLZ BZ, BMU BM, BOL BO, BRA BR, BRB BB, BRN BN, BTN BT,
  BVT BV, BWA BW, CAF CF, CAN CA, CCK CC, CHE CH, CHL CL, CHN CN, CIV CI, CMR CM, COD CD, COG CG,
  COK CK, COL CO, COM KM, CPV CV, CRI CR, CUB CU, CUW CW, CXR CX, CYM KY, CYP CY, CZE CZ, DEU DE,
  DJI DJ, DMA DM, DNK DK, DOM DO, DZA DZ, ECU EC, EGY EG, ERI ER, ESH EH, ESP ES, EST EE, ETH ET,
  FIN FI, FJI FJ, FLK FK, FRA FR, FRO FO, FSM FM, GAB GA, GBR GB, GEO GE, GGY GG, GHA GH, GIB GI,
  GIN GN, GLP GP, GMB GM, GNB GW, GNQ GQ, GRC GR, GRD GD, GRL GL, GTM GT, GUF GF, GUM GU, GUY GY,
  HKG HK, HMD HM, HND HN, HRV HR, HTI HT, HUN HU, IDN ID, IMN IM, IND IN, IOT IO, IRL IE, IRN IR,
  IRQ IQ, ISL IS, ISR IL, ITA IT, JAM JM, JEY JE, JOR JO, JPN JP, KAZ KZ, KEN KE, KGZ KG, KHM KH,
  KIR KI, KNA KN, KOR KR, KWT KW, LAO LA, LBN LB, LBR LR, LBY LY, LCA LC, LIE LI, LKA LK, LSO LS,
  LTU LT, LUX LU, LVA LV, MAC MO, MAF MF, MAR MA, MCO MC, MDA MD, MDG MG, MDV MV, MEX MX, MHL MH,
  MKD MK, MLI ML, MLT MT, MMR MM, MNE ME, MNG MN, MNP MP, MOZ MZ, MRT MR, MSR MS, MTQ MQ, MUS MU,
  MWI MW, MYS MY, MYT YT, NAM NA, NCL NC, NER NE, NFK NF, NGA NG, NIC NI, NIU NU, NLD NL, NOR NO,
  NPL NP, NRU NR, NZL NZ, OMN OM, PAK PK, PAN PA, PCN PN, PER PE, PHL PH, PLW PW, PNG PG, POL PL,
  PRI PR, PRK KP, PRT PT, PRY PY, PSE PS, PYF PF, QAT QA, REU RE, ROU RO, RUS RU, RWA RW, SAU SA,
  SDN SD, SEN SN, SGP SG, SGS GS, SHN SH, SJM SJ, SLB SB, SLE SL, SLV SV, SMR SM, SOM SO, SPM PM,
  SRB RS, SSD SS, STP ST, SUR SR, SVK SK, SVN SI, SWE SE, SWZ SZ, SXM SX, SYC SC, SYR SY, TCA TC,
  TCD TD, TGO TG, THA TH, TJK TJ, TKL TK, TKM TM, TLS TL, TON TO, TTO TT, TUN TN, TUR TR, TUV TV,
  TWN TW, TZA TZ, UGA UG, UKR UA, UMI UM, URY UY, USA US, UZB UZ, VAT VA, VCT VC, VEN VE, VGB VG,
  VIR VI, VNM VN, VUT VU, WLF WF, WSM WS, YEM YE, ZAF ZA, ZMB ZM, ZWE ZW`;

const pairs = (text: string): ReadonlyMap<string, string> =>
  new Map(
    text
      .trim()
      .split(/,\s*/)
      .map((pair) => pair.split(' ') as [string, string]),
  );

/** The countries of ISO 3166-1: alpha-2 code by alpha-3 code. */
export const countries: ReadonlyMap<string, string> = pairs(codes);

export const isCountry = (code: string): boolean => countries.has(code);

/** Codes that people take for those of ISO 3166-1: of sports, of cars, and of parts of a country. */
const mistaken = pairs(`
  ENG GBR, SCO GBR, WAL GBR, NIR GBR, UK GBR, GER DEU, SUI CHE, NED NLD, HOL NLD, DEN DNK, POR PRT,
  GRE GRC, CRO HRV, SLO SVN, BUL BGR, LAT LVA, RSA ZAF, NGR NGA, NIG NER, ZIM ZWE, ZAM ZMB, TAN TZA,
  MAD MDG, MAW MWI, BOT BWA, BUR BFA, GAM GMB, GUI GIN, MTN MRT, SUD SDN, ALG DZA, ANG AGO, CHA TCD,
  CGO COG, LES LSO, SEY SYC, TOG TGO, PHI PHL, INA IDN, MAS MYS, VIE VNM, NEP NPL, SRI LKA, BAN BGD,
  IRI IRN, KSA SAU, UAE ARE, MGL MNG, MYA MMR, CAM KHM, FIJ FJI, VAN VUT, SOL SLB, CHI CHL, PAR PRY,
  URU URY, HON HND, GUA GTM, ESA SLV, CRC CRI, HAI HTI, NCA NIC, TPE TWN
`);

let names: ReadonlyMap<string, string> | undefined;

/** Codes by the names of their countries in the four languages of the charter, folded. */
function byName(): ReadonlyMap<string, string> {
  names ??= new Map(
    ['en', 'fr', 'es', 'ar'].flatMap((language) => {
      const display = new Intl.DisplayNames([language], { type: 'region' });
      return [...countries].map(([alpha3, alpha2]) => [folded(display.of(alpha2) ?? alpha3), alpha3] as const);
    }),
  );
  return names;
}

/** Codes that may have been meant: by another code, by the name of a country, or by a typing error. */
export function countriesLike(given: string): string[] {
  const text = given.trim().toUpperCase();
  if (isCountry(text)) return [text];
  const other =
    mistaken.get(text) ?? [...countries].find(([, alpha2]) => alpha2 === text)?.[0] ?? byName().get(folded(given));
  if (other !== undefined) return [other];
  if (text.length > 3) return [...new Set(closest(given, byName().keys()).map((name) => byName().get(name) as string))];
  const begins = [...byName()]
    .filter(([name]) => text.length === 3 && name.startsWith(folded(text)))
    .map(([, code]) => code);
  return [...new Set([...begins, ...closest(text, countries.keys())])].slice(0, 3);
}

/** A country by its code, as the register keeps it. */
export const Country = z.string().refine(isCountry, {
  error: ({ input }) => `must be an ISO 3166-1 alpha-3 code, such as KEN${didYouMean(countriesLike(String(input)))}`,
});
