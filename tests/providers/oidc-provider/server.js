// An OpenID provider for one test. `node server.js` reads one line of JSON from its standard input, and
// `node server.js FILE` that file; it prints one line when it is ready: {"issuer": …}.
//
//   { "port": 0, "clients": [metadata…], "accounts": { "marie": { "email": … } }, "claimsInIdToken": false }
//
// Without a port it takes a free one. Each further line, { "accounts": {…} }, replaces the accounts and is answered with
// a line, so that a test may change a claim or take somebody away between two calls. It ends on SIGTERM and when its
// input closes: a test that is killed leaves nothing behind.
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { createInterface } from 'node:readline';
import { openProvider } from './provider.js';

function say(message) {
  process.stdout.write(`${JSON.stringify(message)}\n`);
}

async function start(config) {
  const accounts = new Map(Object.entries(config.accounts));
  const server = createServer().listen(config.port ?? 0, '127.0.0.1');
  await once(server, 'listening');
  const issuer = `http://127.0.0.1:${server.address().port}`;
  const provider = await openProvider(issuer, config, accounts);
  server.on('request', provider.callback());
  say({ issuer });
  return accounts;
}

function replace(accounts, changed) {
  accounts.clear();
  for (const [name, claims] of Object.entries(changed)) accounts.set(name, claims);
  say({ accounts: [...accounts.keys()] });
}

process.on('SIGTERM', () => process.exit(0));

const [file] = process.argv.slice(2);
if (file) {
  await start(JSON.parse(readFileSync(file, 'utf8')));
} else {
  let accounts;
  for await (const line of createInterface({ input: process.stdin })) {
    const message = JSON.parse(line);
    if (accounts) replace(accounts, message.accounts);
    else accounts = await start(message);
  }
  process.exit(0);
}
