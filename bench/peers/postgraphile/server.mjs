// PostGraphile as its documentation sets it up for production: `DATABASE_URL`, `LISTEN`, `POST /graphql`.
import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import { grafserv } from "grafserv/node";
import pg from "pg";
import { postgraphile } from "postgraphile";
import { makePgService } from "postgraphile/adaptors/pg";
import { PostGraphileAmberPreset } from "postgraphile/presets/amber";

const { DATABASE_URL: connectionString, LISTEN } = process.env;
const [host, port] = LISTEN.split(":");

const client = new pg.Client({ connectionString });
await client.connect();
await client.query(await readFile(new URL("schema.sql", import.meta.url), "utf8"));
await client.end();

const preset = {
  extends: [PostGraphileAmberPreset],
  pgServices: [
    makePgService({ connectionString, schemas: ["site"], pubsub: false, poolConfig: { max: 16 } }),
  ],
  grafserv: { graphqlPath: "/graphql", graphiql: false, watch: false, websockets: false },
  grafast: { explain: false },
};

const instance = postgraphile(preset);
const server = createServer();
server.on("error", (error) => {
  console.error(error);
  process.exit(1);
});
await instance.createServ(grafserv).addTo(server);
server.listen({ host, port: Number(port) });
