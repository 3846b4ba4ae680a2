// What the official client of GraphQL over SSE makes of a hub at the address given. With `drain` as second argument it tells
// when it listens, and expects to be sent away and to come back.
import assert from 'node:assert/strict';
import { createClient } from 'graphql-sse';

const [url, mode] = process.argv.slice(2);
const ticks = [1, 2, 3].map((tick) => ({ data: { tick } }));

async function all(iterator) {
  const results = [];
  for await (const result of iterator) results.push(result);
  return results;
}

async function operations() {
  const hub = createClient({ url, headers: { authorization: 'Bearer good' } });
  assert.equal((await all(hub.iterate({ query: '{ echo }' })))[0].data.actor, 'client');
  assert.equal((await all(hub.iterate({ query: 'mutation echo' }))).length, 1);
  assert.deepEqual(await all(hub.iterate({ query: 'subscription ticks' })), ticks);
  for (const query of ['broken', 'subscription refused']) {
    const [{ errors }] = await all(hub.iterate({ query }));
    assert.ok(errors[0].extensions.code.length > 0);
  }
  const endless = hub.iterate({ query: 'subscription flood' });
  for (let count = 0; count < 5; count += 1) await endless.next();
  await endless.return();
  const many = Array.from({ length: 50 }, () => all(hub.iterate({ query: 'subscription ticks' })));
  for (const results of await Promise.all(many)) assert.deepEqual(results, ticks);
  hub.dispose();
}

async function drained() {
  let opened = 0;
  const hub = createClient({
    url,
    retryAttempts: 50,
    retry: () => new Promise((resolve) => { setTimeout(resolve, 100); }),
    on: { connected: () => { opened += 1; } },
  });
  await new Promise((resolve, reject) => {
    hub.subscribe({ query: 'subscription actor' }, {
      next: () => { if (opened > 1) resolve(); else console.log('listening'); },
      error: reject,
      complete: () => reject(new Error('it was completed')),
    });
  });
  hub.dispose();
}

if (mode === 'drain') {
  await drained();
} else {
  await operations();
}
console.log('all is well');
process.exit(0);
