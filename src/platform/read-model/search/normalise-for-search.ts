/**
 * Arabic letter forms that people use interchangeably: alef with hamza or madda, alef maqsura, ta marbuta,
 * hamza carriers.
 */
const letters: Readonly<Record<string, string>> = {
  أ: 'ا',
  إ: 'ا',
  آ: 'ا',
  ٱ: 'ا',
  ى: 'ي',
  ئ: 'ي',
  ؤ: 'و',
  ة: 'ه',
  ی: 'ي',
  ک: 'ك',
  œ: 'oe',
  æ: 'ae',
  ß: 'ss',
  ø: 'o',
  ł: 'l',
  đ: 'd',
  ı: 'i',
};
const replaced = new RegExp(`[${Object.keys(letters).join('')}]`, 'gu');

/** Text that only its case can change. */
const isPlain = /^[ -~]*$/;

/**
 * Text normalised for search: lower case, without accents, vowel signs and tatweel, compatibility forms
 * decomposed, and interchangeable letters unified. The stored text stays as it was written.
 */
export function fold(text: string): string {
  if (isPlain.test(text)) return text.toLowerCase();
  return (
    text
      .normalize('NFC')
      .toLowerCase()
      .replace(replaced, (letter) => letters[letter] ?? letter)
      .normalize('NFKD')
      // Vowels of Thai or Hindi are marks as well; without them words would be others.
      .replace(
        /(?=\p{M})[\p{Script=Inherited}\p{Script=Arabic}\p{Script=Hebrew}\p{Script=Syriac}]|[\u0640\p{C}]/gu,
        (mark) => (/\s/.test(mark) ? ' ' : ''),
      )
      .replace(replaced, (letter) => letters[letter] ?? letter)
  );
}
