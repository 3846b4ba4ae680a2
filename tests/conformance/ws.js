// What the official client of graphql-transport-ws makes of a hub at the address given. With `drain` as second argument it
// tells when it listens, and expects to be sent away and to come back.
import assert from 'node:assert/strict';
import { createClient } from 'graphql-ws';
import WebSocket from 'ws';

const [address, mode] = process.argv.slice(2);
const url = address.replace('http', 'ws');
const ticks = [1, 2, 3].map((tick) => ({ data: { tick } }));

function client(options = {}) {
  return createClient({ url, webSocketImpl: WebSocket, ...options });
}

async function all(iterator) {
  const results = [];
  for await (const result of iterator) results.push(result);
  return results;
}

async function operations() {
  const hub = client({ connectionParams: { authorization: 'Bearer good' } });
  assert.equal((await all(hub.iterate({ query: '{ echo }' })))[0].data.actor, 'client');
  assert.equal((await all(hub.iterate({ query: 'mutation echo' }))).length, 1);
  assert.deepEqual(await all(hub.iterate({ query: 'subscription ticks' })), ticks);
  for (const query of ['broken', 'subscription refused']) {
    await assert.rejects(all(hub.iterate({ query })), ([error]) => error.extensions.code.length > 0);
  }
  const endless = hub.iterate({ query: 'subscription flood' });
  for (let count = 0; count < 5; count += 1) await endless.next();
  await endless.return();
  const many = Array.from({ length: 50 }, () => all(hub.iterate({ query: 'subscription ticks' })));
  for (const results of await Promise.all(many)) assert.deepEqual(results, ticks);
  await hub.dispose();
}

async function refusals() {
  const stranger = client({ connectionParams: { authorization: 'Bearer bad' }, retryAttempts: 0 });
  await assert.rejects(all(stranger.iterate({ query: '{ echo }' })), (event) => event.code === 4403);
}

async function keepAlive() {
  let pongs = 0;
  const hub = client({ keepAlive: 50, on: { pong: () => { pongs += 1; } } });
  assert.equal((await all(hub.iterate({ query: '{ slow }' }))).length, 1);
  assert.ok(pongs > 0);
  await hub.dispose();
}

async function drained() {
  let away;
  const hub = client({
    retryAttempts: 50,
    retryWait: () => new Promise((resolve) => { setTimeout(resolve, 100); }),
    on: {
      closed: (event) => { away ??= event.code; },
    },
  });
  await new Promise((resolve, reject) => {
    hub.subscribe({ query: 'subscription actor' }, {
      next: () => { if (away !== undefined) resolve(); else console.log('listening'); },
      error: reject,
      complete: reject,
    });
  });
  assert.equal(away, 1001);
  await hub.dispose();
}

if (mode === 'drain') {
  await drained();
} else {
  await operations();
  await refusals();
  await keepAlive();
}
console.log('all is well');
process.exit(0);
