// The pages that a person sees: plain forms, which a program fills as a browser does.

function page(title, body) {
  return `<!doctype html><html lang="en"><meta charset="utf-8"><title>${title}</title><h1>${title}</h1>${body}`;
}

function form(message) {
  return page('Sign in', `<p>${message}</p><form method="post">
<label>Account <input name="user" autocomplete="username" autofocus required></label>
<button type="submit">Sign in</button></form>`);
}

async function submitted(request) {
  let body = '';
  for await (const chunk of request) body += chunk;
  return new URLSearchParams(body);
}

// Answers the library's request that somebody signs in, by the name of an account and nothing else.
export function signIn(provider, accounts) {
  return async (ctx, next) => {
    if (!ctx.path.startsWith('/sign-in/')) return next();
    const { prompt } = await provider.interactionDetails(ctx.req, ctx.res);
    const finish = async (result) => {
      ctx.redirect(await provider.interactionResult(ctx.req, ctx.res, result));
    };
    if (prompt.name === 'consent') return finish({ consent: {} });
    if (ctx.method !== 'POST') {
      ctx.body = form('No password is asked for.');
      return undefined;
    }
    const name = (await submitted(ctx.req)).get('user');
    if (!accounts.has(name)) {
      ctx.body = form('There is no such account.');
      return undefined;
    }
    return finish({ login: { accountId: name, acr: accounts.get(name).acr, amr: ['pwd'] } });
  };
}

// Asks whether to sign out: the library's form has its secret, and lacks the answer.
export function logOut(ctx, theirs) {
  const answer = '<input type="hidden" name="logout" value="yes"><button type="submit">Sign out</button>';
  ctx.body = page('Sign out', theirs.replace('</form>', `${answer}</form>`));
}
