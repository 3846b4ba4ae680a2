// Fan-out as the documentation of graphql-ws shows it: each write in memory, told to every subscription, each of which executes
// its selection. No database, no rights, nothing to resume from: all that the hub does besides is on the hub's side of the scales.
import { createServer } from 'node:http';
import { buildSchema } from 'graphql';
import { useServer } from 'graphql-ws/use/ws';
import { WebSocketServer } from 'ws';

const schema = buildSchema(`
  type Text { value: String! }
  type Note { body: Text! }
  type Change { cursor: String! type: String! id: ID! version: Int! record: Note }
  type Query { ready: Boolean! }
  type Subscription { live: Change! }
`);

const listeners = new Set();

function changes() {
  const waiting = [];
  let wake = null;
  const take = (change) => {
    if (wake) {
      wake({ value: { live: change }, done: false });
      wake = null;
    } else {
      waiting.push({ live: change });
    }
  };
  listeners.add(take);
  return {
    [Symbol.asyncIterator]() { return this; },
    next() {
      if (waiting.length > 0) return Promise.resolve({ value: waiting.shift(), done: false });
      return new Promise((resolve) => { wake = resolve; });
    },
    return() {
      listeners.delete(take);
      return Promise.resolve({ value: undefined, done: true });
    },
  };
}

const web = createServer((request, response) => {
  let body = '';
  request.on('data', (piece) => { body += piece; });
  request.on('end', () => {
    if (request.method === 'POST') {
      const { version, text } = JSON.parse(body);
      const change = { cursor: `c${version}`, type: 'UPDATED', id: 'note_1', version, record: { body: { value: text } } };
      for (const take of [...listeners]) take(change);
    }
    response.end('{}');
  });
});
useServer({ schema, roots: { subscription: { live: changes } } }, new WebSocketServer({ server: web, path: '/graphql' }));
const [host, port] = process.env.LISTEN.split(':');
web.listen(Number(port), host);
