const DAY_MS = 86_400_000;

/** From when on a deal that entered a stage then has stood in it for so many days: it counts as stalled. */
export const stalledFrom = (enteredAt: string, days: number): string =>
  new Date(Date.parse(enteredAt) + days * DAY_MS).toISOString();
