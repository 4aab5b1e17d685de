import { StrictMode, useState } from 'react';
import { createRoot } from 'react-dom/client';
import { ENDPOINT, useEventStream } from './useEventStream';

const LOG_LIMIT = 200; // lines kept on the page

function App() {
  const [log, setLog] = useState<{ key: number; text: string }[]>([]);
  const status = useEventStream(ENDPOINT, (text) => {
    // your code here
    setLog((old) => [
      ...old.slice(1 - LOG_LIMIT),
      { key: (old.at(-1)?.key ?? 0) + 1, text },
    ]);
  });
  return (
    <main>
      <p role="status">{status}</p>
      <ul id="log">
        {log.map(({ key, text }) => (
          <li key={key}>{text}</li>
        ))}
      </ul>
    </main>
  );
}

const root = document.querySelector('#root');
if (root === null) throw new Error('The page has no #root.');
createRoot(root).render(
  <StrictMode>
    <App />
  </StrictMode>,
);
