// Signs in as a person does, in Debian's Chromium. `node sign-in.js ADDRESS ACCOUNT [THEN]` opens the address, which leads to
// one of the providers of tests/providers, by way of the hub's own page of choices or at once; fills its form with the name of
// the account; opens THEN, when it is given; and prints where that ended, where the sign-in had, and what the page says:
// {"url": …, "landed": …, "text": …}.
import { chromium } from 'playwright-core';

const [address, account, then] = process.argv.slice(2);
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
  const choice = page.locator('a.choice');
  if (await choice.count()) {
    await choice.first().click();
    await page.locator('input[name=user]').waitFor();
  }
  const provider = new URL(page.url()).origin;
  for (const field of await page.locator('input[name=user], input[name=password]').all()) await field.fill(account);
  await page.locator('button[type=submit]').click();
  await page.waitForURL((url) => url.origin !== provider);
  const landed = page.url();
  if (then) await page.goto(then);
  console.log(JSON.stringify({ url: page.url(), landed, text: await page.locator('body').innerText() }));
} finally {
  await browser.close();
}
