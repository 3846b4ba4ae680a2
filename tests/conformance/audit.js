// Runs every audit of graphql-http against the server at the address given. Each must be met, whether the draft says
// MUST, SHOULD or MAY.
import { serverAudits } from 'graphql-http';

const [url] = process.argv.slice(2);
const audits = serverAudits({ url, fetchFn: fetch });
let failed = 0;

for (const audit of audits) {
  const result = await audit.fn();
  const reason = result.status === 'ok' ? '' : `: ${result.reason} (got ${result.response.status})`;
  console.log(`${result.status.padEnd(6)} ${audit.id} ${audit.name}${reason}`);
  failed += result.status === 'ok' ? 0 : 1;
}

console.log(`${audits.length - failed} of ${audits.length} audits are met`);
process.exitCode = failed === 0 && audits.length > 0 ? 0 : 1;
