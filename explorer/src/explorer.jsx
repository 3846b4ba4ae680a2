import { createGraphiQLFetcher } from '@graphiql/toolkit';
import { GraphiQL } from 'graphiql';
import { createRoot } from 'react-dom/client';

import 'graphiql/style.css';
import './explorer.css';

const root = document.getElementById('explorer');
const fetcher = createGraphiQLFetcher({ url: '/graphql' });

createRoot(root).render(
  <GraphiQL fetcher={fetcher} defaultQuery={'query {\n  __typename\n}\n'} defaultEditorToolsVisibility={false}>
    <GraphiQL.Logo>
      <h1 className="title">{root.dataset.title}</h1>
    </GraphiQL.Logo>
  </GraphiQL>,
);
