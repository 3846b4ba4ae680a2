// The provider itself: npm's oidc-provider with all that the hub uses of OpenID Connect switched on.
import { generateKeyPair, randomBytes } from 'node:crypto';
import { promisify } from 'node:util';
import Provider from 'oidc-provider';
import { logOut, signIn } from './pages.js';
import { strict } from './proconnect.js';

// What each scope releases. The last ones are ProConnect's, which names a scope for each claim.
const CLAIMS = {
  openid: ['sub'],
  profile: ['name', 'given_name', 'family_name', 'locale'],
  email: ['email', 'email_verified'],
  groups: ['groups'],
  given_name: ['given_name'],
  usual_name: ['usual_name'],
  uid: ['uid'],
  siret: ['siret'],
  idp_id: ['idp_id'],
};

async function keys() {
  const pair = promisify(generateKeyPair);
  const made = await Promise.all([
    pair('rsa', { modulusLength: 2048 }),
    pair('ec', { namedCurve: 'P-256' }),
  ]);
  return made.map(({ privateKey }) => ({ ...privateKey.export({ format: 'jwk' }), use: 'sig' }));
}

// Everybody consents to everything: a grant comes into being when it is looked for.
async function consent(ctx) {
  const { provider, client, session, params } = ctx.oidc;
  const grant = new provider.Grant({ accountId: session.accountId, clientId: client.clientId });
  grant.addOIDCScope(params.scope);
  await grant.save();
  return grant;
}

export async function openProvider(issuer, config, accounts) {
  const provider = new Provider(issuer, {
    acrValues: ['eidas1', 'eidas2', 'eidas3'],
    claims: CLAIMS,
    clients: config.clients,
    // As the standard has it, claims are in userinfo; many providers put them in the id token as well.
    conformIdTokenClaims: !config.claimsInIdToken,
    cookies: { keys: [randomBytes(32).toString('hex')] },
    extraClientMetadata: { properties: ['proconnect'] },
    features: {
      backchannelLogout: { enabled: true },
      devInteractions: { enabled: false },
      jwtUserinfo: { enabled: true },
      revocation: { enabled: true },
      rpInitiatedLogout: { logoutSource: logOut },
    },
    // The library's own dispatcher refuses loopback, where the hub of a test listens.
    fetch: (url, { dispatcher, ...options }) => fetch(url, options),
    findAccount: (ctx, name) => accounts.has(name)
      ? { accountId: name, claims: () => ({ ...accounts.get(name), sub: name }) }
      : undefined,
    interactions: { url: (ctx, { uid }) => `/sign-in/${uid}` },
    jwks: { keys: await keys() },
    loadExistingGrant: consent,
    pkce: { required: (ctx, client) => !client.proconnect },
    rotateRefreshToken: true,
    scopes: ['openid', 'offline_access', ...Object.keys(CLAIMS)],
    ttl: {
      AccessToken: 3600,
      // ProConnect's codes live as long as this, which is short enough for everybody.
      AuthorizationCode: 30,
      Grant: 86400,
      IdToken: 3600,
      Interaction: 3600,
      RefreshToken: 86400,
      Session: 86400,
    },
  });
  provider.use(async (ctx, next) => {
    await next();
    console.error(ctx.method, ctx.path, ctx.status);
  });
  provider.use(strict(provider));
  provider.use(signIn(provider, accounts));
  for (const event of ['authorization.error', 'grant.error', 'backchannel.error', 'server_error']) {
    provider.on(event, (ctx, error) => console.error(event, error.message, error.error_detail ?? ''));
  }
  return provider;
}
