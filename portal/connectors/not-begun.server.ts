/** What keeps a new source from being asked by itself: nobody has looked at its rows yet and begun. */
export const NOT_BEGUN = 'not_begun';
