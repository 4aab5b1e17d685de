/**
 * The data in a block of the page: JSON, deflated, in base 64.
 *
 * @returns whatever the block holds; the page was made with it
 */
export async function inflate<Data>(id: string): Promise<Data> {
  const text = document.getElementById(id)?.textContent ?? '';
  const bytes = Uint8Array.from(atob(text.trim()), (char) => char.charCodeAt(0));
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream('deflate-raw'));
  return new Response(stream).json();
}
