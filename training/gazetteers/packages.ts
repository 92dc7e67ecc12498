import { createRequire } from 'node:module';

const require = createRequire(import.meta.url);

/** What a package of this folder exports; installed by `npm run train places`. */
export const fromPackage = <Content>(name: string): Content => require(name) as Content;
