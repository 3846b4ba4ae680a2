// A partner's GraphQL service (Apollo Federation v2) for one test. `node server.js` listens on 127.0.0.1, prints one line
// when it is ready, the address of its endpoint, and ends when its input closes: a test that is killed leaves nothing behind.
//
//   PORT   where it listens; a free port without
//   HUB    the hub's origin: only requests with its token are answered then, and all are without
//   DATA   a JSON file with what is offered, in the shape of data.json, which is taken without
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { buildSubgraphSchema } from '@apollo/subgraph';
import DataLoader from 'dataloader';
import { parse } from 'graphql';
import { createYoga } from 'graphql-yoga';
import { openOffers } from './offers.js';
import { resolvers } from './resolvers.js';
import { prover } from './token.js';

const { PORT = '0', HUB, DATA } = process.env;
const beside = (file) => new URL(file, import.meta.url);

const offers = openOffers(DATA ?? beside('data.json'));
const typeDefs = parse(readFileSync(beside('schema.graphql'), 'utf8'));
const yoga = createYoga({
  schema: buildSubgraphSchema([{ typeDefs, resolvers }]),
  // Each request gathers what it asks of structures, so that a list of them is answered in one pass.
  context: ({ claims }) => ({
    offers,
    member: claims.sub,
    workshopsAt: new DataLoader(async (sirets) => offers.workshopsAt(sirets)),
  }),
  cors: false,
  graphiql: false,
  landingPage: false,
  logging: 'error',
});

function refuse(response) {
  const errors = [{ message: 'Only the hub is answered.', extensions: { code: 'UNAUTHENTICATED' } }];
  response.writeHead(401, { 'content-type': 'application/json', 'www-authenticate': 'Bearer' });
  response.end(JSON.stringify({ errors }));
}

const server = createServer().listen(Number(PORT), '127.0.0.1');
await once(server, 'listening');
const address = `http://127.0.0.1:${server.address().port}/graphql`;
const proved = HUB ? prover(HUB, address) : async () => ({});

server.on('request', async (request, response) => {
  const claims = await proved(request.headers.authorization);
  if (claims) await yoga(request, response, { claims });
  else refuse(response);
});

process.stdin.on('end', () => process.exit(0)).resume();
console.log(address);
