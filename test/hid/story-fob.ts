/** The YubiKey of the browser story: what its manager writes down, and what the model behind /dev/uhid knows. */
export const STORY_FOB = { secret: '303132333435363738393a3b3c3d3e3f40414243', serial: 12_345_678 } as const;
