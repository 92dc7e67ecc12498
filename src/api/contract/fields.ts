import { z } from 'zod';

export const instant = z.iso.datetime({ offset: true });
export const id = z.uuid();

export const ErrorBody = z.object({ code: z.string(), sentence: z.string() });
