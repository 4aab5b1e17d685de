import { get } from 'node:http';

const headers = { 'sec-fetch-mode': 'navigate' };
const request = get('{{endpoint}}', { headers });
request.on('error', (error) => console.error(error.message));
request.on('information', ({ statusCode, headers }) =>
  console.log(statusCode, headers.link),
);
request.on('response', (response) => response.pipe(process.stdout));
