const places = 9;

/** A decimal, as long as the log has them, in units of its ninth place. */
function units(decimal: string): bigint {
  const [, sign = '', whole = '0', fraction = ''] = /^(-?)(\d+)(?:\.(\d+))?$/.exec(decimal) ?? [];
  return BigInt(`${sign}${whole}${fraction.padEnd(places, '0')}`);
}

/** Whether two decimals are the same number, however they are written: `10` and `10.0`, `0` and `-0`. */
export const sameDecimal = (one: string, other: string): boolean => units(one) === units(other);

/** What one decimal is more than another, exactly. */
export function decimalDifference(less: string, more: string): string {
  const difference = units(more) - units(less);
  const digits = String(difference < 0n ? -difference : difference).padStart(places + 1, '0');
  const fraction = digits.slice(-places).replace(/0+$/, '');
  return `${difference < 0n ? '-' : ''}${digits.slice(0, -places)}${fraction === '' ? '' : `.${fraction}`}`;
}
