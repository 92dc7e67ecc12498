/** What is to be asked of the operator. */
import type { SetUpStep } from '../../connecting.ts';

export const guide = (): readonly SetUpStep[] => [
  {
    text: 'Ask the operator for an SMPP account: host, port, name (system_id) and password, and which number or name you may send from.',
  },
  {
    text: "Ask it to allow two connections under that name, one transmitter and one receiver, and to let this machine's address in.",
  },
  {
    text: 'Ask whether it wants TLS. Without it everything that people write crosses the way to the operator in the open: use a private line then.',
  },
];
