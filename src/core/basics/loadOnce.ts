/**
 * Loads something when it is first asked for, and then keeps it. A load that failed is not kept: whoever asks next
 * tries again, so that one bad moment (an update that replaces the files, no file handle left) breaks nothing for good.
 */
export function loadOnce<Loaded>(load: () => Promise<Loaded>): () => Promise<Loaded> {
  let loading: Promise<Loaded> | undefined;
  return () =>
    (loading ??= load().catch((error: unknown) => {
      loading = undefined;
      throw error;
    }));
}
