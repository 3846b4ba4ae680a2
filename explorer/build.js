// Builds GraphiQL 4 into dist/ (5 brings Monaco, which needs inline styles, workers and several times the bytes):
// one script and one style sheet named by their content, and a page for each language.
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { build } from 'esbuild';

const PAGES = {
  fr: { title: 'Explorateur de l’API', loading: 'Chargement de l’explorateur…', script: 'L’explorateur a besoin de JavaScript.' },
  ca: { title: 'Explorador de l’API', loading: 'S’està carregant l’explorador…', script: 'L’explorador necessita JavaScript.' },
  en: { title: 'API explorer', loading: 'Loading the explorer…', script: 'The explorer needs JavaScript.' },
};

await rm('dist', { recursive: true, force: true });
await mkdir('dist');

const { metafile } = await build({
  entryPoints: { explorer: 'src/explorer.jsx' },
  outdir: 'dist',
  entryNames: '[name]-[hash]',
  bundle: true,
  minify: true,
  format: 'esm',
  target: 'es2022',
  jsx: 'automatic',
  define: { 'process.env.NODE_ENV': '"production"' },
  legalComments: 'none',
  metafile: true,
});

const built = Object.keys(metafile.outputs).map((path) => path.replace('dist/', ''));
const named = (extension) => built.find((name) => name.endsWith(extension));

const template = await readFile('src/index.html', 'utf8');
for (const [language, texts] of Object.entries(PAGES)) {
  const values = { ...texts, language, js: named('.js'), css: named('.css') };
  const page = template.replace(/\{\{(\w+)\}\}/g, (_, name) => values[name]);
  await writeFile(`dist/index.${language}.html`, page);
}
