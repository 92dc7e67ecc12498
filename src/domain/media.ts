export interface Media {
  kind: 'image' | 'video' | 'link' | 'other';
  /** Where the network keeps it; never shown to a browser directly. */
  address: string;
  alt: string | null;
  /** As the network claims it; believed only after `outside` has looked. */
  type: string | null;
  /** Came with the post, and its bytes are kept here under `address`: the name that it came with, and its size in bytes. */
  file?: { name: string; bytes: number };
}
