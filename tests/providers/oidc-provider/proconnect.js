// What ProConnect, the sign-in of French public agents, refuses and a common provider does not: a client whose metadata
// says `"proconnect": true` is held to it. https://partenaires.proconnect.gouv.fr/docs

const KNOWN = new Set([
  'acr_values', 'claims', 'client_id', 'idp_hint', 'login_hint', 'nonce', 'prompt', 'redirect_uri', 'response_type',
  'scope', 'state',
]);
const SHORTEST = 32;

function fault(query) {
  const unknown = Object.keys(query).find((name) => !KNOWN.has(name));
  if (unknown) return `${unknown} is not a parameter`;
  const short = ['state', 'nonce'].find((name) => (query[name] ?? '').length < SHORTEST);
  return short && `${short} is shorter than ${SHORTEST} characters`;
}

export function strict(provider) {
  return async (ctx, next) => {
    const asked = ctx.path === '/auth' && await provider.Client.find(ctx.query.client_id ?? '');
    const error = asked && asked.proconnect && fault(ctx.query);
    if (!error) return next();
    ctx.status = 400;
    ctx.body = { error: 'invalid_request', error_description: error };
    return undefined;
  };
}
