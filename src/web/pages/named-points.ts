/** A session of the High-level Political Forum or an SDG Summit, by which people name a day: the last day of the session counts. */
export interface NamedPoint {
  readonly id: string;
  readonly kind: 'hlpf' | 'summit' | 'launch';
  readonly year: string;
  readonly day: string;
}

const point = (kind: NamedPoint['kind'], day: string): NamedPoint => ({
  id: `${kind}-${day.slice(0, 4)}`,
  kind,
  year: day.slice(0, 4),
  day,
});

/** Oldest first, each as far as a source gives its dates. */
export const namedPoints: readonly NamedPoint[] = [
  point('launch', '2018-07-17'),
  point('hlpf', '2019-07-18'),
  point('summit', '2019-09-25'),
  point('hlpf', '2020-07-16'),
  point('hlpf', '2021-07-15'),
  point('hlpf', '2022-07-15'),
  point('hlpf', '2023-07-19'),
  point('summit', '2023-09-19'),
  point('hlpf', '2024-07-17'),
  point('hlpf', '2025-07-23'),
];

export const namedPoint = (id: string): NamedPoint | undefined => namedPoints.find((one) => one.id === id);

/** The last session of the Forum that had ended by a day. */
export const lastSession = (day: string): NamedPoint | undefined =>
  namedPoints.findLast(({ kind, day: end }) => kind === 'hlpf' && end <= day);
