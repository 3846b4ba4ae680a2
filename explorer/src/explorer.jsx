import { createGraphiQLFetcher } from '@graphiql/toolkit';
import { GraphiQL } from 'graphiql';
import { createRoot } from 'react-dom/client';

import 'graphiql/style.css';
import './explorer.css';

const root = document.getElementById('explorer');
const fetcher = createGraphiQLFetcher({ url: '/graphql' });

const first = `# Qui est là, et que fait-on ensemble ?
# Qui hi és, i què fem plegats?
# Who is there, and what do we do together?
query Decouvrir {
  structures(first: 5) {
    totalCount
    nodes {
      name
      kind
      territory { name }
      projects(first: 3) {
        nodes { title { value } status isLate }
      }
    }
  }
}
`;

createRoot(root).render(
  <GraphiQL fetcher={fetcher} defaultQuery={first} defaultEditorToolsVisibility={false}>
    <GraphiQL.Logo>
      <h1 className="title">{root.dataset.title}</h1>
    </GraphiQL.Logo>
  </GraphiQL>,
);
