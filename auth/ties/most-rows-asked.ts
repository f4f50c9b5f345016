/** What a person still reads before they say yes. */
export const MOST_ROWS_ASKED = 200;
