const response = await fetch('{{endpoint}}');
if (!response.body) throw new Error(`status ${response.status}`);
const decoder = new TextDecoder();
let rest = '';
for await (const chunk of response.body) {
  const lines = (rest + decoder.decode(chunk, { stream: true })).split('\n');
  rest = lines.pop() ?? '';
  for (const line of lines) if (line.startsWith('data:')) console.log(line);
}

export {};
