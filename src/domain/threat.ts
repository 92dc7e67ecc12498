/** Against whom somebody threatens harm: themselves, or others. */
export const threats = ['self', 'violence'] as const;
export type Threat = (typeof threats)[number];
