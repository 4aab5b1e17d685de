import { connect } from 'node:http2';

const session = connect('{{endpoint}}');
session.on('error', (error) => console.error(error.message));
const request = session.request({ ':path': '{{path}}' });
request.setEncoding('utf8');
request.on('data', (part) => console.log(part));
request.on('end', () => session.close());
