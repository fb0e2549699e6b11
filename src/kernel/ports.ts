/** Milliseconds since 1970 in UTC. Handed in wherever time matters, so that rules and tests never read a clock. */
export type Clock = () => number;

/** A fresh UUID of version 7, later than all given before it by the same process. */
export type Ids = () => string;
