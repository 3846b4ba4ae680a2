// Who asks: the hub, as the token proves that each of its requests carries.
import { createRemoteJWKSet, jwtVerify } from 'jose';

/**
 * Answers what proves the `Authorization` header of a request: it gives the claims of a good token and null for any other.
 * A good one is signed (ES256) with a key that the hub publishes, made by the hub for the service at `audience`, and fresh.
 */
export function prover(hub, audience) {
  const issuer = new URL(hub).origin;
  const keys = createRemoteJWKSet(new URL('/.well-known/jwks.json', issuer));
  const rules = { issuer, audience, algorithms: ['ES256'], requiredClaims: ['exp'] };
  return async (authorization = '') => {
    try {
      return (await jwtVerify(authorization.replace(/^Bearer /i, ''), keys, rules)).payload;
    } catch (fault) {
      console.error(`refused: ${fault.message}`);
      return null;
    }
  };
}
