// Signs in as a person does, in Debian's Chromium. `node sign-in.js ADDRESS ACCOUNT` opens the address, which leads to one
// of the providers of tests/providers, fills its form with the name of the account, and prints where that ended and what
// the page says there: {"url": …, "text": …}.
import { chromium } from 'playwright-core';

const [address, account] = process.argv.slice(2);
const browser = await chromium.launch({
  executablePath: '/usr/bin/chromium',
  args: [
    '--no-sandbox', '--disable-gpu', '--no-first-run', '--disable-background-networking', '--disable-component-update',
    '--disable-sync',
  ],
});
try {
  const page = await browser.newPage();
  page.setDefaultTimeout(20_000);
  await page.goto(address);
  const provider = new URL(page.url()).origin;
  for (const field of await page.locator('input[name=user], input[name=password]').all()) await field.fill(account);
  await page.locator('button[type=submit]').click();
  await page.waitForURL((url) => url.origin !== provider);
  console.log(JSON.stringify({ url: page.url(), text: await page.locator('body').innerText() }));
} finally {
  await browser.close();
}
