/** What an author may be called in a text, by what the network calls them. Pure. */

/** What a server's name ends with, behind the name of whoever has it. */
const server = /(?:\.bsky)?\.(?:social|com|org|net|info|app|dev|example|[a-z]{2})(?:\.[a-z]{2})?$/iu;

/** Words of a name that name nobody: "The Kijito Residents". */
const isFiller =
  /^(?:the|and|for|from|with|our|your|you|all|not|one|are|was|les|des|une|aux|dos|das|wa|ya|na|kwa)$/iu;

/** As the author may be called: "@amina.uwase.example" is Amina Uwase, and each word of more than two is a name by itself. */
export function calledNames(name: string): string[] {
  const bare = name.replace(/^@/u, '').replace(server, '');
  const words = bare.split(/[^\p{L}\p{M}]+/u).filter((word) => word !== '' && !isFiller.test(word));
  return [words.join(' '), ...words.slice(1, -1)].filter((one) => one !== '');
}
