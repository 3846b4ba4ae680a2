// Another gateway: composes the services at the addresses given, as `name=url` each, by what they say of themselves, answers
// the operation of each line of its input, and prints each answer as a line. The first line it prints is the supergraph.
import { createInterface } from 'node:readline';
import { getStitchedSchemaFromSupergraphSdl } from '@graphql-tools/federation';
import { composeServices } from '@theguild/federation-composition';
import { execute, parse, validate } from 'graphql';

async function service(argument) {
  const [name, url] = argument.split(/=(.*)/s);
  const body = JSON.stringify({ query: '{ _service { sdl } }' });
  const answer = await fetch(url, { method: 'POST', headers: { 'content-type': 'application/json' }, body });
  const { data } = await answer.json();
  return { name, url, typeDefs: parse(data._service.sdl) };
}

const services = await Promise.all(process.argv.slice(2).map(service));
const { supergraphSdl, errors } = composeServices(services);
if (!supergraphSdl) throw new Error(errors.map(({ message }) => message).join('\n'));
const schema = getStitchedSchemaFromSupergraphSdl({ supergraphSdl, batch: true });
console.log(JSON.stringify(supergraphSdl));

for await (const line of createInterface({ input: process.stdin })) {
  const { query, variables } = JSON.parse(line);
  const document = parse(query);
  const invalid = validate(schema, document);
  const answer = invalid.length
    ? { errors: invalid }
    : await execute({ schema, document, variableValues: variables, contextValue: {} });
  console.log(JSON.stringify(answer));
}
