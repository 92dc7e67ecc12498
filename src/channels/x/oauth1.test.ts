/** Signatures against the vectors that X publishes. */
import { expect, test } from 'vitest';
import { isSignedByKeys } from '../../../test/factories/x/proofs.ts';
import { authorization, type Keys, signature } from './oauth1.ts';

const keys: Keys = {
  consumerKey: 'xvz1evFS4wEEPTGEFPHBog',
  consumerSecret: 'kAcSOqF21Fu85e7zjz7ZN2U4ZRhfV3WpwPAoE3Z7kBw',
  accessToken: '370773112-GmHxMAgYyLbNEtIKZeRNFsMKPR9EyMZeS9weJAEb',
  accessSecret: 'LswwdoUaIvS8ltyTt5jkRh4J50vUPVVHtR2YPi5kE',
};
const parameters = [
  ['status', 'Hello Ladies + Gentlemen, a signed OAuth request!'],
  ['include_entities', 'true'],
  ['oauth_consumer_key', keys.consumerKey],
  ['oauth_nonce', 'kYjzVBB8Y0ZFabxSWbWovY3uYSQ2pTgmZeNu2VS4cg'],
  ['oauth_signature_method', 'HMAC-SHA1'],
  ['oauth_timestamp', '1318622958'],
  ['oauth_token', keys.accessToken],
  ['oauth_version', '1.0'],
] as const;

test.each([
  ['https://api.x.com/1.1/statuses/update.json', 'Ls93hJiZbQ3akF3HF3x1Bz8/zU4='],
  ['https://api.twitter.com/1.1/statuses/update.json', 'hCtSmYh+iHYCEqBWrE7C7hYmtUk='],
])('the published request to %s is signed as published', (address, wanted) => {
  expect(signature(keys, { method: 'post', address, parameters })).toBe(wanted);
});

test('a header holds its own signature, over whatever signs stand in the question', () => {
  const address = new URL(
    "https://api.x.com/2/tweets/search/recent?query=it's (water) *now* ọmi&max_results=10",
  );
  const request = {
    method: 'GET',
    address: address.origin + address.pathname,
    parameters: [...address.searchParams],
  };
  const header = authorization(keys, request, 'once', 1_900_000_000);
  const app = { ...keys, bearer: '', clientId: '', clientSecret: '' };
  expect(isSignedByKeys(header, 'GET', address, new URLSearchParams(), app)).toBe(true);
  expect(isSignedByKeys(header, 'POST', address, new URLSearchParams(), app)).toBe(false);
});
