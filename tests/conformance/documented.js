// Runs a client of docs/LIVE.md, word for word but for the address, the key and the project that it is about.
// node documented.js "WebSocket" http://127.0.0.1:8080 respyrem_… project_…
import { readFileSync } from 'node:fs';
import { EventSource } from 'eventsource';
import WebSocket from 'ws';

const [transport, url, key, project] = process.argv.slice(2);
const text = readFileSync(new URL('../../docs/LIVE.md', import.meta.url), 'utf8');
const clients = [...text.matchAll(/```js\n([\s\S]*?)```/g)].map(([, client]) => client);
const client = clients.find((one) => one.startsWith(`// live over ${transport}\n`));

// What a browser has and this version of Node.js has not.
globalThis.WebSocket ??= WebSocket;
globalThis.EventSource ??= EventSource;

const script = client
  .replaceAll('ws://localhost:8080', url.replace('http', 'ws'))
  .replaceAll('http://localhost:8080', url)
  .replaceAll('respyrem_…', key)
  .replaceAll('project_…', project)
  .replaceAll(/from '([a-z-]+)'/g, (_, name) => `from '${import.meta.resolve(name)}'`);
await import(`data:text/javascript,${encodeURIComponent(script)}`);
