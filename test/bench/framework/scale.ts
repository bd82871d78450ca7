/** How large a run is: `smoke` shows that it works, `moderate` is for every day, `full` is what the bars are read at. */
export type Scale = 'smoke' | 'moderate' | 'full';
